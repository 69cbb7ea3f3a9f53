package io.ghekeeper.cli;

import io.ghekeeper.config.Addresses;
import io.ghekeeper.text.PlainText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A host that a person typed. */
final class HostArgument {
    private HostArgument() {}

    /**
     * That it can be one.
     *
     * @throws ParameterException where it is neither a host name nor an IPv4 address
     */
    static void require(String host, CommandSpec spec) {
        Addresses.hostRefusal(host).ifPresent(why -> {
            throw new ParameterException(spec.commandLine(), "'" + PlainText.of(host) + "' is not " + why);
        });
    }
}
