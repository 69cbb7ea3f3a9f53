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
record Pins(List<KnownHostsLine> own, List<KnownHostsLine> portless) {
    enum Verdict {
        PINNED,
        REVOKED,
        CHANGED,
        UNKNOWN
    }

    Pins {
        own = List.copyOf(own);
        portless = List.copyOf(portless);
    }

    /** What is known of the host now, by both files. */
    static Pins of(ApplianceSettings settings) {
        Pins pins = new KnownHosts(settings.knownHosts()).of(settings.host(), settings.port());
        return settings.restoredHosts()
                .map(file -> pins.and(RestoredHosts.in(file).of(settings.host(), settings.port())))
                .orElse(pins);
    }

    private Pins and(Pins more) {
        return new Pins(both(own, more.own), both(portless, more.portless));
    }

    private static List<KnownHostsLine> both(List<KnownHostsLine> some, List<KnownHostsLine> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    Verdict verdict(HostKey shown) {
        Verdict verdict = verdict(own, shown);
        if (verdict != Verdict.UNKNOWN || pinsAny()) {
            return verdict;
        }
        Verdict other = verdict(portless, shown);
        return other == Verdict.CHANGED ? Verdict.UNKNOWN : other;
    }

    private static Verdict verdict(List<KnownHostsLine> lines, HostKey shown) {
        if (lines.stream().anyMatch(line -> line.revoked() && line.key().equals(shown))) {
            return Verdict.REVOKED;
        }
        List<HostKey> pinned = pinned(lines).map(KnownHostsLine::key).toList();
        if (pinned.contains(shown)) {
            return Verdict.PINNED;
        }
        return pinned.stream().anyMatch(key -> key.type().equals(shown.type())) ? Verdict.CHANGED : Verdict.UNKNOWN;
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
