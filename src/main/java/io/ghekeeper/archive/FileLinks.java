package io.ghekeeper.archive;

import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Files of other snapshots that become files of this one: several threads link them, some after each other. */
final class FileLinks {
    /** To hand each over alone takes longer than to link it. */
    private static final int TOGETHER = 64;

    /**
     * As Linux words them: EPERM, where fs.protected_hardlinks is on and the file is of another owner, or the file system has no
     * links; EXDEV, between two mounts.
     */
    private static final List<String> REFUSED_LINKS = List.of("Operation not permitted", "Invalid cross-device link");

    private final FetchFolder folder;
    private final FetchCount count;
    private final PackLanes threads;
    private final AtomicBoolean refused = new AtomicBoolean();
    private List<FileLink> together = new ArrayList<>(TOGETHER);

    FileLinks(FetchFolder folder, FetchCount count, PackLanes threads) {
        this.folder = folder;
        this.count = count;
        this.threads = threads;
    }

    /** What is done about a file that cannot be linked. */
    interface Unlinked {
        void fetch() throws IOException;
    }

    /** Nothing is at the path of the entry, which is within folders. */
    record FileLink(SealEntry entry, Path existing, Unlinked unlinked) {}

    void add(FileLink link) throws IOException, InterruptedException {
        together.add(link);
        if (together.size() == TOGETHER) {
            flush();
        }
    }

    /** After the last one. */
    void flush() throws IOException, InterruptedException {
        List<FileLink> links = together;
        together = new ArrayList<>(TOGETHER);
        threads.submit(() -> {
            for (FileLink link : links) {
                if (link(link)) {
                    linked(link.entry());
                } else {
                    link.unlinked().fetch();
                }
            }
        });
    }

    /** It is a name of a file of another snapshot. */
    void linked(SealEntry entry) {
        count.linked.incrementAndGet();
        count.linkedBytes.addAndGet(entry.facts().size());
    }

    private boolean link(FileLink link) throws IOException {
        try {
            folder.link(link.entry().path(), link.existing());
            return true;
        } catch (NoSuchFileException pruned) {
            return false; // the engine may delete it meanwhile
        } catch (FileSystemException e) {
            String reason = String.valueOf(e.getReason());
            if (reason.contains("Too many links")) {
                return false;
            }
            if (REFUSED_LINKS.stream().noneMatch(reason::contains)) {
                throw e;
            }
            if (refused.compareAndSet(false, true)) {
                count.warn("files of other snapshots cannot be linked here (" + reason + "): they are fetched");
            }
            return false;
        }
    }
}
