package io.ghekeeper.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whether the times of a record can be: a record that claims the impossible would hide what came since. */
final class RunTimes {
    /** A clock may be set right in the middle of a run; {@link OpenRun} hides steps back of less than a day. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private static final Duration AHEAD = Duration.ofDays(1);

    /** Events of the run's own work; others may be added after its end. */
    private static final Set<Class<? extends RunEvent>> WITHIN = Set.of(
            RunEvent.KeyOpened.class,
            BackupEvent.ApplianceProbed.class,
            RunEvent.StepBegun.class,
            RunEvent.AttemptFailed.class,
            BackupEvent.SnapshotCaptured.class,
            BackupEvent.ShrinkageFound.class,
            BackupEvent.VolumeSpace.class,
            RestoreEvent.Asked.class,
            RestoreEvent.Target.class,
            RestoreEvent.RestoreDone.class);

    private RunTimes() {}

    /**
     * What cannot be, whatever the time is now.
     *
     * @return a clause that goes after the record's name
     */
    static Optional<String> contradiction(Run run) {
        Optional<Instant> named = RunIds.timeOf(run.id());
        if (named.isEmpty()) {
            return Optional.of("is damaged: its run's name is no time");
        }
        if (Duration.between(named.get(), run.begin()).abs().compareTo(STEP) > 0) {
            return Optional.of("is damaged: it begins at " + run.begin() + ", and its run's name says " + named.get());
        }
        Optional<Instant> end = run.end().map(Run.End::at);
        if (end.filter(at -> at.isBefore(run.begin())).isPresent()) {
            return Optional.of("is damaged: it ends at " + end.get() + ", before its begin at " + run.begin());
        }
        return run.events().stream()
                .filter(event -> event.at().isBefore(run.begin().minus(STEP))
                        || (WITHIN.contains(event.what().getClass())
                                && end.filter(at -> event.at().isAfter(at.plus(STEP)))
                                        .isPresent()))
                .findFirst()
                .map(event -> "is damaged: an event at " + event.at() + " is not within its run");
    }

    /** What cannot be yet. */
    static Optional<String> prediction(Run run, Instant now) {
        Instant latest = latest(run);
        return latest.isAfter(now.plus(AHEAD))
                ? Optional.of("is damaged: it names " + latest + ", which is in the future")
                : Optional.empty();
    }

    /** The time for the next entry of a run: now, or its latest one where the clock was set back meanwhile. */
    static Instant next(Run run, Instant now) {
        Instant latest = latest(run);
        return latest.isAfter(now) && latest.isBefore(now.plus(AHEAD)) ? latest : now;
    }

    private static Instant latest(Run run) {
        Instant latest =
                run.end().map(Run.End::at).filter(run.begin()::isBefore).orElse(run.begin());
        for (Run.Event event : run.events()) {
            latest = event.at().isAfter(latest) ? event.at() : latest;
        }
        return latest;
    }
}
