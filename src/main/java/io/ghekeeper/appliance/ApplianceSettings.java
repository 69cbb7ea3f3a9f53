package io.ghekeeper.appliance;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which appliance, and by which host keys it is known.
 *
 * @param host name or IPv4 address; IPv6 literals are refused, because backup-utils splits hosts at the colon
 * @param knownHosts an OpenSSH known_hosts file; no blanks in its path, because backup-utils splits options at blanks
 * @param trustFirstUse record the host key of a host that is not in the file yet, instead of refusing it
 * @param uuid of the only appliance that is meant; nothing for the one that the last snapshot came from
 */
public record ApplianceSettings(
        String host, int port, String user, Path knownHosts, boolean trustFirstUse, Optional<String> uuid) {
    public ApplianceSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(user);
        Objects.requireNonNull(knownHosts);
        Objects.requireNonNull(uuid);
    }

    ApplianceSettings withoutTrustOnFirstUse() {
        return new ApplianceSettings(host, port, user, knownHosts, false, uuid);
    }
}
