package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads objects, those first whose last reading is the oldest: as many bytes as are due, at least one object. What was read is
 * recorded on the way, so that a run that is cut off has not read for nothing.
 */
final class ObjectReadings {
    private static final int RECORDED_AT_ONCE = 512;

    /** One object that cannot be read says nothing of the next; after so many, the store is away. */
    private static final int MOST_FAILURES = 3;

    private final ObjectDigest reader;
    private final FaultLines faults;
    private final LookRecord record;
    private final WorkFolder work;
    private final Instant now;
    private final List<Failure> failures = new ArrayList<>();

    ObjectReadings(ObjectDigest reader, FaultLines faults, LookRecord record, WorkFolder work, Instant now) {
        this.reader = reader;
        this.faults = faults;
        this.record = record;
        this.work = work;
        this.now = now;
    }

    /**
     * What is due.
     *
     * @param bytes so many at least
     * @param overdue each one whose last reading is not after this, in seconds since 1970
     */
    record DueReadings(long bytes, long overdue) {}

    /** Why some could not be read; none where all were. */
    List<Failure> failures() {
        return failures;
    }

    /** @param candidates as {@link #line} makes them, the oldest first; those whose age is 0 are read in any case */
    @SuppressWarnings("MissingSummary")
    void read(Path candidates, DueReadings due, PackLanes lanes) throws IOException, InterruptedException {
        long begun = 0;
        boolean goOn = true;
        try (LineCursor oldest = new SortedLines(candidates)) {
            while (goOn && !oldest.isAtEnd() && !isOften()) {
                LineSorter read = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
                for (int count = 0; count < RECORDED_AT_ONCE && !oldest.isAtEnd(); count++) {
                    goOn = begun < due.bytes() || basis(oldest.peek()) <= due.overdue();
                    if (!goOn) {
                        break;
                    }
                    boolean doubted = basis(oldest.peek()) == 0;
                    NeededObject object = object(oldest.take());
                    begun += object.row().length();
                    lanes.submit(() -> read(object, doubted, read));
                }
                lanes.finish();
                note(read);
            }
        }
    }

    /** A line of a candidate: as many digits for each age. */
    static String line(long basis, NeededObject object) {
        return String.format(Locale.ROOT, "%012d %s", Math.max(0, basis), object.line());
    }

    private static long basis(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    private static NeededObject object(String line) throws IOException {
        return NeededObject.parse(line.substring(line.indexOf(' ') + 1));
    }

    private void read(NeededObject object, boolean doubted, LineSorter read) throws IOException {
        ObjectRow row = object.row();
        try {
            if (reader.sha256(row.key(), row.namedVersion(), row.length()).equals(row.sha256())) {
                synchronized (this) {
                    read.add(object.name());
                }
            } else {
                faults.add(object, ObjectFault.DAMAGED);
            }
        } catch (Failure failure) {
            passOver(failure);
            if (doubted) {
                faults.add(object, ObjectFault.DAMAGED); // as before: it did not show itself whole
            }
        }
    }

    /** The list was there. What is known of it counts, whatever cannot be read. */
    private synchronized boolean isOften() {
        return failures.size() >= MOST_FAILURES;
    }

    private synchronized void passOver(Failure failure) {
        if (failure.kind() != FailureKind.STORE_FAILED) {
            throw failure;
        }
        failures.add(failure);
    }

    private void note(LineSorter read) throws IOException {
        LineSorter all = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        try (LineCursor looks = record.looks();
                LineCursor names = read.sorted()) {
            for (; !looks.isAtEnd(); looks.next()) {
                names.skipTo(looks.key());
                all.add(
                        names.isAt(looks.key())
                                ? ObjectLook.parse(looks.peek()).readAt(now).line()
                                : looks.peek());
            }
        }
        try (LineCursor sorted = all.sorted()) {
            record.replaceLooks(sorted);
        }
    }
}
