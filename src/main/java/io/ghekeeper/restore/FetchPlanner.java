package io.ghekeeper.restore;

import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.FailedRestore;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.FetchLeftover;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Unwritable;
import io.ghekeeper.volume.Volume;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which snapshot of the store a restore takes, and what the volume lacks of it. Changes nothing. */
public final class FetchPlanner {
    private final ArchiveSource archive;
    private final FetchLane lane;
    private final Volume volume;
    private final Predicate<ProcessIdentity> gone;

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public FetchPlanner(ArchiveSource archive, FetchLane lane, Volume volume, Predicate<ProcessIdentity> gone) {
        this.archive = archive;
        this.lane = lane;
        this.volume = volume;
        this.gone = gone;
    }

    ArchiveSource archive() {
        return archive;
    }

    FetchLane lane() {
        return lane;
    }

    /** @throws Failure SNAPSHOT_UNKNOWN; CONFIGURATION_INVALID where nothing is archived; as {@link ArchiveSource} does */
    @SuppressWarnings("MissingSummary")
    PlannedFetch plan(RestoreOptions choices, History history) {
        String store = archive.place();
        List<String> passedOver = new ArrayList<>();
        String id = chosen(choices, history, passedOver);
        Optional<FetchPlan> need = isWhole(id, history) ? Optional.empty() : Optional.of(archive.plan(id));
        return new PlannedFetch(
                store,
                id,
                need,
                need.flatMap(plan -> FetchEstimate.of(history, plan.bytes())),
                volume.room().freeBytes(),
                mayShare(id, history),
                passedOver);
    }

    private String chosen(RestoreOptions choices, History history, List<String> passedOver) {
        boolean proven = choices.snapshot().equals(RestoreOptions.PROVEN);
        boolean onlyStored = choices.snapshot().equals(RestoreOptions.ONLY_STORED);
        if (!proven && !onlyStored && !choices.snapshot().equals(RestoreOptions.LATEST)) {
            if (!Snapshots.isId(choices.snapshot())) {
                throw unknown("there is no snapshot '" + PlainText.of(choices.snapshot()) + "' in " + archive.place());
            }
            return choices.snapshot();
        }
        List<String> fit = new ArrayList<>();
        for (String id : archive.candidates()) {
            Optional<String> against = proven ? unproven(id, history) : against(id, history);
            if (against.isEmpty() && !(onlyStored && isWhole(id, history))) {
                return id;
            }
            against.ifPresentOrElse(why -> passedOver.add(id + " (" + why + ")"), () -> fit.add(id));
        }
        return fit.stream().findFirst().orElseThrow(() -> nothingStored(proven, passedOver));
    }

    private Failure nothingStored(boolean proven, List<String> passedOver) {
        return unknown(archive.place() + " has no snapshot that is " + (proven ? "proven by a restore" : "good")
                + (passedOver.isEmpty() ? "" : ": " + String.join(", ", passedOver)));
    }

    private static Optional<String> against(String id, History history) {
        Optional<Run> failure = history.restoreResults().failure(id);
        boolean suspect = Optional.ofNullable(history.makers().get(id))
                .filter(Run::isSuspect)
                .isPresent();
        return failure.map(run -> FailedRestore.of(run).words() + ", run " + run.id())
                .or(() -> suspect ? Optional.of("suspect") : Optional.empty());
    }

    private static Optional<String> unproven(String id, History history) {
        return history.restoreResults().proof(id).isPresent() ? Optional.empty() : Optional.of("not proven");
    }

    private static Failure unknown(String message) {
        return new Failure(FailureKind.SNAPSHOT_UNKNOWN, message, "List what is there: ghe-keeper archive list");
    }

    /** One that is being written is whole or not when its run ends: who selects it refuses it. */
    private boolean isWhole(String id, History history) {
        return history.snapshots(gone).stream()
                .filter(entry -> entry.id().equals(id))
                .map(SnapshotEntry::state)
                .anyMatch(state -> state != SnapshotEntry.SnapshotState.INCOMPLETE
                        && state != SnapshotEntry.SnapshotState.DAMAGED);
    }

    /** Files of other snapshots become names of the same files, and those that an earlier fetch wrote are kept. */
    private static boolean mayShare(String id, History history) {
        return history.catalogue().all().stream().anyMatch(Snapshot::complete)
                || Files.exists(
                        FetchLeftover.unfinished(history.catalogue().directory(), id), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Why it may not be fetched now.
     *
     * @param command that a person types, for hints
     */
    static List<Failure> refusals(PlannedFetch fetch, String command) {
        List<Failure> refusals = new ArrayList<>();
        fetch.need().ifPresent(plan -> {
            if (plan.bytes() > fetch.freeBytes() && !fetch.mayShare()) {
                refusals.add(new Failure(
                        FailureKind.VOLUME_FULL,
                        "snapshot " + fetch.snapshot() + " has " + ByteCount.words(plan.bytes()) + ", and "
                                + ByteCount.words(fetch.freeBytes()) + " are left on the volume",
                        Unwritable.ENLARGE));
            }
            plan.objects()
                    .refusal("snapshot " + plan.snapshot(), command + " --from-archive --snapshot " + plan.snapshot())
                    .ifPresent(refusals::add);
        });
        return refusals;
    }

    /** What a person should know before. */
    static List<String> warnings(PlannedFetch fetch) {
        List<String> warnings = new ArrayList<>();
        if (!fetch.passedOver().isEmpty()) {
            warnings.add("newer in the store, but not taken: " + String.join(", ", fetch.passedOver()));
        }
        fetch.need().ifPresent(plan -> {
            warnings.add(plan.release()
                            .map(release -> "its root says that it is from GHES " + release)
                            .orElse(
                                    "the release of the snapshot is unknown: its root says none. The restore reads it before it fetches the rest")
                    + ". All else is looked at when it was fetched, before anything is changed on the target");
            if (plan.objects().unlisted() > 0) {
                warnings.add(
                        "the store's list lacks " + Counts.of(plan.objects().unlisted(), "object")
                                + " of the snapshot: it may not be whole there");
            }
            if (plan.bytes() > fetch.freeBytes() && fetch.mayShare()) {
                warnings.add("the snapshot may not fit on the volume: the fetch counts what it lacks before it reads"
                        + " the first pack");
            }
        });
        return warnings;
    }
}
