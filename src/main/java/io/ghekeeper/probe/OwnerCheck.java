package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks whether the newest snapshot belongs to this user. Snapshots of an appliance that ran as root do not. The kernel
 * refuses hard links to files that a user neither owns nor may read and write (fs.protected_hardlinks). rsync would then
 * copy all of it again, and could not prune it.
 */
record OwnerCheck(Catalogue snapshots) {
    /** Checks the snapshot's folder and its direct content: the same user wrote the rest. */
    CheckDetail look() {
        Optional<Snapshot> newest =
                snapshots.all().stream().filter(Snapshot::current).findFirst();
        if (newest.isEmpty()) {
            return CheckDetail.good("there is no snapshot yet");
        }
        Snapshot snapshot = newest.get();
        try {
            Optional<Path> foreign = foreign(snapshot.directory());
            if (foreign.isPresent()) {
                throw notOurs(snapshot, foreign.get());
            }
            return CheckDetail.good(
                    "snapshot " + snapshot.id() + " may be linked to and removed by user " + our("uid"));
        } catch (IOException e) {
            throw Unwritable.failure("cannot look at snapshot " + snapshot.id(), snapshot.directory(), e);
        }
    }

    private static Optional<Path> foreign(Path folder) throws IOException {
        int us = our("uid");
        if (isForeign(folder, us)) {
            return Optional.of(folder);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (isForeign(entry, us)) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isForeign(Path path, int us) throws IOException {
        return !Files.isSymbolicLink(path) && owner(path) != us && !(Files.isReadable(path) && Files.isWritable(path));
    }

    private Failure notOurs(Snapshot snapshot, Path foreign) throws IOException {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "snapshot " + snapshot.id() + " cannot be linked to or removed by user " + our("uid") + ": " + foreign
                        + " belongs to user " + owner(foreign),
                give(snapshots.directory()));
    }

    /** The hint for what cannot be written: on a file system that is read-only, no owner helps. */
    static String give(Path directory) {
        return give(true, directory);
    }

    /** @param whole with all that is in it; of a folder around ours, only that itself */
    @SuppressWarnings("MissingSummary")
    static String give(boolean whole, Path directory) {
        if (isReadOnly(directory)) {
            return "Mount its file system read-write: it is read-only now, and dmesg says whether an error made it so.";
        }
        try {
            return "Give it to this user, as root and once: chown " + (whole ? "-R " : "") + our("uid") + ":"
                    + our("gid") + " " + directory + " (see docs/migrate.md).";
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
    }

    private static boolean isReadOnly(Path place) {
        try {
            return Files.getFileStore(place).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Of this process: a link, which leads to what is its user's. */
    private static int our(String kind) throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:" + kind);
    }
}
