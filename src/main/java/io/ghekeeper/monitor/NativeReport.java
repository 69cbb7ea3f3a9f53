package io.ghekeeper.monitor;

import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshot.State;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The native snapshots of the volume, as they were last seen. AWS is not asked for it.
 *
 * @param maxAge how old the newest completed one may be
 * @param pendingAge how old one that is not completed may be
 * @param newest the newest that is completed
 * @param open those that are not known to be completed, the newest first
 * @param failed the newest of all, where nothing came of it
 * @param first when the oldest one that is known was asked for; nothing where none was
 * @param undone steps of the newest ones that failed, or take longer than they may
 * @param fleet what the tags of the volume ask for; nothing where they are not followed
 * @param unreadable why a record cannot be read; then nothing is known of any
 */
public record NativeReport(
        Duration maxAge,
        Duration pendingAge,
        Optional<SeenSnapshot> newest,
        List<SeenSnapshot> open,
        Optional<SeenSnapshot> failed,
        Optional<Instant> first,
        List<UndoneStep> undone,
        Optional<FleetReport> fleet,
        Optional<String> unreadable) {
    public NativeReport {
        open = List.copyOf(open);
        undone = List.copyOf(undone);
    }

    /**
     * A native snapshot.
     *
     * @param age since it was asked for
     */
    public record SeenSnapshot(NativeSnapshot snapshot, Duration age) {
        static SeenSnapshot of(NativeSnapshot snapshot, Instant now) {
            Duration age = Duration.between(snapshot.asked(), now);
            return new SeenSnapshot(snapshot, age.isNegative() ? Duration.ZERO : age);
        }

        private String words() {
            return snapshot.id().orElse("asked for by " + snapshot.run()) + " with backup " + snapshot.backup() + ", "
                    + Durations.about(age) + " old";
        }

        private String progress() {
            String share =
                    snapshot.progress().isPresent() ? " (" + snapshot.progress().getAsInt() + " %)" : "";
            return words() + ", " + (snapshot.state() == State.ASKED ? "not known to exist" : "pending" + share)
                    + remark();
        }

        private String remark() {
            return snapshot.remark().map(why -> ": " + why).orElse("");
        }
    }

    /**
     * A lock, share or copy that is not there.
     *
     * @param snapshot the id of the snapshot that it is of, or the run that asked for it
     */
    public record UndoneStep(String snapshot, NativeStep step) {
        private static List<UndoneStep> of(List<NativeSnapshot> records, Duration pendingAge, Instant now) {
            return records.stream()
                    .limit(NativeSnapshotFiles.RETRIED)
                    .flatMap(record -> record.steps().stream()
                            .filter(step -> isUndone(record, step, pendingAge, now))
                            .map(step -> new UndoneStep(record.id().orElse(record.run()), step)))
                    .toList();
        }

        private static boolean isUndone(NativeSnapshot record, NativeStep step, Duration pendingAge, Instant now) {
            return switch (step.state()) {
                case FAILED, GONE -> true;
                case DONE -> false;
                default ->
                    record.state() == State.COMPLETED
                            && record.asked().plus(pendingAge).isBefore(now);
            };
        }

        private String words() {
            return step.words() + " of " + snapshot + ": "
                    + (step.state() == NativeStep.StepState.FAILED
                            ? "FAILED"
                            : step.state().word())
                    + step.remark().map(why -> ": " + why).orElse("");
        }
    }

    /** @param records the newest first */
    @SuppressWarnings("MissingSummary")
    static NativeReport of(
            StatusSettings.NativeBound bound, List<NativeSnapshot> records, Optional<FleetReport> fleet, Instant now) {
        List<SeenSnapshot> all =
                records.stream().map(one -> SeenSnapshot.of(one, now)).toList();
        return new NativeReport(
                bound.maxAge(),
                bound.pendingAge(),
                all.stream()
                        .filter(one -> one.snapshot().state() == State.COMPLETED)
                        .findFirst(),
                all.stream().filter(one -> one.snapshot().state().isOpen()).toList(),
                all.stream().findFirst().filter(one -> isFailed(one.snapshot().state())),
                records.stream().map(NativeSnapshot::asked).min(Instant::compareTo),
                UndoneStep.of(records, bound.pendingAge(), now),
                fleet,
                Optional.empty());
    }

    static NativeReport unreadable(StatusSettings.NativeBound bound, String why) {
        return new NativeReport(
                bound.maxAge(),
                bound.pendingAge(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(why));
    }

    private static boolean isFailed(State state) {
        return state == State.ERROR || state == State.GONE || state == State.NONE;
    }

    /** Whether the newest completed one is older than it may be. Where there is none, the first one counts. */
    public boolean isLate(Instant now) {
        return !isNever()
                && newest.map(SeenSnapshot::age)
                        .or(() -> first.map(at -> Duration.between(at, now)))
                        .filter(age -> age.compareTo(maxAge) > 0)
                        .isPresent();
    }

    /** Whether a tag of the volume says that none are taken. */
    public boolean isNever() {
        return fleet.filter(tags -> tags.tags().never()).isPresent();
    }

    /** Those that are not completed, and older than they may be. */
    public List<SeenSnapshot> stuck() {
        return open.stream().filter(one -> one.age().compareTo(pendingAge) > 0).toList();
    }

    /** Whether a person has to do something. */
    public boolean isTrouble(Instant now) {
        return isLate(now) || !stuck().isEmpty() || failed.isPresent() || !undone.isEmpty() || unreadable.isPresent();
    }

    /** In a sentence or two. */
    public String words(Instant now) {
        if (unreadable.isPresent()) {
            return "UNKNOWN: " + unreadable.get();
        }
        List<String> words = new ArrayList<>();
        words.add(newest.map(SeenSnapshot::words).orElse("none is completed yet"));
        if (isLate(now)) {
            words.add("LATE: it may be " + Durations.about(maxAge) + " old at most");
        }
        open.stream().findFirst().ifPresent(one -> words.add(one.progress()));
        if (open.size() > 1) {
            words.add(Counts.of(open.size(), "snapshot") + " not completed");
        }
        if (!stuck().isEmpty()) {
            words.add("STUCK: one may take " + Durations.about(pendingAge) + " at most");
        }
        failed.ifPresent(one -> words.add(
                "FAILED: " + one.words() + ", " + one.snapshot().state().word() + one.remark()));
        undone.forEach(one -> words.add(one.words()));
        fleet.map(FleetReport::words).filter(text -> !text.isEmpty()).ifPresent(words::add);
        return String.join("; ", words);
    }
}
