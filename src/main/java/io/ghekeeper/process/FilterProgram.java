package io.ghekeeper.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that reads standard input and writes standard output, as age(1): what is written here goes in, and what comes out
 * goes to a stream. No shell is between. Threads of its own carry the bytes, so that no full pipe stops the program or the
 * caller, who can always end it. One thread uses it.
 */
public final class FilterProgram implements AutoCloseable {
    /** Nothing of ours is any of its business; the words that it complains in must be known ones. */
    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

    private static final int PIECE = 256 << 10;
    private static final int PIECES = 4;
    private static final int PIPE = 64 << 10;
    private static final long PAUSE_MILLIS = 100;
    private static final long LAST_WAIT_MILLIS = 10_000;
    private static final int GRACE_PAUSES = 20;
    private static final int SIGNAL = 128;
    private static final String UNREAD = " ended before it had read everything";
    private static final Pattern SYSTEM_ERROR = Pattern.compile("error=\\d+, (.*)");
    private static final Piece END = new Piece(0);

    private final String name;
    private final Process process;
    private final Runnable goOn;
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
    private final FirstBytes errors = new FirstBytes();
    private final ProgramThread feeding;
    private final ProgramThread draining;
    private final ProgramThread complaints;
    private Piece current = END;
    private int allocated;
    private boolean ended;

    /** What goes through the pipe at once. One without bytes is the end. */
    private static final class Piece {
        private final byte[] bytes;
        private int length;

        Piece(int room) {
            bytes = new byte[room];
        }
    }

    /** A thread, and what it ends with. */
    private static final class ProgramThread extends FutureTask<Void> {
        private final Thread thread;

        ProgramThread(String name, Callable<Void> task) {
            super(task);
            thread = new Thread(this, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private FilterProgram(String name, Process process, OutputStream to, Runnable goOn) {
        this.name = name;
        this.process = process;
        this.goOn = goOn;
        this.feeding = new ProgramThread(name + "-in", this::feed);
        this.draining = new ProgramThread(name + "-out", () -> drain(to));
        this.complaints = new ProgramThread(name + "-errors", this::complain);
    }

    /**
     * Starts the program.
     *
     * @param to gets its output, from another thread, until {@link #finish} or {@link #close} returns. What it throws ends the
     *     program, and is thrown by the next method that is called here
     * @param goOn is called every few milliseconds while the program is waited for; what it throws ends the wait
     * @throws IOException when the program is not there or cannot be started; the message has its name and why
     */
    public static FilterProgram start(List<String> arguments, OutputStream to, Runnable goOn) throws IOException {
        String name = arguments.get(0);
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        try {
            return new FilterProgram(name, builder.start(), to, goOn);
        } catch (IOException e) {
            Matcher why = SYSTEM_ERROR.matcher(String.valueOf(e.getMessage()));
            throw new IOException(name + " cannot be started" + (why.find() ? ": " + why.group(1) : ""), e);
        }
    }

    /**
     * Hands bytes to the program. It has read them some time after that.
     *
     * @throws IOException when the program has ended before its time, with its status and what it complained of
     */
    public void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            if (current.length == current.bytes.length) {
                handOver();
                current = room();
            }
            int count = Math.min(end - at, current.bytes.length - current.length);
            System.arraycopy(bytes, at, current.bytes, current.length, count);
            current.length += count;
            at += count;
        }
    }

    /**
     * Ends the input, and returns when the program has ended well and all its output has arrived.
     *
     * @throws IOException as {@link #write} does; when it ended with another status than 0, or had not read everything
     */
    public void finish() throws IOException, InterruptedException {
        handOver();
        full.add(END);
        await(draining);
        awaitEnd();
        if (process.exitValue() != 0) {
            throw failed();
        }
        await(feeding);
        ended = true;
    }

    private void handOver() {
        if (current.length > 0) {
            full.add(current);
            current = END;
        }
    }

    private Piece room() throws IOException, InterruptedException {
        if (allocated < PIECES) {
            allocated++;
            return new Piece(PIECE);
        }
        while (true) {
            if (feeding.isDone() || draining.isDone()) {
                throw endedEarly();
            }
            Piece piece = free.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            if (piece != null) {
                piece.length = 0;
                return piece;
            }
            goOn.run();
        }
    }

    private IOException endedEarly() throws IOException, InterruptedException {
        for (int i = 0; i < GRACE_PAUSES && !process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS); i++) {
            goOn.run();
        }
        kill();
        awaitEnd();
        await(draining);
        return failed();
    }

    private void awaitEnd() throws InterruptedException {
        while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            goOn.run();
        }
    }

    private void await(ProgramThread thread) throws IOException, InterruptedException {
        while (true) {
            try {
                thread.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                goOn.run();
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            }
        }
    }

    private static IOException thrown(Throwable cause) throws IOException {
        if (cause instanceof RuntimeException known) {
            throw known;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    private IOException failed() throws IOException, InterruptedException {
        await(complaints);
        int status = process.exitValue();
        String words = errors.text();
        String how = status == 0
                ? UNREAD
                : status > SIGNAL ? " was ended by signal " + (status - SIGNAL) : " ended with " + status;
        return new IOException(name + how + (words.isEmpty() ? "" : ": " + words));
    }

    private Void feed() throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            for (Piece next = full.take(); next.length > 0; next = full.take()) {
                in.write(next.bytes, 0, next.length);
                Arrays.fill(next.bytes, 0, next.length, (byte) 0); // it may have been a key
                free.add(next);
            }
        } catch (IOException e) {
            throw new IOException(name + UNREAD, e);
        }
        return null;
    }

    private Void drain(OutputStream to) throws IOException {
        byte[] bytes = new byte[PIPE];
        try (var out = process.getInputStream()) {
            for (int read = out.read(bytes); read >= 0; read = out.read(bytes)) {
                to.write(bytes, 0, read);
            }
        }
        return null;
    }

    private Void complain() throws IOException {
        try (var words = process.getErrorStream()) {
            words.transferTo(errors);
        }
        return null;
    }

    /** With what it started, which may hold its pipes. {@code Process.destroy} waits for the thread that writes into one. */
    private void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.toHandle().destroyForcibly(); // first: it may start another when one ends
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends the program, if it has not ended; its output is given up then. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        kill();
        feeding.thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            // What still writes to the stream must not do so when this has returned. A disk may hang for ever.
            draining.thread.join(LAST_WAIT_MILLIS);
            process.waitFor(LAST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
