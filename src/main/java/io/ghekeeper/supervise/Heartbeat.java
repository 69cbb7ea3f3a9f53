package io.ghekeeper.supervise;

import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file by which others see that the supervisor's loop turns: its time of modification is the instant until which the
 * loop vouches for itself. {@code bin/ghe-keeper-alive} reads it, without a Java process and without a port.
 */
public final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** Longer than {@code Supervisor} promises for anything but its end. */
    private static final Duration LONGEST_TURN = Duration.ofDays(1);

    private final Path file;
    private final Clock clock;
    private boolean failed;
    private volatile Instant until = Instant.MIN;

    /** @param file in memory, beside the keys: it is written each time the loop turns */
    @SuppressWarnings("MissingSummary")
    public Heartbeat(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Says that the loop is going to turn again within that time. It is no reason to stop when that cannot be said. */
    void promise(Duration within) {
        until = clock.instant().plus(within);
        try {
            if (Files.notExists(file)) {
                make();
            }
            Files.setLastModifiedTime(file, FileTime.from(until));
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("cannot write {}: {}; health checks are going to fail", file, FileError.words(e));
            }
            failed = true;
        }
    }

    /** Says nothing any more; also clears what a killed supervisor said. */
    void end() {
        until = Instant.MIN;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}: {}", file, FileError.words(e));
        }
    }

    /** Whether the loop still vouches for itself; for other threads. */
    public boolean isAlive() {
        return !clock.instant().isAfter(until);
    }

    /** Whether the loop vouched for itself, and does not any more; in the supervisor's process or another one. */
    public boolean isLate() {
        return promised().filter(clock.instant()::isAfter).isPresent();
    }

    /** Whether the loop has ended, and its process only waits: it vouches for longer than any loop does. */
    public boolean isEnding() {
        return promised().filter(clock.instant().plus(LONGEST_TURN)::isBefore).isPresent();
    }

    private Optional<Instant> promised() {
        if (!until.equals(Instant.MIN)) {
            return Optional.of(until);
        }
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException notBegun) {
            return Optional.empty();
        }
    }

    private void make() throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && Files.notExists(parent)) {
            Files.createDirectory(
                    parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
