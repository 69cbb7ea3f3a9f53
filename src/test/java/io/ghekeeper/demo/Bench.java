package io.ghekeeper.demo;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PlantedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures both sides in one run: the engine called by hand, and through ghe-keeper; and what an idle supervisor costs. */
public final class Bench {
    private static final int ROUNDS = 5;
    private static final int MANY_RUNS = 10_000;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ghk-bench-");
        try (Deployment deployment = Deployment.in(folder)) {
            Files.createDirectory(deployment.data());
            List<Long> byHand = new ArrayList<>();
            List<Long> kept = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                byHand.add(millis(() -> deployment.backUpByHand(folder.resolve("by-hand.log"))));
                kept.add(millis(() -> deployment.start(folder.resolve("keeper.log"), "backup")));
            }
            System.out.println("| what | figure |");
            System.out.println("|---|---|");
            System.out.println("| `ghe-backup` (stand-in) by hand, tiny appliance, median of " + ROUNDS + " | "
                    + median(byHand) + " ms |");
            System.out.println("| `ghe-keeper backup` on the same | " + median(kept) + " ms |");
            System.out.println("| more through ghe-keeper | " + (median(kept) - median(byHand)) + " ms |");
            supervisor(deployment, folder.resolve("supervisor.log"));
            looking(deployment, folder.resolve("looking.log"));
        }
        System.exit(0); // the fake appliance's server has threads of its own
    }

    private static void supervisor(Deployment deployment, Path log) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process supervisor = deployment.start(log, "supervise");
        while (!Files.readString(log).contains("next backup at")) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long ready = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        Duration before = supervisor.info().totalCpuDuration().orElseThrow();
        Instant from = Instant.now();
        TimeUnit.SECONDS.sleep(30); // the thing measured is an idle minute's half
        Duration cpu = supervisor.info().totalCpuDuration().orElseThrow().minus(before);
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + supervisor.pid() + "/status")));
        System.out.println("| supervisor ready after | " + ready + " ms |");
        System.out.println("| supervisor idle, resident | "
                + (resident.find() ? Long.parseLong(resident.group(1)) / 1024 : -1) + " MiB |");
        System.out.printf(
                "| supervisor idle, of one core | %.2f %% |%n",
                100.0 * cpu.toNanos() / Duration.between(from, Instant.now()).toNanos());
        supervisor.destroy();
        supervisor.waitFor();
    }

    /** The good runs are put in the shade of ten thousand failures. */
    private static void looking(Deployment deployment, Path log) throws IOException, InterruptedException {
        PlantedRuns planted = new PlantedRuns(deployment.state());
        planted.putBack(
                Files.readString(deployment.state().resolve("last-good")).strip(), Duration.ofDays(4));
        planted.failures(MANY_RUNS);
        for (String command : List.of("status", "runs")) {
            List<Long> times = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                deployment.start(log, command).waitFor();
                times.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
            }
            System.out.println("| `" + command + "` with " + MANY_RUNS
                    + " failed runs after the last good one, median of " + ROUNDS + " | " + median(times) + " ms |");
        }
    }

    private static long millis(Starting starting) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int status = starting.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("exit status " + status);
        }
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private interface Starting {
        Process start() throws IOException;
    }
}
