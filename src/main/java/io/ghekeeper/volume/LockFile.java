package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that at most one process has locked. The lock is the operating system's: it ends with its process, however that
 * ends, and it holds across the containers of one machine. The file's text names the holder. A killed holder leaves its
 * text, which then proves nothing.
 */
public final class LockFile {
    private static final int LONGEST_TEXT = 1024;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Disk disk;
    private final Path file;

    /** A POSIX lock is lost as soon as its process closes any other channel to the file: no second one may be opened. */
    private final AtomicBoolean open = new AtomicBoolean();

    public LockFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** Who has it locked. */
    public enum LockUse {
        FREE,
        /** By this process. */
        HELD_HERE,
        HELD_ELSEWHERE
    }

    /**
     * The file at one instant.
     *
     * @param text as the last holder left it, or as anybody did; empty where this process holds it
     */
    public record LockLook(LockUse use, String text) {}

    /**
     * Locks it, and writes the text.
     *
     * @param text nothing is written where it is empty
     * @return nothing while it is held
     */
    public Optional<HeldFile> take(String text) throws IOException {
        if (!open.compareAndSet(false, true)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = disk.open(file);
            if (isLocked(channel)) {
                if (!text.isEmpty()) {
                    disk.write(channel, text.getBytes(StandardCharsets.UTF_8));
                }
                taken = true;
            }
            return taken ? Optional.of(new HeldFile(this, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                release(channel);
            }
        }
    }

    /** The same, and waits for a holder that lets it go within that time; an interrupted thread does not wait. */
    public Optional<HeldFile> take(String text, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        Optional<HeldFile> taken = take(text);
        while (taken.isEmpty() && System.nanoTime() < until && pause()) {
            taken = take(text);
        }
        return taken;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Whether it is held now. Writes nothing, and works on a read-only volume. It keeps others from the lock for less than
     * a millisecond.
     *
     * @throws IOException when that cannot be seen
     */
    public LockLook look() throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new LockLook(LockUse.FREE, "");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no regular file");
        }
        if (!open.compareAndSet(false, true)) {
            return new LockLook(LockUse.HELD_HERE, "");
        }
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return new LockLook(lock == null ? LockUse.HELD_ELSEWHERE : LockUse.FREE, text(channel));
        } finally {
            open.set(false);
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_TEXT);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private void release(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyUnusable) {
                // Nothing is held through it.
            }
        }
        open.set(false);
    }

    /** The file while it is locked. */
    public static final class HeldFile implements AutoCloseable {
        private final LockFile lock;
        private final FileChannel channel;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private HeldFile(LockFile lock, FileChannel channel) {
            this.lock = lock;
            this.channel = channel;
        }

        public boolean isHeld() {
            return held.get();
        }

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                lock.release(channel);
            }
        }

        /** Empties the file first, so that no process reads a holder's name while the lock is free. */
        public void closeAndForget() {
            if (held.get()) {
                try {
                    lock.disk.write(channel, new byte[0]);
                } catch (IOException unwritable) {
                    // The lock proves it alone.
                }
            }
            close();
        }
    }
}
