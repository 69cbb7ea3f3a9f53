package io.ghekeeper.archive;

import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Files of other snapshots become files of this one. Several threads link them. */
final class FileLinks {
    /**
     * As Linux words them: EPERM, where fs.protected_hardlinks is on and the file is of another owner, or the file system has no
     * links; EXDEV, between two mounts; ENOSYS and EOPNOTSUPP, where a file system knows no links.
     */
    private static final List<String> REFUSED_LINKS = List.of(
            "Operation not permitted",
            "Invalid cross-device link",
            "Function not implemented",
            "Operation not supported");

    /** EMLINK: this file has all names that it may have, and another one can be linked. */
    private static final String FULL = "Too many links";

    /** A name at the top that is there for an instant. */
    static final String TRIED = ".ghe-keeper-fetch-link";

    private final FetchFolder folder;
    private final FetchCount count;
    private final AtomicBoolean refused = new AtomicBoolean();

    FileLinks(FetchFolder folder, FetchCount count) {
        this.folder = folder;
        this.count = count;
    }

    /** It is a name of a file of another snapshot. */
    void linked(SealEntry entry) {
        count.linked.incrementAndGet();
        count.linkedBytes.addAndGet(entry.facts().size());
    }

    /**
     * Tries whether a file can have one more name here.
     *
     * @return why not; nothing where it can
     */
    synchronized Optional<String> refusal(Path existing) throws IOException {
        try {
            folder.link(TRIED, existing);
            folder.remove(TRIED);
            return Optional.empty();
        } catch (NoSuchFileException pruned) {
            return Optional.of("it is gone");
        } catch (FileSystemException e) {
            if (!isRefused(e)) {
                throw e;
            }
            return Optional.of(String.valueOf(e.getReason()));
        }
    }

    /** Links where nothing is at the path of the entry, which is within folders. Returns whether it could. */
    boolean link(SealEntry entry, Path existing) throws IOException {
        try {
            folder.link(entry.path(), existing);
            linked(entry);
            return true;
        } catch (NoSuchFileException pruned) {
            return false; // the engine may delete it meanwhile
        } catch (FileSystemException e) {
            if (!isRefused(e)) {
                throw e;
            }
            if (!String.valueOf(e.getReason()).contains(FULL) && refused.compareAndSet(false, true)) {
                count.warn("files of other snapshots cannot be linked here (" + e.getReason() + "): they are fetched");
            }
            return false;
        }
    }

    /** Whether the file can have no further name there; else the disk is full, or the like. */
    static boolean isRefused(FileSystemException failure) {
        String reason = String.valueOf(failure.getReason());
        return reason.contains(FULL) || REFUSED_LINKS.stream().anyMatch(reason::contains);
    }
}
