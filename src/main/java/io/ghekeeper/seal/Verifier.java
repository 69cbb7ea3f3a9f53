package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a snapshot and compares it with its seal: names, types, modes, owners, targets and the content of each file. Times
 * are not compared. Lists the damaged files for the next backup, and changes nothing else. The caller holds the lease of the
 * keep lane.
 */
public final class Verifier {
    private final SealFiles files;
    private final Clock clock;
    private final int readers;

    /**
     * A verifier.
     *
     * @param readers how many files are read at the same time
     */
    public Verifier(Path stateDirectory, Disk disk, Clock clock, int readers) {
        this.files = new SealFiles(disk, stateDirectory);
        this.clock = clock;
        this.readers = readers;
    }

    /**
     * Verifies it.
     *
     * @param others the folders of the other snapshots, which may share what is damaged
     * @param listener gets each difference when it is found
     * @throws Failure SNAPSHOT_UNKNOWN when it is gone at the end; SEAL_MISSING when the snapshot has no seal; SEAL_DAMAGED when its seal cannot be read: then nothing is
     *     known of the snapshot; of a VOLUME kind when the damaged files cannot be listed; what {@code progress} throws
     */
    public VerifiedSnapshot verify(
            Snapshot snapshot, List<Path> others, Consumer<Difference> listener, SealProgress progress) {
        if (!Files.exists(files.root(snapshot.id()), LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(
                    FailureKind.SEAL_MISSING,
                    "snapshot " + snapshot.id() + " has no seal",
                    "Seal it with: ghe-keeper seal " + snapshot.id() + "; damage before that cannot be found.");
        }
        Differences differences = new Differences(listener);
        DamageListWriter damaged = files.damaged().begin(snapshot.id());
        SharedDamage shared = new SharedDamage(others, damaged);
        try (TreeReaders threads = new TreeReaders(readers, progress);
                SealIndex seal = SealIndex.open(files, snapshot.id())) {
            TreeVerification verification = new TreeVerification(
                    snapshot.directory(),
                    TreePart.WHOLE,
                    seal,
                    Optional.empty(),
                    files.units(),
                    threads,
                    differences,
                    shared,
                    progress);
            verification.run();
            requireThere(snapshot);
            files.damaged().replace(damaged, snapshot, shared.files().keySet());
            return new VerifiedSnapshot(
                    snapshot.id(),
                    clock.instant(),
                    verification.files(),
                    verification.bytes(),
                    differences.found(),
                    differences.first(),
                    shared.files());
        } catch (UnreadableEntry e) {
            throw new IllegalStateException("a difference, and no failure", e);
        } catch (IOException e) {
            throw damaged(files, snapshot, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED, "the run was interrupted", "Nothing to do: type the command again.");
        }
    }

    private static void requireThere(Snapshot snapshot) {
        if (!isThere(snapshot)) {
            throw new Failure(
                    FailureKind.SNAPSHOT_UNKNOWN,
                    "snapshot " + snapshot.id() + " was removed, or is being removed, while it was read",
                    "List those that are left with: ghe-keeper snapshots");
        }
    }

    /** The engine removes old snapshots meanwhile. It marks them first, with the file that only incomplete ones have. */
    static boolean isThere(Snapshot snapshot) {
        return Files.isDirectory(snapshot.directory(), LinkOption.NOFOLLOW_LINKS)
                && !Files.exists(snapshot.directory().resolve("incomplete"), LinkOption.NOFOLLOW_LINKS);
    }

    static Failure damaged(SealFiles files, Snapshot snapshot, IOException cause) {
        return new Failure(
                FailureKind.SEAL_DAMAGED,
                "the seal of " + snapshot.id() + " in "
                        + files.root(snapshot.id()).getParent() + " cannot be read: " + FileError.words(cause),
                "Check the volume with dmesg. Then move " + files.root(snapshot.id())
                        + " away, and seal what is there now:" + " ghe-keeper seal " + snapshot.id(),
                cause);
    }
}
