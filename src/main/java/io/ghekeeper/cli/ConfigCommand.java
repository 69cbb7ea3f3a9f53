package io.ghekeeper.cli;

import io.ghekeeper.config.EffectiveConfiguration;
import io.ghekeeper.config.SampleFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper config}. */
@Command(name = "config", description = "Check and show the configuration.")
final class ConfigCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check, show or sample?");
    }

    @Command(name = "check", description = "Say every problem of the configuration at once; exit 0 when there is none.")
    void check() {
        root.configuration();
        root.print("the configuration is good");
    }

    @Command(name = "show", description = "Print the effective values and where each came from, secrets masked.")
    void show(@Option(names = "--json", description = "As JSON.") boolean json) {
        EffectiveConfiguration effective = root.configuration().effective();
        root.print((json ? effective.toJson() : effective.toYaml()).stripTrailing());
    }

    @Command(name = "sample", description = "Print a commented configuration file to begin with.")
    void sample() {
        root.print(SampleFile.render().stripTrailing());
    }
}
