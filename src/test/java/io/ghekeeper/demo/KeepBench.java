package io.ghekeeper.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures seals and verifications against programs that do the same reading, in turns, in one run. The data directory is
 * like that of an appliance: 400 real bare repositories with 80,000 files, a dump, and a second snapshot with 1 % changed.
 */
public final class KeepBench {
    private static final int ROUNDS = 3;
    private static final String FIRST = "20261118T031700";
    private static final String SECOND = "20261119T031700";
    private static final String WIDE = "20261120T031700";

    /** Two million names: 2,000 folders, each with the same 1,000 files. */
    private static final String MAKE_WIDE = """
            mkdir -p $1/storage/0; echo v3.12.1 >$1/version; cd $1/storage
            for ((i = 0; i < 1000; i++)); do echo $i >0/$i; done
            for ((i = 1; i < 2000; i++)); do cp -al 0 $i; done
            """;

    private final Path data;
    private final Path state;
    private final Path saved;

    private KeepBench(Path folder) throws IOException {
        this.data = Files.createDirectory(folder.resolve("data"));
        this.state = folder.resolve("state");
        this.saved = folder.resolve("saved");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ghk-keep-");
        try {
            new KeepBench(folder).measure(folder);
        } finally {
            run("rm -rf \"$1\"", folder.toString());
        }
    }

    private void measure(Path folder) throws IOException, InterruptedException {
        BenchTree.first(data.resolve(FIRST), folder.resolve("work"));
        BenchTree.changedWithDump(data.resolve(FIRST), data.resolve(SECOND));
        first();
        changed();
        verified();
        deleted();
        run("rm -rf \"$1\" && mkdir -m 700 \"$1\"", state.toString());
        run(MAKE_WIDE, data.resolve(WIDE).toString());
        row("the seal of 2 million names, most resident", work("seal", WIDE) + " MiB, with `-Xmx96m`", "");
    }

    private void first() throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        List<Long> sums = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            run("rm -rf \"$1\" && mkdir -m 700 \"$1\"", state.toString());
            sums.add(millis(() -> sums(FIRST)));
            ours.add(millis(() -> work("seal", FIRST)));
        }
        // The sums are of the first round on read from memory, as the seals are.
        row("first seal, speed over `sha256sum`, two at a time", ratio(sums, ours), "at least 0.9");
    }

    private void changed() throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        List<Long> find = new ArrayList<>();
        run("rm -rf \"$2\" && cp -a \"$1\" \"$2\"", state.toString(), saved.toString());
        for (int round = 0; round < ROUNDS; round++) {
            // In place: another inode of the identity file would be another file system.
            run("rsync -a --delete \"$1\"/ \"$2\"/", saved.toString(), state.toString());
            find.add(millis(() -> run(
                    "cd \"$1\" && find . -printf '%y %m %U %G %s %T@ %i %p %l\\\\n' >/dev/null"
                            + " && find . -type f -links 1 -print0 | xargs -0 cat >/dev/null",
                    data.resolve(SECOND).toString())));
            ours.add(millis(() -> work("seal", SECOND)));
        }
        row("seal after 1 % changed, over `find -printf` and reading what is new", ratio(ours, find), "2.5");
    }

    private void verified() throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        List<Long> sums = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            sums.add(millis(() -> sums(SECOND)));
            ours.add(millis(() -> work("verify", SECOND)));
        }
        row("whole verification, speed over `sha256sum`, two at a time", ratio(sums, ours), "at least 0.9");
    }

    private void deleted() throws IOException, InterruptedException {
        List<Long> ours = new ArrayList<>();
        List<Long> remove = new ArrayList<>();
        Path copy = data.resolve(WIDE);
        for (int round = 0; round < ROUNDS; round++) {
            run("cp -al \"$1\" \"$2\"", data.resolve(FIRST).toString(), copy.toString());
            remove.add(millis(() -> run(
                    "find \"$1\"/repositories -mindepth 1 -maxdepth 1 -print0 | xargs -0 -P 4 -n 1 rm -rf && rm -rf \"$1\"",
                    copy.toString())));
            run("cp -al \"$1\" \"$2\"", data.resolve(FIRST).toString(), copy.toString());
            ours.add(millis(() -> work("delete", WIDE)));
        }
        row("deleting a snapshot of hard links, over `rm -rf`, four at a time", ratio(ours, remove), "1");
    }

    private void sums(String snapshot) throws IOException, InterruptedException {
        run(
                "find \"$1\" -type f -print0 | xargs -0 -P 2 -n 500 sha256sum >/dev/null",
                data.resolve(snapshot).toString());
    }

    /** The most memory that was resident, in MiB. */
    private String work(String what, String snapshot) throws IOException, InterruptedException {
        List<String> command = KeepProcess.command(what, data.toString(), state.toString(), snapshot);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(what + " ended with " + process.exitValue());
        }
        return said;
    }

    private static void run(String script, String... arguments) throws IOException, InterruptedException {
        BenchTree.run(script, arguments);
    }

    private static String ratio(List<Long> over, List<Long> under) {
        double above = median(over) / 1000.0;
        double below = median(under) / 1000.0;
        return String.format(Locale.ROOT, "%.2f s / %.2f s = %.2f", above, below, above / below);
    }

    private static void row(String what, String figure, String bound) {
        System.out.println("| " + what + " | " + figure + " | " + bound + " |");
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long millis(Measured work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private interface Measured {
        void run() throws IOException, InterruptedException;
    }
}
