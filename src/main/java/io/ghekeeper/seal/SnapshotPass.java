package io.ghekeeper.seal;

import java.time.Instant;
import java.util.Optional;

/** What a run knows of one snapshot up to now. */
final class SnapshotPass {
    private boolean counts = true;
    private boolean provable = true;
    private boolean covered = true;
    private Instant oldest = Instant.MAX;
    private long found;
    private Optional<Difference> first = Optional.empty();

    /** From now on it is passed over: it was removed, or its seal cannot be read. */
    void passOver() {
        counts = false;
    }

    boolean isPassedOver() {
        return !counts;
    }

    void damaged(UnitLooks.UnitFindings findings) {
        found += findings.found();
        first = first.isPresent() ? first : findings.first().stream().findFirst();
    }

    /** It has damaged files of another one, or a list of its seal cannot be read. */
    void unprovable() {
        provable = false;
    }

    boolean isProvable() {
        return provable;
    }

    /** @param time when the unit was read; nothing where it was not, or its names were not compared */
    @SuppressWarnings("MissingSummary")
    void unit(Optional<Instant> time) {
        covered = covered && time.isPresent();
        oldest = time.filter(read -> read.isBefore(oldest)).orElse(oldest);
    }

    long found() {
        return found;
    }

    Optional<Difference> first() {
        return first;
    }

    /** When the unit was read that was read longest ago, where all were and nothing differs. */
    Optional<Instant> whole() {
        return counts && provable && covered && found == 0 && oldest.isBefore(Instant.MAX)
                ? Optional.of(oldest)
                : Optional.empty();
    }
}
