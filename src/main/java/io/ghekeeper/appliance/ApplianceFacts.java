package io.ghekeeper.appliance;

import java.util.Objects;
import java.util.Optional;

/**
 * What an appliance says of itself; nothing where it does not say it.
 *
 * @param version as {@code 3.12.1}
 * @param recordedHostKey the host key that was trusted on first use just now
 */
public record ApplianceFacts(
        String host, Optional<String> version, Optional<String> uuid, Optional<HostKey> recordedHostKey) {
    public ApplianceFacts {
        Objects.requireNonNull(host);
        Objects.requireNonNull(version);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(recordedHostKey);
    }

    @Override
    public String toString() {
        return host + ", version " + version.orElse("unknown") + ", uuid " + uuid.orElse("unknown")
                + recordedHostKey
                        .map(key -> ", host key recorded on first use: " + key.type() + " " + key.fingerprint())
                        .orElse("");
    }
}
