package io.ghekeeper.demo;

import io.ghekeeper.snapshot.Comparison;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.ShrinkageSettings;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the comparison of two snapshots against {@code find} over both, in turns, in one run. Prints one row of a
 * Markdown table. Wants the launcher's options for the Java virtual machine.
 */
public final class CompareBench {
    private static final int FILES = 200_000;
    private static final int ROUNDS = 5;
    private static final int FILES_OF_A_REPOSITORY = 140;

    private CompareBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ghk-compare-");
        try {
            Path before = folder.resolve("20261120T031700");
            Path now = folder.resolve("20261120T091700");
            fill(before, Optional.empty());
            fill(now, Optional.of(before));
            measure(before, now);
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private static void measure(Path before, Path now) throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        List<Long> find = new ArrayList<>();
        find(before, now); // into the cache
        for (int round = 0; round < ROUNDS; round++) {
            find.add(millis(() -> find(before, now)));
            ours.add(millis(() -> compare(before, now)));
        }
        double ratio = (double) median(ours) / median(find);
        System.out.printf(
                Locale.ROOT,
                "| comparing two snapshots of 200,000 files, over `find -printf` on both | %.2f s / %.2f s = %.2f | 2 |%n",
                median(ours) / 1000.0,
                median(find) / 1000.0,
                ratio);
    }

    private static void find(Path before, Path now) throws IOException, InterruptedException {
        int status = new ProcessBuilder("find", before.toString(), now.toString(), "-printf", "%y %n %s %i %p\\n")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("find ended with " + status);
        }
    }

    private static void compare(Path before, Path now) {
        Inventory is = Inventory.of(snapshot(now));
        if (is.files() != FILES || is.linked() != FILES) {
            throw new IllegalStateException("counted wrong: " + is);
        }
        Comparison.losses(Optional.of(Inventory.of(snapshot(before))), is, new ShrinkageSettings(10, 50, 50));
    }

    private static Snapshot snapshot(Path directory) {
        return new Snapshot(directory.getFileName().toString(), directory, true, false, Optional.empty());
    }

    /** Seven of ten files in repositories, as an appliance lays them out, the others in storage. */
    private static void fill(Path snapshot, Optional<Path> linked) throws IOException {
        for (int made = 0, repository = 0; made < FILES * 7 / 10; made += FILES_OF_A_REPOSITORY, repository++) {
            Path objects = repositoryPath(repository).resolve("objects");
            for (int object = 0; object < FILES_OF_A_REPOSITORY; object++) {
                Path file = objects.resolve(String.format("%02x", object * 5 % 256))
                        .resolve(String.format("%038x", object * 7919L));
                make(snapshot, file, linked);
            }
        }
        for (int object = 0; object < FILES * 3 / 10; object++) {
            String hash = String.format("%08x", object * 2654435761L % 0xffffffffL);
            Path folder = Path.of("storage", hash.substring(0, 1), hash.substring(0, 2), hash.substring(2, 4));
            make(snapshot, folder.resolve(hash.repeat(8)), linked);
        }
    }

    private static Path repositoryPath(int number) {
        String hash = String.format("%06x", number * 7919L * 104_729 & 0xffffff);
        return Path.of("repositories", hash.substring(0, 1), "nw", hash.substring(0, 2), hash.substring(2, 4))
                .resolve(Path.of(hash.substring(4), Integer.toString(number), number + ".git"));
    }

    private static void make(Path snapshot, Path file, Optional<Path> linked) throws IOException {
        Path path = snapshot.resolve(file);
        Files.createDirectories(path.getParent());
        if (linked.isPresent()) {
            Files.createLink(path, linked.get().resolve(file));
        } else {
            Files.writeString(path, "x");
        }
    }

    private static long millis(Work work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
