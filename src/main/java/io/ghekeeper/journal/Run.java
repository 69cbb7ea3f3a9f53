package io.ghekeeper.journal;

import io.ghekeeper.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One execution of a job, as it stands on disk.
 *
 * @param id sorts by time, as {@code 20261120T031700Z-backup-4f2a}
 * @param cause why it began
 * @param keeper the process that the run began in
 * @param uses the snapshots that it makes or reads; nothing where the record does not name them, and then it may use any
 * @param end nothing while the run goes on, or when its process died before it could say more
 */
public record Run(
        String id,
        Kind kind,
        Cause cause,
        Instant begin,
        ProcessIdentity keeper,
        List<Event> events,
        Optional<String> snapshot,
        Optional<Set<String>> uses,
        Optional<End> end) {

    /** One whose record does not name the snapshots that it uses. */
    public Run(
            String id,
            Kind kind,
            Cause cause,
            Instant begin,
            ProcessIdentity keeper,
            List<Event> events,
            Optional<String> snapshot,
            Optional<End> end) {
        this(id, kind, cause, begin, keeper, events, snapshot, Optional.empty(), end);
    }

    /** What is done. */
    public enum Kind {
        /** A snapshot is taken of the appliance. */
        BACKUP(
                Lane.CAPTURE,
                WorksWith.ENGINE,
                Changes.SNAPSHOTS,
                "Nothing to do: the next run works from the last good snapshot."),
        /** A snapshot is written onto an appliance. */
        RESTORE(
                Lane.CAPTURE,
                WorksWith.ENGINE,
                Changes.APPLIANCE,
                "Its target may be half restored; repeat it with: ghe-keeper restore --again RUN"),
        /** A restore onto a scratch appliance, to prove that it can be done. */
        DRILL(
                Lane.CAPTURE,
                WorksWith.ENGINE,
                Changes.SCRATCH_APPLIANCE,
                "Its target may be half restored; repeat it with: ghe-keeper restore --again RUN"),
        /** What a snapshot contains is written down. */
        SEAL(
                Lane.KEEP,
                WorksWith.VOLUME,
                Changes.NOTHING,
                "Nothing to do: the next seal goes on where this one ended. To begin it now: ghe-keeper seal"),
        /** A snapshot is read, and compared with its seal. */
        VERIFY(
                Lane.KEEP,
                WorksWith.VOLUME,
                Changes.NOTHING,
                "The snapshot is neither verified nor damaged by it. Begin again with: ghe-keeper verify"),
        /** What the store lacks of a sealed snapshot is sent there. */
        ARCHIVE(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: the next archive run sends what is missing, and nothing twice. To begin it now: ghe-keeper"
                        + " archive"),
        /** The store is asked, and read, whether it still has what archived snapshots need. */
        ARCHIVE_VERIFY(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: no evidence was taken away, and the next one reads what this one did not. To begin it now:"
                        + " ghe-keeper archive verify"),
        /** Every file of a snapshot is read out of the store, with an identity where that is encrypted. */
        READ_BACK(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: no evidence was changed. Begin again with: ghe-keeper archive read-back"),
        /** Snapshots are put into the data directory out of the store; none that is there is changed. */
        FETCH(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: what it fetched stays beside the snapshots, and the next one goes on there. Begin again with:"
                        + " ghe-keeper archive fetch ID, with the same ids"),
        /** What the store holds is read, where this volume knows nothing of it. */
        ATTACH(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: what it read is known, and the next one reads the rest. Begin it with: ghe-keeper archive"
                        + " attach"),
        /** Archived snapshots are copied into another store. */
        COPY(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: what arrived stays there, and the next one copies the rest. Begin it with: ghe-keeper"
                        + " archive copy"),
        /** What is alive in packs of the store that are mostly dead is packed again. */
        COMPACT(
                Lane.KEEP,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing to do: what it sent is known, and the next one goes on. Begin it with: ghe-keeper archive compact"),
        /** The data directory is filled with snapshots out of the store. */
        REBUILD(
                Lane.CAPTURE,
                WorksWith.STORE,
                Changes.NOTHING,
                "Nothing was removed. The next one goes on where this one ended. Begin it with: ghe-keeper rebuild"),
        /** An EBS snapshot of the volume is asked for. */
        NATIVE(
                Lane.CAPTURE,
                WorksWith.EC2,
                Changes.NOTHING,
                "Nothing to do: what EBS has begun is found by its tag, and no second one is made. To take one now:"
                        + " ghe-keeper native take"),
        /** Snapshots that the policy does not keep are deleted. */
        RETENTION(
                Lane.KEEP,
                WorksWith.VOLUME,
                Changes.KEPT_SNAPSHOTS,
                "Nothing to do: the next retention run ends what this one began. To begin it now: ghe-keeper retention"
                        + " run");

        private final Lane lane;
        private final WorksWith works;
        private final Changes changes;
        private final String afterInterruption;

        Kind(Lane lane, WorksWith works, Changes changes, String afterInterruption) {
            this.lane = lane;
            this.works = works;
            this.changes = changes;
            this.afterInterruption = afterInterruption;
        }

        /** What a run of this kind needs beside ghe-keeper's own files. */
        private enum WorksWith {
            /** The tool that copies, and so an appliance. */
            ENGINE,
            /** Snapshots on this volume. Retention asks the store, too, and goes on without it. */
            VOLUME,
            STORE,
            /** AWS, beside the volume. */
            EC2
        }

        /** What a run of this kind changes; an interrupted one leaves it half changed. */
        public enum Changes {
            SNAPSHOTS,
            APPLIANCE,
            /** One that may be overwritten at any time. */
            SCRATCH_APPLIANCE,
            /** It deletes some. */
            KEPT_SNAPSHOTS,
            /** Neither snapshots nor an appliance: it reads, and writes what ghe-keeper keeps of its own, here or in a store. */
            NOTHING
        }

        /** Whether it takes a snapshot. */
        public boolean takesSnapshot() {
            return changes == Changes.SNAPSHOTS;
        }

        /** Whether it writes a snapshot onto an appliance, and so can prove or disprove the snapshot. */
        public boolean restoresSnapshot() {
            return switch (changes) {
                case APPLIANCE, SCRATCH_APPLIANCE -> true;
                case SNAPSHOTS, KEPT_SNAPSHOTS, NOTHING -> false;
            };
        }

        /** Whether it calls the engine, and so an appliance. */
        public boolean callsEngine() {
            return works == WorksWith.ENGINE;
        }

        /** Whether it works on the store. */
        public boolean usesStore() {
            return works == WorksWith.STORE;
        }

        /** Whether it calls AWS for more than the key. */
        public boolean callsAws() {
            return works == WorksWith.STORE || works == WorksWith.EC2;
        }

        /** Which lease it needs. */
        public Lane lane() {
            return lane;
        }

        /** Whether it is a rehearsal. */
        public boolean isDrill() {
            return changes == Changes.SCRATCH_APPLIANCE;
        }

        /** What a person does after one was interrupted. */
        public String hintAfterInterruption(String runId) {
            return afterInterruption.replace("RUN", runId);
        }

        /** In small letters, as ids and commands have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What made it begin. */
    public enum Trigger {
        SCHEDULE,
        HAND,
        /** The start of the supervisor, after a tick that was missed. */
        CATCH_UP
    }

    /**
     * Why it began.
     *
     * @param tick the instant of the schedule that the run serves; nothing where a person began it, and in records of
     *     earlier releases
     */
    public record Cause(Trigger trigger, Optional<Instant> tick) {
        public static final Cause HAND = new Cause(Trigger.HAND, Optional.empty());

        public Cause {
            Objects.requireNonNull(trigger);
            Objects.requireNonNull(tick);
        }
    }

    /** How it ended. */
    public enum Outcome {
        SUCCEEDED,
        /** A snapshot was captured, and lacks content: neither a success nor a failure. */
        SUSPECT,
        FAILED,
        /** Ended before its end: a signal, or its process is gone. */
        INTERRUPTED,
        /** A tick that found another run in progress; nothing was done. */
        SKIPPED
    }

    /**
     * Something that happened in the run.
     *
     * @param details as they stand in the record; it may have more than this release reads
     */
    public record Event(Instant at, RunEvent what, Map<String, String> details) {
        public Event {
            Objects.requireNonNull(at);
            Objects.requireNonNull(what);
            details = Map.copyOf(details);
        }

        public Event(Instant at, RunEvent what) {
            this(at, what, what.details());
        }
    }

    /** The end, with the reason where it was no success. */
    public record End(Instant at, Outcome outcome, Optional<Reason> reason) {
        public End {
            Objects.requireNonNull(at);
            Objects.requireNonNull(outcome);
            Objects.requireNonNull(reason);
        }
    }

    /** A failure as it is kept: its code, what happened, what to do. */
    public record Reason(String code, String message, String hint) {
        public Reason {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
            Objects.requireNonNull(hint);
        }
    }

    private static final Set<String> CHECKS_FAILED =
            Set.of(FailureKind.DRILL_FAILED.code(), FailureKind.RESTORE_UNPROVEN.code());

    public Run {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(begin);
        Objects.requireNonNull(keeper);
        events = List.copyOf(events);
        Objects.requireNonNull(snapshot);
        uses = uses.map(Set::copyOf);
        Objects.requireNonNull(end);
    }

    /** What made it begin. */
    public Trigger trigger() {
        return cause.trigger();
    }

    /** Up to which instant the schedule is served by it: a clock that was set back may have it begin before its tick. */
    public Instant serves() {
        return cause.tick().filter(begin::isBefore).orElse(begin);
    }

    /** Whether nothing has been said of its end yet. */
    public boolean isOpen() {
        return end.isEmpty();
    }

    /** Whether it left a snapshot to rely on: captured and not doubted, or doubted and accepted by a person since. */
    public boolean isGood() {
        return kind.takesSnapshot()
                && end.map(End::outcome)
                        .filter(outcome -> outcome == Outcome.SUCCEEDED
                                || (outcome == Outcome.SUSPECT && has(BackupEvent.Accepted.class)))
                        .isPresent();
    }

    /** Whether its snapshot lacks content, and no person has accepted that. */
    public boolean isSuspect() {
        return end.map(End::outcome).filter(Outcome.SUSPECT::equals).isPresent() && !isGood();
    }

    /** Whether nothing says that it came to an end of its own, and no person ended it: a kill or a signal did, or will. */
    public boolean isCutOff() {
        return end.map(last -> last.outcome() == Outcome.INTERRUPTED
                        && last.reason()
                                .filter(why -> why.code().equals(FailureKind.RUN_CANCELLED.code()))
                                .isEmpty())
                .orElse(true);
    }

    /** Whether it did what it was to do, and no doubt is left. */
    public boolean hasSucceeded() {
        return end.map(End::outcome).filter(Outcome.SUCCEEDED::equals).isPresent();
    }

    /** Whether it restored its snapshot, and the checks afterwards passed. */
    public boolean isProof() {
        return kind.restoresSnapshot() && hasSucceeded() && has(RestoreEvent.Proven.class);
    }

    /**
     * Whether it disproved its snapshot: the engine ended well, and the checks afterwards found less than the snapshot has.
     * A restore that failed otherwise says nothing about its snapshot.
     */
    public boolean isDisproof() {
        return kind.restoresSnapshot()
                && has(RestoreEvent.RestoreDone.class)
                && end.filter(last -> last.outcome() == Outcome.FAILED)
                        .flatMap(End::reason)
                        .map(Reason::code)
                        .filter(CHECKS_FAILED::contains)
                        .isPresent();
    }

    /** The events of a type, in their order. */
    public <E extends RunEvent> Stream<E> all(Class<E> type) {
        return events.stream().map(Event::what).filter(type::isInstance).map(type::cast);
    }

    /** The latest event of a type. */
    public <E extends RunEvent> Optional<E> last(Class<E> type) {
        return all(type).reduce((earlier, later) -> later);
    }

    /** Whether the run has an event of a type. */
    public boolean has(Class<? extends RunEvent> type) {
        return events.stream().anyMatch(event -> type.isInstance(event.what()));
    }

    /** When the latest event of a type was. */
    public Optional<Instant> timeOf(Class<? extends RunEvent> type) {
        return events.stream()
                .filter(event -> type.isInstance(event.what()))
                .map(Event::at)
                .reduce((earlier, later) -> later);
    }

    /** How long it took; nothing while it is open. */
    public Optional<Duration> duration() {
        return end.map(e -> Duration.between(begin, e.at()));
    }
}
