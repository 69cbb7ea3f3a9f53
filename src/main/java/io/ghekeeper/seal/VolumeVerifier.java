package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.FileSystemIdentity;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Compares units of all sealed snapshots with their seals, some in each run, and reads each file once however many snapshots
 * share it. Records when each unit was read. The caller holds the lease of the keep lane.
 */
public final class VolumeVerifier {
    private final SealFiles files;
    private final Clock clock;
    private final int readers;

    /**
     * A verifier.
     *
     * @param readers how many files are read at the same time
     */
    public VolumeVerifier(Path stateDirectory, Disk disk, Clock clock, int readers) {
        this.files = new SealFiles(disk, stateDirectory);
        this.clock = clock;
        this.readers = readers;
    }

    /**
     * Reads the files that came since their units were read, and the units that were never read or were read longest ago: so
     * many that all are read within the window. A run that was cut off is gone on with.
     *
     * @throws Failure of a VOLUME kind when the record cannot be written; what {@code listener} and {@code progress} throw
     */
    public VolumeReading readOldest(
            VolumeSnapshots snapshots, ReadingWindow window, DamageListener listener, SealProgress progress) {
        Instant now = clock.instant();
        return read(
                snapshots,
                before -> {
                    OldestFirst.WeightsByTime weights = new OldestFirst.WeightsByTime(window.overdue());
                    survey(snapshots.read(), weights, progress);
                    return weights.choose(window.share(before, now));
                },
                PassKind.TICK,
                listener,
                progress);
    }

    /**
     * Reads units at random.
     *
     * @param share of all, 0 to 1
     * @throws Failure as {@link #readOldest} does
     */
    public VolumeReading readSample(
            VolumeSnapshots snapshots,
            double share,
            RandomGenerator random,
            DamageListener listener,
            SealProgress progress) {
        return read(
                snapshots,
                before -> {
                    OldestFirst.WeightsByTime weights = new OldestFirst.WeightsByTime(Instant.MIN);
                    survey(snapshots.read(), weights, progress);
                    return new RandomSample(weights.total(), share, random);
                },
                PassKind.SAMPLE,
                listener,
                progress);
    }

    /**
     * Reads all of the snapshots, however much of one differs.
     *
     * @throws Failure as {@link #readOldest} does
     */
    public VolumeReading readAll(VolumeSnapshots snapshots, DamageListener listener, SealProgress progress) {
        return read(snapshots, before -> UnitChoice.ALL, PassKind.ALL, listener, progress);
    }

    /** What is read, when it is known when the last tick was. */
    private interface Choosing {
        UnitChoice choose(Optional<Instant> lastTick) throws IOException;
    }

    private VolumeReading read(
            VolumeSnapshots snapshots,
            Choosing choosing,
            PassKind kind,
            DamageListener listener,
            SealProgress progress) {
        Optional<Instant> tick = kind == PassKind.TICK ? Optional.of(clock.instant()) : Optional.empty();
        try (TreeReaders threads = new TreeReaders(readers, progress)) {
            files.prepare();
            files.damaged().removeUnfinished();
            FileSystemIdentity fileSystem = files.fileSystem();
            ReadRecord record = new ReadRecord(files);
            UnitLooks looks = new UnitLooks(files, fileSystem, snapshots.folders(), threads, progress);
            try (ReadRecordReader before = record.open()) {
                UnitChoice choice = choosing.choose(before.lastTick());
                VolumePass pass = new VolumePass(files, looks, choice, kind, listener, clock);
                try (SealMerge seals = new SealMerge(files, fileSystem, snapshots.read(), pass::unreadable)) {
                    ReadRecordWriter after = record.begin(tick.or(before::lastTick));
                    pass.run(seals, before, after);
                    after.finish();
                    return pass.reading();
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED, "the run was interrupted", "Nothing to do: the next one goes on.");
        }
    }

    private void survey(List<Snapshot> snapshots, OldestFirst.WeightsByTime weights, SealProgress progress)
            throws IOException {
        try (ReadRecordReader record = new ReadRecordReader(files.reads());
                SealMerge seals = new SealMerge(files, files.fileSystem(), snapshots, (snapshot, unreadable) -> {})) {
            for (List<UnitVersion> unit = seals.next(); !unit.isEmpty(); unit = seals.next()) {
                progress.walked();
                progress.requireGoOn();
                UnitReadTimes times = record.find(unit.get(0).unit()).until(clock.instant());
                weights.add(times.oldest(unit), UnitVersion.weight(unit));
            }
        }
    }

    /**
     * Records that a whole snapshot was read and is as it was sealed.
     *
     * @throws Failure of a VOLUME kind when that cannot be recorded
     */
    public void noteRead(Snapshot snapshot, Instant at) {
        ReadRecord record = new ReadRecord(files);
        try (ReadRecordReader before = record.open();
                SealMerge seal = new SealMerge(files, files.fileSystem(), List.of(snapshot), (one, unreadable) -> {})) {
            ReadRecordWriter after = record.begin(before.lastTick());
            for (List<UnitVersion> unit = seal.next(); !unit.isEmpty(); unit = seal.next()) {
                after.addUpTo(unit.get(0).unit(), before);
                after.add(before.find(unit.get(0).unit()).withRead(unit.get(0).key(), at));
                before.passOver(unit.get(0).unit());
            }
            after.addRest(before);
            after.finish();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * What the seal of a snapshot has.
     *
     * @param files names of regular files
     * @param bytes of these by their sizes
     */
    public record ContentSum(long files, long bytes) {}

    /** @throws Failure SEAL_DAMAGED when it cannot be read */
    @SuppressWarnings("MissingSummary")
    public ContentSum content(Snapshot snapshot) {
        try (UnitReader root = new UnitReader(files.root(snapshot.id()))) {
            return new ContentSum(root.number("files"), root.number("bytes"));
        } catch (IOException e) {
            throw Verifier.damaged(files, snapshot, e);
        }
    }

    /** Whether damaged files of the snapshot are listed, as after a verification that was killed before it recorded them. */
    public boolean listsDamage(String snapshotId) {
        return Files.exists(files.damaged().file(snapshotId), LinkOption.NOFOLLOW_LINKS);
    }

    private Failure unwritable(IOException cause) {
        return Unwritable.failure("cannot write " + files.reads(), files.reads(), cause);
    }
}
