package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.util.Optional;

/**
 * When each unit was last read and found whole, in {@code seals/reads}. A run writes {@code reads.new} beside it, in the order
 * of units, and renames that at its end: what a run that was cut off has written holds for the units that it came to.
 */
final class ReadRecord {
    private final SealFiles files;

    ReadRecord(SealFiles files) {
        this.files = files;
    }

    /** Reads it, with what a run that was cut off has added. */
    ReadRecordReader open() throws IOException {
        if (Files.exists(files.unfinishedReads(), LinkOption.NOFOLLOW_LINKS)) {
            takeOver();
        }
        return new ReadRecordReader(files.reads());
    }

    /** Begins the next one. */
    ReadRecordWriter begin(Optional<Instant> lastTick) throws IOException {
        return new ReadRecordWriter(files.disk(), files.unfinishedReads(), files.reads(), lastTick);
    }

    /** A kill in between leaves both: then the same comes of it again. */
    private void takeOver() throws IOException {
        try (ReadRecordReader before = new ReadRecordReader(files.reads());
                ReadRecordReader cutOff = new ReadRecordReader(files.unfinishedReads())) {
            ReadRecordWriter merged =
                    new ReadRecordWriter(files.disk(), files.mergedReads(), files.reads(), before.lastTick());
            Optional<UnitReadTimes> taken = cutOff.peek();
            for (cutOff.next(); cutOff.peek().isPresent(); cutOff.next()) {
                merged.add(taken.get());
                before.passOver(taken.get().unit());
                taken = cutOff.peek(); // of the last unit, a version may be missing
            }
            merged.addRest(before);
            merged.finish();
        }
        files.disk().delete(files.unfinishedReads());
    }
}
