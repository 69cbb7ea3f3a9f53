package io.ghekeeper.retention;

import io.ghekeeper.retention.RunFacts.BackupEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why nothing at all may be deleted now. */
final class PlanHalts {
    /** As the journal has it: what begins later than this from now was written while the clock was wrong. */
    static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

    private PlanHalts() {}

    static List<RetentionReason> of(RetentionFacts facts) {
        List<RetentionReason> halts = new ArrayList<>();
        future(facts)
                .ifPresent(what -> halts.add(new RetentionReason(
                        ReasonCode.CLOCK_WRONG, "the clock may be wrong: " + what + " is of a later time than now")));
        facts.runs().lastBackup().flatMap(PlanHalts::lastBackup).ifPresent(halts::add);
        if (facts.snapshots().stream().noneMatch(SnapshotFacts::isGood)) {
            halts.add(new RetentionReason(ReasonCode.NO_GOOD_SNAPSHOT, "no snapshot is good"));
        }
        if (facts.runs().uses().snapshots().isEmpty()) {
            halts.add(new RetentionReason(
                    ReasonCode.USE_UNKNOWN, "a run is going on, and its record does not name the snapshots it uses"));
        }
        return halts;
    }

    private static Optional<String> future(RetentionFacts facts) {
        Instant latest = facts.now().plus(CLOCK_SLACK);
        Optional<String> snapshot = facts.snapshots().stream()
                .filter(one -> one.begun().filter(latest::isBefore).isPresent())
                .max(Comparator.comparing(SnapshotFacts::id))
                .map(one -> "snapshot " + one.id());
        return snapshot.or(() ->
                facts.runs().newest().filter(run -> run.begun().isAfter(latest)).map(run -> "run " + run.run()));
    }

    private static Optional<RetentionReason> lastBackup(RunFacts.LastBackup last) {
        return switch (last.end()) {
            case GOOD -> Optional.empty();
            case SUSPECT ->
                Optional.of(new RetentionReason(
                        ReasonCode.LAST_BACKUP_NOT_GOOD,
                        "the last backup is suspect, and no person has accepted it (run " + last.run() + ")"));
            case FAILED, INTERRUPTED ->
                Optional.of(new RetentionReason(
                        ReasonCode.LAST_BACKUP_NOT_GOOD,
                        "the last backup " + words(last.end()) + " (run " + last.run() + ")"));
            case UNKNOWN ->
                Optional.of(new RetentionReason(
                        ReasonCode.LAST_BACKUP_UNKNOWN,
                        "the record of the last backup cannot be read (run " + last.run() + ")"));
        };
    }

    private static String words(BackupEnd end) {
        return end == BackupEnd.INTERRUPTED ? "was interrupted" : end.name().toLowerCase(Locale.ROOT);
    }
}
