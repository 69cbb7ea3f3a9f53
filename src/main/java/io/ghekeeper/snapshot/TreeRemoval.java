package io.ghekeeper.snapshot;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Removes a folder and all that is in it, never through a link: each folder is opened from the one above it, which stays
 * open, so that a path that is swapped meanwhile leads nowhere else.
 *
 * <p>Works at any depth. Only the deepest folders are kept open; coming back up beyond them, it goes down again from the
 * top, which costs a step in {@link #OPEN} of them.
 */
final class TreeRemoval implements AutoCloseable {
    private static final int OPEN = 64;
    private static final int SHOWN = 20;

    private final Disk disk;
    private final SecureDirectoryStream<Path> parent;
    private final RemovalProgress progress;
    private final Deque<OpenFolder> open = new ArrayDeque<>();
    private final List<Path> way = new ArrayList<>();

    TreeRemoval(Disk disk, SecureDirectoryStream<Path> parent, RemovalProgress progress) {
        this.disk = disk;
        this.parent = parent;
        this.progress = progress;
    }

    /** Removes it; after a failure, what is left can be removed by another call. */
    void remove(Path name) throws IOException {
        descend(name);
        try {
            while (!way.isEmpty()) {
                OpenFolder level = open.getLast();
                if (level.entries().hasNext()) {
                    visit(level, level.entries().next().getFileName());
                } else {
                    ascend();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Where it is: below the folder above the one to be removed. */
    Path place() {
        return way.stream().limit(SHOWN).reduce(Path.of(""), Path::resolve);
    }

    private void visit(OpenFolder level, Path name) throws IOException {
        try {
            if (isFolder(level.stream(), name)) {
                descend(name);
            } else {
                disk.deleteFile(level.stream(), name);
                progress.removed();
            }
        } catch (NoSuchFileException gone) {
            // Read ahead of its removal: nothing is left to be done.
        }
    }

    private void descend(Path name) throws IOException {
        SecureDirectoryStream<Path> above = open.isEmpty() ? parent : open.getLast().stream();
        SecureDirectoryStream<Path> stream = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        open.addLast(new OpenFolder(stream, stream.iterator()));
        way.add(name);
        if (open.size() > OPEN) {
            open.removeFirst().stream().close();
        }
    }

    private void ascend() throws IOException {
        Path name = way.get(way.size() - 1);
        open.removeLast().stream().close();
        way.remove(way.size() - 1);
        if (way.isEmpty()) {
            disk.deleteDirectory(parent, name);
            return;
        }
        if (open.isEmpty()) {
            descendAgain();
        }
        disk.deleteDirectory(open.getLast().stream(), name);
    }

    private void descendAgain() throws IOException {
        List<Path> names = List.copyOf(way);
        way.clear();
        for (Path name : names) {
            descend(name);
        }
    }

    static boolean isFolder(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    @Override
    public void close() throws IOException {
        for (OpenFolder level : open) {
            level.stream().close();
        }
    }

    private record OpenFolder(SecureDirectoryStream<Path> stream, Iterator<Path> entries) {}
}
