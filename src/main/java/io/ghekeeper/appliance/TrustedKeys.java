package io.ghekeeper.appliance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What known_hosts files say of one host and port. Several count as one file would that holds the lines of all, which is
 * how ssh(1) takes its two: any may pin, any may revoke, and what is revoked is good nowhere.
 *
 * @param own the lines that name the host with this port
 * @param portless the lines that name it without: asked as ssh(1) asks them, when no own line pins a key; they can only
 *     accept, because they speak of port 22
 */
record TrustedKeys(List<KnownHostsLine> own, List<KnownHostsLine> portless) {
    enum KeyVerdict {
        PINNED,
        REVOKED,
        CHANGED,
        UNKNOWN
    }

    TrustedKeys {
        own = List.copyOf(own);
        portless = List.copyOf(portless);
    }

    /** What is known of the host now, by both files. */
    static TrustedKeys of(ApplianceSettings settings) {
        TrustedKeys pins = new KnownHosts(settings.knownHosts()).of(settings.host(), settings.port());
        return settings.restoredHosts()
                .map(file -> pins.and(RestoredHosts.in(file).of(settings.host(), settings.port())))
                .orElse(pins);
    }

    private TrustedKeys and(TrustedKeys more) {
        return new TrustedKeys(both(own, more.own), both(portless, more.portless));
    }

    private static List<KnownHostsLine> both(List<KnownHostsLine> some, List<KnownHostsLine> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    KeyVerdict verdict(HostKey shown) {
        KeyVerdict verdict = verdict(own, shown);
        if (verdict != KeyVerdict.UNKNOWN || pinsAny()) {
            return verdict;
        }
        KeyVerdict other = verdict(portless, shown);
        return other == KeyVerdict.CHANGED ? KeyVerdict.UNKNOWN : other;
    }

    private static KeyVerdict verdict(List<KnownHostsLine> lines, HostKey shown) {
        if (lines.stream().anyMatch(line -> line.revoked() && line.key().equals(shown))) {
            return KeyVerdict.REVOKED;
        }
        List<HostKey> pinned = pinned(lines).map(KnownHostsLine::key).toList();
        if (pinned.contains(shown)) {
            return KeyVerdict.PINNED;
        }
        return pinned.stream().anyMatch(key -> key.type().equals(shown.type()))
                ? KeyVerdict.CHANGED
                : KeyVerdict.UNKNOWN;
    }

    /** The lines that pin another key of the type for this very port. */
    List<KnownHostsLine> against(HostKey shown) {
        return pinned(own)
                .filter(line ->
                        line.key().type().equals(shown.type()) && !line.key().equals(shown))
                .toList();
    }

    /** The line that revokes a key. */
    Optional<KnownHostsLine> revoking(HostKey shown) {
        return Stream.concat(own.stream(), portless.stream())
                .filter(line -> line.revoked() && line.key().equals(shown))
                .findFirst();
    }

    /** The line that pins a key. */
    Optional<KnownHostsLine> pinning(HostKey shown) {
        return pinned(pinsAny() ? own : portless)
                .filter(line -> line.key().equals(shown))
                .findFirst();
    }

    /** Whether the host is known, and only by its name without the port. */
    boolean portlessOnly() {
        return !pinsAny() && pinned(portless).findAny().isPresent();
    }

    /** Whether any key, of any type, is pinned for this very port. */
    boolean pinsAny() {
        return pinned(own).findAny().isPresent();
    }

    /** The algorithms of the pinned keys, so that the host is asked for a key that can be compared. */
    List<String> algorithms() {
        return pinned(pinsAny() ? own : portless)
                .flatMap(line -> line.key().algorithms().stream())
                .distinct()
                .toList();
    }

    private static Stream<KnownHostsLine> pinned(List<KnownHostsLine> lines) {
        return lines.stream().filter(line -> !line.revoked());
    }
}
