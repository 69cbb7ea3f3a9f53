package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.Objects;
import java.util.Optional;

/**
 * What an appliance says of itself; nothing where it does not say it.
 *
 * @param version as {@code 3.12.1}
 * @param recordedHostKey the host key that was trusted on first use just now
 */
public record ApplianceFacts(
        String host,
        boolean replica,
        Optional<String> version,
        Optional<String> uuid,
        Optional<HostKey> recordedHostKey) {
    public ApplianceFacts {
        Objects.requireNonNull(host);
        Objects.requireNonNull(version);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(recordedHostKey);
    }

    /**
     * The release of what is an appliance, and no replica of one.
     *
     * @throws Failure APPLIANCE_IS_REPLICA, NOT_AN_APPLIANCE
     */
    public String requirePrimary() {
        if (replica) {
            throw new Failure(
                    FailureKind.APPLIANCE_IS_REPLICA,
                    host + " is a high-availability replica",
                    "Set appliance.host to the primary: a replica's data may be behind.");
        }
        return version.orElseThrow(() -> noAppliance(host, Naming.CONFIGURED));
    }

    static Failure noAppliance(String host, Naming naming) {
        return new Failure(
                FailureKind.NOT_AN_APPLIANCE,
                host + " let the key in, but does not say which release of GitHub Enterprise Server it is",
                "Check " + naming.host() + " and appliance.port: 122 is the administrative SSH of an appliance.");
    }

    @Override
    public String toString() {
        return host + ", version " + version.orElse("unknown") + ", uuid " + uuid.orElse("unknown")
                + recordedHostKey
                        .map(key -> ", host key recorded on first use: " + key.type() + " " + key.fingerprint())
                        .orElse("");
    }
}
