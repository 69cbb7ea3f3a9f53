package io.ghekeeper.run;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much a run may print. backup-utils names each file that it copies, in some hundred bytes, so the first backup of a
 * large appliance prints gigabytes. But each of these files takes a block and an inode of the volume: what fits on it is
 * named in much less than a twentieth of it. An engine that prints more goes round in circles, and would fill the volume.
 */
final class OutputLimit {
    private static final int SHARE = 20;

    /** However small the volume is. */
    private static final long LEAST = 1L << 30;

    /** What goes round in circles says early what it says. */
    private static final int KEPT = 1 << 20;

    private final Path output;
    private final long most;
    private final Disk disk;
    private volatile boolean exceeded;

    OutputLimit(Path output, long volumeBytes, Disk disk) {
        this.output = output;
        this.most = Math.max(LEAST, volumeBytes / SHARE);
        this.disk = disk;
    }

    /** The bytes in the run's log by now. */
    long printed() {
        try {
            return Files.size(output);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Why the run must end, once it has printed too much. */
    Optional<Failure> exceeded() {
        if (exceeded || printed() <= most) {
            return Optional.empty();
        }
        exceeded = true;
        return Optional.of(new Failure(
                FailureKind.OUTPUT_TOO_LONG,
                "the run was ended because it had printed more than " + ByteCount.words(most)
                        + "; its log is cut to the first " + ByteCount.words(KEPT),
                "See in its log what the engine says again and again."));
    }

    /** Gives the room back after it was exceeded and the engine is gone, so that a row of such runs fills nothing either. */
    void cut() {
        if (!exceeded || printed() <= KEPT) {
            return;
        }
        try (InputStream log = Files.newInputStream(output)) {
            byte[] kept = log.readNBytes(KEPT);
            kept[KEPT - 1] = '\n';
            disk.write(output, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
