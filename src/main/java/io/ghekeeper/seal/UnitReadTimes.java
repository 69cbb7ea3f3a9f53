package io.ghekeeper.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * When a unit was read.
 *
 * @param unit its path as {@link PathBytes}
 * @param versions by {@link UnitVersion#key}; none where no version was read
 */
record UnitReadTimes(String unit, SortedMap<String, ReadTime> versions) {
    UnitReadTimes {
        versions = new TreeMap<>(versions);
    }

    static UnitReadTimes none(String unit) {
        return new UnitReadTimes(unit, new TreeMap<>());
    }

    /** Without what a clock that was wrong has written. */
    UnitReadTimes until(Instant now) {
        SortedMap<String, ReadTime> past = new TreeMap<>();
        versions.forEach((key, time) -> {
            if (!time.read().isAfter(now)) {
                past.put(key, time.looked().isAfter(now) ? new ReadTime(time.read(), Instant.EPOCH) : time);
            }
        });
        return new UnitReadTimes(unit, past);
    }

    /** With one version read at a time, if it was not read later. */
    UnitReadTimes withRead(String key, Instant at) {
        SortedMap<String, ReadTime> times = new TreeMap<>(versions);
        ReadTime before = times.getOrDefault(key, new ReadTime(Instant.EPOCH, Instant.EPOCH));
        times.put(key, new ReadTime(before.read().isAfter(at) ? before.read() : at, before.looked()));
        return new UnitReadTimes(unit, times);
    }

    /** When one of these versions was read that was read longest ago; nothing where none was. */
    Optional<Instant> oldest(List<UnitVersion> of) {
        return of.stream()
                .flatMap(version -> Optional.ofNullable(versions.get(version.key())).stream())
                .map(ReadTime::read)
                .min(Comparator.naturalOrder());
    }

    /** A line for each version. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, ReadTime> version : versions.entrySet()) {
            lines.append(new VersionLine(unit, version.getKey(), version.getValue()).text());
        }
        return lines.toString();
    }

    /** A version as a line: path, key, both times in seconds since 1970, and a CRC-32 of these words. */
    record VersionLine(String unit, String key, ReadTime time) {
        private static final int WORDS = 5;

        String text() {
            return withChecksum(MtreeLine.word(unit) + " " + key + " "
                    + time.read().getEpochSecond() + " " + time.looked().getEpochSecond());
        }

        /** Nothing where the line is none of these, or is damaged. */
        static Optional<VersionLine> parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != WORDS || !isWhole(line)) {
                return Optional.empty();
            }
            ReadTime time = new ReadTime(time(words[2]), time(words[3]));
            return Optional.of(new VersionLine(MtreeLine.path(words[0]), words[1], time));
        }

        private static Instant time(String seconds) {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        }
    }

    /** These words as a line that shows when it is damaged. */
    static String withChecksum(String words) {
        CRC32 sum = new CRC32();
        sum.update(words.getBytes(StandardCharsets.ISO_8859_1));
        return words + " " + String.format("%08x", sum.getValue()) + "\n";
    }

    /** Whether {@link #withChecksum} wrote this line, and nothing changed it since. */
    static boolean isWhole(String line) {
        int end = line.lastIndexOf(' ');
        return end > 0 && withChecksum(line.substring(0, end)).equals(line + "\n");
    }
}
