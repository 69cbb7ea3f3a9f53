package io.ghekeeper.engine.backuputils;

import io.ghekeeper.process.GrowingLines;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the lines of a file that grows, until {@link #close}. What ssh itself said is read before, each time.
 */
final class LogFollower implements AutoCloseable {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final long POLL_MILLIS = 100;

    private final FileChannel file;
    private final Optional<Path> unwritten;
    private final SshMessages sshMessages;
    private final Consumer<String> lines;
    private final CountDownLatch complete = new CountDownLatch(1);
    private final GrowingLines text = new GrowingLines(LONGEST_LINE);
    private final Thread thread;
    private int part;
    private long position;

    /**
     * A follower of what is written behind the file's present end.
     *
     * @param sshMessages is looked at before the file, each time
     * @param unwritten the files in which it goes on when the first cannot be written any more; see
     *     {@link io.ghekeeper.process.Command}
     */
    static LogFollower atEndOf(Path file, Optional<Path> unwritten, SshMessages sshMessages, Consumer<String> lines)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new LogFollower(channel.position(channel.size()), unwritten, sshMessages, lines);
    }

    /** Begins to follow, in a thread of its own. */
    void start() {
        thread.start();
    }

    private LogFollower(FileChannel file, Optional<Path> unwritten, SshMessages sshMessages, Consumer<String> lines) {
        this.sshMessages = sshMessages;
        this.file = file;
        this.unwritten = unwritten;
        this.lines = lines;
        this.thread = new Thread(this::read, "log-follower");
        this.thread.setDaemon(true);
    }

    private void read() {
        try {
            boolean last;
            do {
                // Asked before reading, so that what was written before the end is read after it.
                last = complete.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                sshMessages.read();
                drain();
            } while (!last);
            text.flush(this::line);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            // What was not followed is still in the file; the proofs of success are then missing, and the run fails.
            text.flush(this::line);
        }
    }

    private void drain() throws IOException {
        drain(file);
        if (unwritten.isPresent()) {
            drainUnwritten(unwritten.get());
        }
    }

    /** One file after the other; of those that were not read in time, the last are there. */
    private void drainUnwritten(Path files) throws IOException {
        while (true) {
            List<Integer> parts = parts(files);
            if (parts.isEmpty()) {
                return;
            }
            if (parts.get(0) != part) {
                part = parts.get(0);
                position = 0;
            }
            try (FileChannel channel = FileChannel.open(path(files, part), StandardOpenOption.READ)) {
                drain(channel.position(position));
                position = channel.position();
            } catch (NoSuchFileException gone) {
                continue;
            }
            if (parts.size() == 1) {
                return;
            }
            part++;
            position = 0;
        }
    }

    /** The numbers of those that are there and were not read to their ends. */
    private List<Integer> parts(Path files) throws IOException {
        List<Integer> parts = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(files.getParent(), files.getFileName() + "-[0-9]*")) {
            for (Path file : found) {
                String name = file.getFileName().toString();
                parts.add(Integer.valueOf(name.substring(name.lastIndexOf('-') + 1)));
            }
        }
        parts.removeIf(number -> number < part);
        Collections.sort(parts);
        return parts;
    }

    private static Path path(Path files, int number) {
        return files.resolveSibling(files.getFileName() + "-" + number);
    }

    private void drain(FileChannel file) throws IOException {
        text.read(file, this::line);
    }

    /** Cleaned before it is understood: a separator within it would hide it from a pattern. */
    private void line(String line) {
        lines.accept(PlainText.lines(line));
    }

    /** Reads what is there to the end and stops. */
    @Override
    public void close() throws IOException {
        complete.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
