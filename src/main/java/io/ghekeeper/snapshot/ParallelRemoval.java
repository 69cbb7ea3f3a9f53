package io.ghekeeper.snapshot;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Removes what is in a folder with several threads. Each of the upper folders is a task; what lies below them is removed by
 * one {@link TreeRemoval} each. A folder stays open until all that is in it is gone.
 */
final class ParallelRemoval {
    /** A snapshot has its shards here: {@code repositories/5/nw}. */
    private static final int UPPER_LEVELS = 3;

    private final Disk disk;
    private final int threads;
    private final RemovalProgress progress;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicReference<Path> failedAt = new AtomicReference<>(Path.of(""));

    ParallelRemoval(Disk disk, int threads, RemovalProgress progress) {
        this.disk = disk;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Empties a folder, but for one name.
     *
     * @throws IOException the first failure; then the other threads end, too
     */
    void empty(SecureDirectoryStream<Path> parent, Path name, Path but) throws IOException {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.invoke(new UpperFolder(parent, name, name, Optional.of(but)));
        } finally {
            pool.shutdown();
        }
        Exception first = failure.get();
        if (first instanceof RuntimeException fault) {
            throw fault;
        }
        if (first != null) {
            throw (IOException) first;
        }
    }

    /** Where the first failure was. */
    Path place() {
        return failedAt.get();
    }

    private void failed(Path place, Exception why) {
        if (failure.compareAndSet(null, why)) {
            failedAt.set(place);
        }
    }

    /** Removes a folder, or all but one name of it. */
    private final class UpperFolder extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient SecureDirectoryStream<Path> parent;
        private final transient Path name;
        private final transient Path place;
        private final transient Optional<Path> but;

        UpperFolder(SecureDirectoryStream<Path> parent, Path name, Path place, Optional<Path> but) {
            this.parent = parent;
            this.name = name;
            this.place = place;
            this.but = but;
        }

        @Override
        protected void compute() {
            if (failure.get() != null) {
                return;
            }
            try {
                if (place.getNameCount() > UPPER_LEVELS) {
                    removeTree();
                } else {
                    removeContent();
                    if (but.isEmpty() && failure.get() == null) {
                        disk.deleteDirectory(parent, name);
                    }
                }
            } catch (NoSuchFileException gone) {
                // Read ahead of its removal: nothing is left to be done.
            } catch (DirectoryIteratorException e) {
                failed(place, e.getCause());
            } catch (IOException | RuntimeException e) {
                failed(place, e);
            }
        }

        private void removeTree() throws IOException {
            try (TreeRemoval tree = new TreeRemoval(disk, parent, progress)) {
                try {
                    tree.remove(name);
                } catch (NoSuchFileException gone) {
                    throw gone;
                } catch (IOException e) {
                    failed(place.resolveSibling(tree.place()), e);
                }
            }
        }

        private void removeContent() throws IOException {
            List<UpperFolder> below = new ArrayList<>();
            try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    for (Path entry : folder) {
                        remove(folder, entry.getFileName(), below);
                    }
                } finally {
                    below.forEach(ForkJoinTask::join); // they use the open folder
                }
            }
        }

        private void remove(SecureDirectoryStream<Path> folder, Path entry, List<UpperFolder> below)
                throws IOException {
            if (but.filter(entry::equals).isPresent()) {
                return;
            }
            try {
                if (TreeRemoval.isFolder(folder, entry)) {
                    UpperFolder task = new UpperFolder(folder, entry, place.resolve(entry), Optional.empty());
                    task.fork();
                    below.add(task);
                } else {
                    disk.deleteFile(folder, entry);
                    progress.removed();
                }
            } catch (NoSuchFileException gone) {
                // Read ahead of its removal: nothing is left to be done.
            }
        }
    }
}
