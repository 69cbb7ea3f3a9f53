package io.ghekeeper.snapshot;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * How much of a snapshot is hard-linked, that is, shared with other snapshots and not stored again.
 *
 * @param files regular files in it
 * @param linked those that have another name as well
 * @param bytes of all files
 * @param newBytes of those that only this snapshot has
 */
public record Sharing(long files, long linked, long bytes, long newBytes) {

    /** Walks the snapshot; what vanishes or cannot be read meanwhile is not counted. */
    public static Sharing of(Snapshot snapshot) {
        Count count = new Count();
        try {
            Files.walkFileTree(snapshot.directory(), count);
        } catch (IOException unreadableRoot) {
            return new Sharing(0, 0, 0, 0);
        }
        return new Sharing(count.files, count.linked, count.bytes, count.newBytes);
    }

    /** Linked files of a hundred; 0 for an empty snapshot. */
    public int percent() {
        return files == 0 ? 0 : (int) (linked * 100 / files);
    }

    private static final class Count extends SimpleFileVisitor<Path> {
        private long files;
        private long linked;
        private long bytes;
        private long newBytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
                boolean shared = (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
                files++;
                bytes += attributes.size();
                linked += shared ? 1 : 0;
                newBytes += shared ? 0 : attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
