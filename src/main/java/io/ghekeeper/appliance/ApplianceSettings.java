package io.ghekeeper.appliance;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which appliance, and by which host keys it is known.
 *
 * @param host name or IPv4 address; IPv6 literals are refused, because backup-utils splits hosts at the colon
 * @param knownHosts an OpenSSH known_hosts file; no blanks in its path, because backup-utils splits options at blanks
 * @param restoredHosts a known_hosts file of ours that is believed beside that one, see {@link RestoredHosts}; without
 *     blanks in its path, too
 * @param trustFirstUse record the host key of a host that is in neither file yet, instead of refusing it
 * @param uuid of the only appliance that is meant; nothing for the one that the last snapshot came from
 */
public record ApplianceSettings(
        String host,
        int port,
        String user,
        Path knownHosts,
        Optional<Path> restoredHosts,
        boolean trustFirstUse,
        Optional<String> uuid) {
    public ApplianceSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(user);
        Objects.requireNonNull(knownHosts);
        Objects.requireNonNull(restoredHosts);
        Objects.requireNonNull(uuid);
    }

    /** Another appliance that is reached in the same way, whose host key is never trusted on first use. */
    public ApplianceSettings at(String another) {
        return new ApplianceSettings(another, port, user, knownHosts, restoredHosts, false, Optional.empty());
    }

    ApplianceSettings withoutTrustOnFirstUse() {
        return new ApplianceSettings(host, port, user, knownHosts, restoredHosts, false, uuid);
    }
}
