package io.ghekeeper.metrics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This process, by what Linux says of it. What cannot be read is left out: no figure is worth a failed scrape. */
final class ProcessFigures {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,15}) kB$");
    private static final Pattern MOST_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d{1,18})\\s");
    private static final long KIB = 1024;

    private final Path place;

    /** @param place {@code /proc/self} */
    ProcessFigures(Path place) {
        this.place = place;
    }

    void write(Samples samples) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.startInstant().ifPresent(start -> samples.add(Metric.PROCESS_START, start));
        info.totalCpuDuration().ifPresent(cpu -> samples.add(Metric.PROCESS_CPU, cpu));
        number("status", RESIDENT).ifPresent(kib -> samples.add(Metric.PROCESS_MEMORY, kib * KIB));
        openFiles().ifPresent(open -> samples.add(Metric.PROCESS_FDS, open));
        number("limits", MOST_FILES).ifPresent(most -> samples.add(Metric.PROCESS_MAX_FDS, most));
    }

    private OptionalLong number(String file, Pattern pattern) {
        try {
            Matcher found = pattern.matcher(Files.readString(place.resolve(file)));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
        } catch (IOException notHere) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong openFiles() {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(place.resolve("fd"))) {
            long count = 0;
            for (Path each : open) {
                count += each.getNameCount() > 0 ? 1 : 0;
            }
            return OptionalLong.of(count);
        } catch (IOException notHere) {
            return OptionalLong.empty();
        }
    }
}
