package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.FileSystemIdentity;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals a snapshot: writes down what each of its entries is, with the SHA-256 of each file's content. Reads only the files
 * that no earlier seal knows. The caller holds the lease of the keep lane, and no run writes the snapshot.
 */
public final class Sealer {
    private final SealFiles files;
    private final Path stateDirectory;
    private final Clock clock;
    private final int readers;

    /**
     * A sealer.
     *
     * @param readers how many files are read at the same time
     */
    public Sealer(Path stateDirectory, Disk disk, Clock clock, int readers) {
        this.files = new SealFiles(disk, stateDirectory);
        this.stateDirectory = stateDirectory;
        this.clock = clock;
        this.readers = readers;
    }

    /**
     * The snapshots that have a seal, the newest first.
     *
     * @throws Failure VOLUME_UNUSABLE when the seals cannot be listed
     */
    public List<String> sealed() {
        try {
            return files.sealed();
        } catch (IOException e) {
            throw Unwritable.failure("cannot list the seals", stateDirectory, e);
        }
    }

    /**
     * Removes what the seal of a sealed snapshot left: it may have been killed when it was whole already.
     *
     * @throws Failure of a VOLUME kind when that cannot be removed
     */
    public void removeUnfinished(String snapshotId) {
        try {
            for (Path left : files.allUnfinished(snapshotId)) {
                if (Files.exists(left, LinkOption.NOFOLLOW_LINKS)) {
                    files.disk().delete(left);
                }
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot remove what a seal of " + snapshotId + " left", stateDirectory, e);
        }
    }

    /** Seals it, and copies nothing. */
    public SealedSnapshot seal(Snapshot snapshot, String run, FileChecks checks, SealProgress progress) {
        return seal(snapshot, run, checks, progress, ContentCopy.NONE);
    }

    /**
     * Seals it.
     *
     * @param run the id of the run that does it
     * @param checks done of the files that are read, in the same reading
     * @param copies get the content of the files that are read, in the same reading; the caller closes it
     * @return when the seal is on disk as a whole
     * @throws Failure SEAL_FAILED with the first entry that cannot be read, or changes while it is read; of a VOLUME kind when
     *     the seal cannot be written; what {@code progress} throws. There is no new seal then
     */
    public SealedSnapshot seal(
            Snapshot snapshot, String run, FileChecks checks, SealProgress progress, ContentCopy copies) {
        try {
            files.prepare();
            ListStore lists = files.units();
            ListStore inodes = files.inodes();
            FileSystemIdentity fileSystem = files.fileSystem();
            List<KnownDigests> known = new ArrayList<>();
            UnfinishedSeal.open(files, snapshot.id(), fileSystem)
                    .ifPresent(begun -> known.add(new KnownDigests(begun, true, lists, inodes)));
            Optional<EarlierSnapshot> earlier = EarlierSnapshot.of(snapshot, files, fileSystem);
            earlier.ifPresent(from -> known.add(new KnownDigests(from.seal(), false, lists, inodes)));
            try (TreeSealing sealing = new TreeSealing(
                    snapshot.directory(),
                    earlier.map(EarlierSnapshot::directory),
                    known,
                    checks,
                    new TreeReaders(readers, progress, copies),
                    progress)) {
                SealWriter writer = new SealWriter(files, snapshot.id(), fileSystem, lists, inodes);
                SealCount count = sealing.writeTo(writer);
                writer.endUnits();
                SealedSnapshot sealed = count.sealed(snapshot.id(), clock.instant(), run, writer);
                writer.finish(sealed);
                return sealed;
            }
        } catch (UnreadableEntry e) {
            throw unreadable(snapshot, e);
        } catch (IOException e) {
            throw Unwritable.failure("cannot write the seal of " + snapshot.id(), stateDirectory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the seal was interrupted",
                    "Nothing to do: the next seal begins again.");
        }
    }

    private static Failure unreadable(Snapshot snapshot, UnreadableEntry e) {
        return new Failure(
                FailureKind.SEAL_FAILED,
                "cannot seal " + snapshot.id() + ": " + Difference.shown(e.path()) + ": " + FileError.words(e.reason()),
                "Find out what changes or breaks files in " + snapshot.directory() + ", with dmesg for one; then type:"
                        + " ghe-keeper seal " + snapshot.id(),
                e.reason());
    }
}
