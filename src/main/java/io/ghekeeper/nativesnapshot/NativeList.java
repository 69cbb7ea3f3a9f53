package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.nativesnapshot.CopyList.ListedCopy;
import io.ghekeeper.nativesnapshot.WritingRuns.Writing;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Lists the snapshots with our label, and all others of our volume. Changes nothing. */
public final class NativeList {
    private final NativeSettings settings;
    private final NativeSnapshotFiles records;
    private final Supplier<WritingRuns> runs;
    private final CopyList copies;

    /** @param runs is asked where the volume has snapshots that others made; may fail */
    @SuppressWarnings("MissingSummary")
    public NativeList(
            NativeSettings settings, NativeSnapshotFiles records, Supplier<WritingRuns> runs, CopyList copies) {
        this.settings = settings;
        this.records = records;
        this.runs = runs;
        this.copies = copies;
    }

    /**
     * One snapshot.
     *
     * @param lock nothing where it has none, or where that is unknown
     * @param copies of it in other Regions
     * @param writing whether a run wrote into the volume when it was started; nothing where it is ours, or of another volume
     */
    public record ListedSnapshot(
            EbsSnapshot snapshot,
            SnapshotOrigin origin,
            Optional<SnapshotLock> lock,
            List<ListedCopy> copies,
            Optional<Writing> writing) {
        public ListedSnapshot {
            Objects.requireNonNull(snapshot);
            Objects.requireNonNull(origin);
            Objects.requireNonNull(lock);
            copies = List.copyOf(copies);
            Objects.requireNonNull(writing);
        }

        /** Of its tag. */
        public Optional<ExpiryTag> expiry() {
            return ExpiryTag.of(snapshot.tags());
        }

        /** Whether it has the tag of a pin. */
        public boolean isPinned() {
            return snapshot.tags().containsKey(NativeTags.PIN);
        }
    }

    /**
     * What is there.
     *
     * @param volume whose snapshots by others are listed, too; nothing where it is not known
     * @param snapshots the newest first
     * @param locksKnown whether AWS said which are locked
     * @param lone copies with our label whose snapshot is gone, or of another volume's
     * @param warnings what could not be found out, a sentence each
     */
    public record NativeListing(
            Optional<String> volume,
            List<ListedSnapshot> snapshots,
            boolean locksKnown,
            List<ListedCopy> lone,
            List<String> warnings) {
        public NativeListing {
            Objects.requireNonNull(volume);
            snapshots = List.copyOf(snapshots);
            lone = List.copyOf(lone);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Lists them. What else cannot be found out is unknown, and a warning.
     *
     * @throws Failure of an AWS or NATIVE kind where the snapshots cannot be listed in whole
     */
    public NativeListing list(Ec2 ec2) {
        List<String> warnings = new ArrayList<>();
        Optional<String> volume = settings.volumeId().or(() -> recorded(warnings));
        Map<String, EbsSnapshot> found = new LinkedHashMap<>();
        ec2.snapshotsWith(NativeTags.LABEL, settings.label()).all().forEach(one -> found.put(one.id(), one));
        volume.ifPresent(id -> ec2.snapshotsOfVolume(id).all().forEach(one -> found.put(one.id(), one)));
        Optional<Map<String, SnapshotLock>> locks = locks(ec2, found, warnings);
        List<ListedCopy> copied = copies.list(settings, warnings);
        Lookup lookup = new Lookup(volume, locks.orElse(Map.of()), copied, warnings);
        List<ListedSnapshot> listed = found.values().stream()
                .sorted(ExpiryPlan.NEWEST_FIRST)
                .map(one -> lookup.listed(one, ec2.region()))
                .toList();
        List<ListedCopy> lone = copied.stream()
                .filter(copy -> found.keySet().stream().noneMatch(id -> copy.isOf(ec2.region(), id)))
                .toList();
        return new NativeListing(volume, listed, locks.isPresent(), lone, warnings);
    }

    private Optional<String> recorded(List<String> warnings) {
        String why = "no snapshot was taken here yet";
        try {
            Optional<String> newest =
                    records.all().stream().map(NativeSnapshot::volume).findFirst();
            if (newest.isPresent()) {
                return newest;
            }
        } catch (Failure unreadable) {
            why = unreadable.getMessage();
        }
        warnings.add("which volume it is is not known, so only snapshots with the label " + settings.label()
                + " are listed: native.volume-id is not set, and " + why);
        return Optional.empty();
    }

    private static Optional<Map<String, SnapshotLock>> locks(
            Ec2 ec2, Map<String, EbsSnapshot> found, List<String> warnings) {
        if (found.isEmpty()) {
            return Optional.of(Map.of());
        }
        try {
            return Optional.of(ec2.locks(found.keySet()));
        } catch (Failure failure) {
            warnings.add("which snapshots are locked is unknown: " + failure.getMessage() + ". " + failure.hint());
            return Optional.empty();
        }
    }

    /** The journal is read for the first snapshot that needs it. */
    private final class Lookup {
        private final Optional<String> volume;
        private final Map<String, SnapshotLock> locks;
        private final List<ListedCopy> copied;
        private final List<String> warnings;
        private Optional<WritingRuns> journal;

        Lookup(
                Optional<String> volume,
                Map<String, SnapshotLock> locks,
                List<ListedCopy> copied,
                List<String> warnings) {
            this.volume = volume;
            this.locks = locks;
            this.copied = copied;
            this.warnings = warnings;
        }

        ListedSnapshot listed(EbsSnapshot snapshot, String region) {
            SnapshotOrigin origin = SnapshotOrigin.of(snapshot, settings.label());
            boolean asks = origin != SnapshotOrigin.OWN
                    && volume.filter(snapshot.volume()::equals).isPresent();
            return new ListedSnapshot(
                    snapshot,
                    origin,
                    Optional.ofNullable(locks.get(snapshot.id())),
                    copied.stream()
                            .filter(copy -> copy.isOf(region, snapshot.id()))
                            .toList(),
                    asks ? Optional.of(at(snapshot.started())) : Optional.empty());
        }

        private Writing at(Instant time) {
            if (journal == null) {
                journal = read();
            }
            return journal.map(known -> known.at(time)).orElse(Writing.UNKNOWN);
        }

        private Optional<WritingRuns> read() {
            try {
                return Optional.of(runs.get());
            } catch (Failure failure) {
                warnings.add("whether a run was writing is unknown: " + failure.getMessage());
                return Optional.empty();
            }
        }
    }
}
