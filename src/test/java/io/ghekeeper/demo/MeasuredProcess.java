package io.ghekeeper.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a program took, with all that it started.
 *
 * @param wall seconds by the clock
 * @param cpu seconds of processor time, as bash's {@code time} counts them for all that was waited for
 * @param resident MiB of all its processes at a time, the most of what was seen each 20 ms
 * @param output what it printed
 */
public record MeasuredProcess(double wall, double cpu, long resident, String output) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final int SAMPLE_MILLIS = 20;
    private static final int KIB = 1024;

    /** The times go to a file of their own, beside what the program says. */
    private static final String TIMED =
            "times=$1; shift; TIMEFORMAT='%3R %3U %3S'; exec 3>&2; { time \"$@\" 2>&3; } 2>\"$times\"";

    /** Runs a program to its end, which must be good. */
    public static MeasuredProcess run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path times = Files.createTempFile("ghk-times", "");
        Path output = Files.createTempFile("ghk-output", "");
        try {
            List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash", times.toString()));
            timed.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(timed)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            long most = 0;
            while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, resident(process));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command.get(0) + " ended with " + process.exitValue());
            }
            String[] seconds = Files.readString(times).strip().split(" ", -1);
            return new MeasuredProcess(
                    Double.parseDouble(seconds[0]),
                    Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]),
                    most / KIB,
                    Files.readString(output, StandardCharsets.UTF_8).strip());
        } finally {
            Files.delete(times);
            Files.delete(output);
        }
    }

    private static long resident(Process process) {
        try (Stream<ProcessHandle> started = process.descendants()) {
            return started.mapToLong(handle -> resident(handle.pid())).sum();
        }
    }

    private static long resident(long pid) {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return resident.find() ? Long.parseLong(resident.group(1)) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
