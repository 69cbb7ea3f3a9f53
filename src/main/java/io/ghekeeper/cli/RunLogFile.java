package io.ghekeeper.cli;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The log of a run, which may be still to come.
 *
 * @param followed the run whose log grows; nothing where it is not waited for
 */
record RunLogFile(Path path, Journal journal, Optional<Run> followed) {
    private static final long POLL_MILLIS = 250;
    private static final int BLOCK = 64 * 1024;

    FileChannel open() throws IOException, InterruptedException {
        while (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && goesOn()) {
            pause();
        }
        requireOurs();
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether more of it may come. */
    boolean goesOn() {
        return followed.filter(
                        run -> journal.find(run.id()).isOpen() && !run.keeper().isProvenGone())
                .isPresent();
    }

    static void pause() throws InterruptedException {
        Thread.sleep(POLL_MILLIS);
    }

    /** Who may write on the volume must not choose which file is shown: no link is followed, in no part of a run. */
    private void requireOurs() throws IOException {
        for (Path part : List.of(path.getParent(), path)) {
            if (Files.isSymbolicLink(part)) {
                throw new IOException(part.getFileName() + " is a symbolic link, which is not followed");
            }
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no regular file"); // a read of a pipe would not end
        }
    }

    /** Goes to where the last lines begin. Reads from the end, so that the length of the log does not matter. */
    static void seekLastLines(FileChannel log, long lines) throws IOException {
        long end = log.size();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long ends = 0;
        for (long from = lines == 0 ? 0 : end; from > 0; ) {
            int length = (int) Math.min(BLOCK, from);
            from -= length;
            block.clear().limit(length);
            readAll(log, block, from);
            for (int i = length - 1; i >= 0; i--) {
                // The end of the last line ends no line before it.
                if (block.get(i) == '\n' && from + i < end - 1 && ++ends >= lines) {
                    log.position(from + i + 1);
                    return;
                }
            }
        }
        log.position(lines == 0 ? end : 0);
    }

    private static void readAll(FileChannel log, ByteBuffer block, long position) throws IOException {
        while (block.hasRemaining()) {
            if (log.read(block, position + block.position()) < 0) {
                throw new IOException("it became shorter while it was read");
            }
        }
    }
}
