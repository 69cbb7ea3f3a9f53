package io.ghekeeper.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads a file that grows, line by line, until told that it grows no more. Lines end with a line feed or, as progress
 * displays do it, a carriage return; one longer than {@value #LONGEST_LINE} bytes is handed on in pieces.
 */
final class LogFollower implements AutoCloseable {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final long POLL_MILLIS = 100;

    private final FileChannel file;
    private final Consumer<String> lines;
    private final CountDownLatch complete = new CountDownLatch(1);
    private final ByteBuffer chunk = ByteBuffer.allocate(LONGEST_LINE);
    private final StringBuilder line = new StringBuilder();
    private final Thread thread;

    /** A follower of what is written behind the file's present end. */
    static LogFollower atEndOf(Path file, Consumer<String> lines) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new LogFollower(channel.position(channel.size()), lines);
    }

    /** Begins to follow, in a thread of its own. */
    void start() {
        thread.start();
    }

    private LogFollower(FileChannel file, Consumer<String> lines) {
        this.file = file;
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
                drain();
            } while (!last);
            flush();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            // What was not followed is still in the file; the proofs of success are then missing, and the run fails.
            flush();
        }
    }

    private void drain() throws IOException {
        while (file.read(chunk.clear()) > 0) {
            // One byte a character keeps pieces of UTF-8 whole until the line is.
            String text = new String(chunk.array(), 0, chunk.position(), StandardCharsets.ISO_8859_1);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n' || c == '\r' || line.length() >= LONGEST_LINE) {
                    flush();
                }
                if (c != '\n' && c != '\r') {
                    line.append(c);
                }
            }
        }
    }

    private void flush() {
        if (line.length() > 0) {
            lines.accept(new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            line.setLength(0);
        }
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
