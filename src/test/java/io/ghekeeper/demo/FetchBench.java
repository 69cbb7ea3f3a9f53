package io.ghekeeper.demo;

import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what comes back out of an encrypted archive: one repository out of 400, beside the time that its transfer takes, and a
 * rebuild of three snapshots beside that of one, of two trees. The store is a folder, so that a transfer takes next to nothing.
 */
public final class FetchBench {
    private static final int ROUNDS = 3;
    private static final List<String> IDS = List.of("20261118T031700", "20261119T031700", "20261120T031700");

    private static final int MEBIBYTES = 16 << 10;

    /** Bare repositories as backup-utils lays them out, each with a file of so many bytes that do not compress. */
    private static final String MAKE = """
            mkdir -p "$1"; cd "$1"
            echo v3.12.1 >version; echo 3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10 >uuid
            for ((i = 1; i <= 400; i++)); do
              net=repositories/$((i % 16))/nw/$((i % 7))a/$((i % 5))b/$((i % 3))c/$i
              mkdir -p $net; git init -q --bare $net/$i.git; echo octo/repository-$i >$net/$i.git/info/nwo
              { printf 'commit refs/heads/main\\ncommitter o <o@example.com> 1700000000 +0000\\ndata 1\\nx\\nM 644 inline f\\ndata %s\\n' $2
                head -c $2 /dev/urandom; printf '\\n'; } | git -C $net/$i.git fast-import --quiet
            done
            """;

    /** A later snapshot: unchanged files are linked, one repository got a file. */
    private static final String CHANGE = """
            cp -al "$1" "$2"; echo "$2" >"$2"/repositories/1/nw/1a/1b/1c/1/1.git/description.new
            """;

    /** The same of the other tree: its dump is new. */
    private static final String CHANGE_LARGE = """
            cp -al "$1" "$2"; rm "$2"/mysql.sql.gz; head -c 1m /dev/urandom >"$2"/mysql.sql.gz
            """;

    private final Path folder;
    private final Path data;
    private final Path state;
    private final Path store;

    private FetchBench(Path folder) throws IOException {
        this.folder = folder;
        this.data = Files.createDirectories(folder.resolve("data/ghe-production-data"));
        this.state = Files.createDirectories(folder.resolve("data/ghe-keeper"));
        this.store = Files.createDirectory(folder.resolve("store"));
    }

    @SuppressWarnings("try") // the file system is there to be unmounted
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ghk-fetch-");
        try {
            if (Mount.possible()) {
                Path disk = Files.createDirectories(folder.resolve("mounts/disk"));
                try (Mount ext4 = Mount.disk(disk, folder.resolve("image"), MEBIBYTES)) {
                    measure(disk);
                }
            } else {
                System.out.println(
                        "| the folders lie on the file system of this machine, and not on an ext4 of their own | | | |");
                measure(folder);
            }
        } finally {
            BenchTree.run("rm -rf \"$1\"", folder.toString());
        }
    }

    /**
     * A volume has an ext4 with a journal, and few folders that were removed just now. One without a journal goes past each
     * such folder when it makes one: that took ten times as long as the rest of a rebuild.
     */
    private static void measure(Path disk) throws IOException, InterruptedException {
        FetchBench small = new FetchBench(Files.createDirectory(disk.resolve("small")));
        small.archive(first -> BenchTree.run(MAKE, first.toString(), "102400"), CHANGE);
        small.measureExport();
        small.measureRebuild("400 repositories of 100 KiB");
        FetchBench usual = new FetchBench(Files.createDirectory(disk.resolve("usual")));
        usual.archive(first -> BenchTree.run(MAKE, first.toString(), "" + (4 << 20)), CHANGE);
        usual.measureRebuild("400 repositories of 4 MiB");
        FetchBench large = new FetchBench(Files.createDirectory(disk.resolve("large")));
        large.archive(first -> BenchTree.first(first, disk.resolve("work")), CHANGE_LARGE);
        large.measureRebuild("the tree of the seal's figures");
    }

    private void measureExport() throws IOException, InterruptedException {
        List<MeasuredProcess> exports = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path bundle = folder.resolve("one.bundle");
            exports.add(keeper(
                    "repository",
                    "export",
                    "octo/repository-217",
                    "--snapshot",
                    IDS.get(2),
                    "--to",
                    bundle.toString()));
            Files.delete(bundle);
        }
        line("one repository of 100 KiB out of 400, in the store", median(exports), "wall: 3 s beyond its transfer");
    }

    private void measureRebuild(String tree) throws IOException, InterruptedException {
        List<MeasuredProcess> ones = new ArrayList<>();
        List<MeasuredProcess> threes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ones.add(rebuild(1));
            threes.add(rebuild(3));
        }
        Path newest = data.resolve(IDS.get(IDS.size() - 1));
        List<MeasuredProcess> copies = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path copy = folder.resolve("copy");
            copies.add(MeasuredProcess.run(Map.of(), List.of("cp", "-al", newest.toString(), copy.toString())));
            BenchTree.run("rm -rf \"$1\"; sync", copy.toString());
        }
        line("what a further one costs at least: cp -al, " + tree, median(copies), "");
        line("rebuild of one snapshot, " + tree, median(ones), "");
        line("rebuild of three snapshots, " + tree, median(threes), "wall: 1.3 of one");
        System.out.printf(
                Locale.ROOT,
                "| rebuild of three, over one, %s | %.2f | %.2f | |%n",
                tree,
                median(threes).wall() / median(ones).wall(),
                median(threes).cpu() / median(ones).cpu());
    }

    /** Makes a first snapshot. */
    private interface FirstSnapshot {
        void make(Path folder) throws IOException, InterruptedException;
    }

    /** @param change makes the next snapshot out of the one before it */
    @SuppressWarnings("MissingSummary")
    private void archive(FirstSnapshot first, String change) throws IOException, InterruptedException {
        first.make(Files.createDirectory(data.resolve(IDS.get(0))));
        List<String> recipients = new ArrayList<>();
        for (String name : List.of("operations", "safe")) {
            Tool.run("age-keygen", "-o", folder.resolve(name + ".key").toString());
            recipients.add(
                    Tool.run("age-keygen", "-y", folder.resolve(name + ".key").toString()));
        }
        for (int i = 0; i < IDS.size(); i++) {
            Path snapshot = data.resolve(IDS.get(i));
            if (i > 0) {
                BenchTree.run(change, data.resolve(IDS.get(i - 1)).toString(), snapshot.toString());
            }
            work("seal", List.of(data.toString(), state.toString(), IDS.get(i)));
            List<String> arguments =
                    new ArrayList<>(List.of(data.toString(), state.toString(), IDS.get(i), store.toString()));
            arguments.addAll(recipients);
            work("archive", arguments);
        }
        Files.writeString(folder.resolve("ghe-keeper.yaml"), """
                appliance: {host: github.example.com}
                key:       {source: file, file: %s/none, directory: /dev/shm/none}
                data:      {directory: %s, state-directory: %s, mount: any}
                archive:   {store: "file://%s", recipients: [%s]}
                """.formatted(
                        folder, data, state, store, String.join(", ", recipients)));
        BenchTree.run("rm -rf \"$1\" \"$2\"/*", data.toString(), state.toString());
    }

    private static void work(String what, List<String> arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(what));
        all.addAll(arguments);
        MeasuredProcess.run(Map.of(), KeepProcess.command(all.toArray(String[]::new)));
    }

    private MeasuredProcess rebuild(int snapshots) throws IOException, InterruptedException {
        BenchTree.run("rm -rf \"$1\" \"$2\"/*; sync", data.toString(), state.toString());
        return keeper("rebuild", "--snapshots", "" + snapshots);
    }

    private MeasuredProcess keeper(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of("bin/ghe-keeper").toAbsolutePath().toString(),
                "--config",
                folder.resolve("ghe-keeper.yaml").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--identity", folder.resolve("operations.key").toString()));
        return MeasuredProcess.run(Map.of(), command);
    }

    private static MeasuredProcess median(List<MeasuredProcess> processes) {
        return processes.stream()
                .sorted(Comparator.comparingDouble(MeasuredProcess::wall))
                .skip(processes.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void line(String what, MeasuredProcess process, String bound) {
        System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %s |%n", what, process.wall(), process.cpu(), bound);
    }
}
