package io.ghekeeper.seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a record of read times, unit by unit, in order. What is missing, damaged or cannot be read was never read: it is
 * passed over, and is no failure.
 */
final class ReadRecordReader implements AutoCloseable {
    /** Longer than a line with the longest path can be. */
    private static final int LONGEST_LINE = 1 << 16;

    private static final String HEADER = "#reads 1 ";

    private final Reader file;
    private final Optional<Instant> lastTick;
    private Optional<UnitReadTimes.VersionLine> ahead = Optional.empty();
    private Optional<UnitReadTimes> unit = Optional.empty();
    private boolean ended;

    ReadRecordReader(Path path) {
        this.file = open(path);
        this.lastTick = lastTick(line());
        this.ahead = entry();
        this.unit = read();
    }

    /** The first line of a record. */
    static String header(Optional<Instant> lastTick) {
        return UnitReadTimes.withChecksum(
                HEADER + lastTick.map(Instant::getEpochSecond).orElse(0L));
    }

    private static Optional<Instant> lastTick(Optional<String> header) {
        return header.filter(line -> line.startsWith(HEADER) && UnitReadTimes.isWhole(line))
                .map(line -> Long.parseLong(line.split(" ", -1)[2]))
                .filter(seconds -> seconds > 0)
                .map(Instant::ofEpochSecond);
    }

    private static Reader open(Path path) {
        try {
            return new BufferedReader(new InputStreamReader(
                    Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS), StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            return Reader.nullReader();
        }
    }

    /** When the last tick began that came to its end. */
    Optional<Instant> lastTick() {
        return lastTick;
    }

    /** The unit at this place; nothing at the end. */
    Optional<UnitReadTimes> peek() {
        return unit;
    }

    /** Goes to the next unit. */
    void next() {
        unit = read();
    }

    /** Goes to this unit, past those before it. */
    UnitReadTimes find(String path) {
        while (unit.isPresent() && UnitVersion.ORDER.compare(unit.get().unit(), path) < 0) {
            next();
        }
        return unit.filter(found -> found.unit().equals(path)).orElseGet(() -> UnitReadTimes.none(path));
    }

    /** Goes past this unit. */
    void passOver(String path) {
        find(path);
        if (unit.filter(at -> at.unit().equals(path)).isPresent()) {
            next();
        }
    }

    private Optional<UnitReadTimes> read() {
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        String path = ahead.get().unit();
        SortedMap<String, ReadTime> versions = new TreeMap<>();
        while (ahead.isPresent() && ahead.get().unit().equals(path)) {
            versions.put(ahead.get().key(), ahead.get().time());
            ahead = entry();
        }
        while (ahead.isPresent() && UnitVersion.ORDER.compare(ahead.get().unit(), path) <= 0) {
            ahead = entry(); // out of order
        }
        return Optional.of(new UnitReadTimes(path, versions));
    }

    private Optional<UnitReadTimes.VersionLine> entry() {
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            Optional<UnitReadTimes.VersionLine> entry = UnitReadTimes.VersionLine.parse(line.get());
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    /** Without its end; of one that is too long, the begin. */
    private Optional<String> line() {
        StringBuilder line = new StringBuilder();
        try {
            int next = ended ? -1 : file.read();
            for (; next >= 0 && next != '\n'; next = file.read()) {
                if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
            }
            if (next < 0) {
                ended = true; // a line without an end was cut off
                return Optional.empty();
            }
            return Optional.of(line.toString());
        } catch (IOException unreadable) {
            ended = true;
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
