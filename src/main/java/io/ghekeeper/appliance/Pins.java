package io.ghekeeper.appliance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a known_hosts file says of one host and port.
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
