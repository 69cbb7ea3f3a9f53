package io.ghekeeper.archive;

import io.ghekeeper.demo.KeepProcess;
import io.ghekeeper.demo.MeasuredProcess;
import io.ghekeeper.seal.SealedSnapshot;
import io.ghekeeper.seal.SyntheticSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures what the archive of five million entries takes, of which no two have the same content. */
public final class ManyEntriesBench {
    private static final int NETWORKS = 4870;
    private static final List<String> SNAPSHOTS = List.of("20261118T031700", "20261119T031700");

    private ManyEntriesBench() {}

    /** @param arguments how many thousand files there are, where it is another number */
    @SuppressWarnings("MissingSummary")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int networks = arguments.length == 0 ? NETWORKS : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("ghk-many-");
        try {
            Path state = Files.createDirectory(folder.resolve("state"));
            long entries = 0;
            for (int round = 0; round < SNAPSHOTS.size(); round++) {
                SealedSnapshot sealed = SyntheticSeal.write(state, SNAPSHOTS.get(round), networks, round);
                entries = sealed.entries();
                Files.writeString(
                        Files.createDirectories(folder.resolve("data").resolve(SNAPSHOTS.get(round)))
                                .resolve("uuid"),
                        "3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10\n");
            }
            for (String heap : List.of("-Xmx96m", "-Xmx256m")) {
                measure(folder, state, entries, heap);
            }
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private static void measure(Path folder, Path state, long entries, String heap)
            throws IOException, InterruptedException {
        Path store = folder.resolve("store" + heap);
        Files.createDirectory(store);
        for (String snapshot : SNAPSHOTS) {
            MeasuredProcess work = MeasuredProcess.run(
                    Map.of(),
                    KeepProcess.command(
                            ManyEntriesWork.class,
                            List.of(heap),
                            state.toString(),
                            folder.resolve("data").toString(),
                            snapshot,
                            store.toString()));
            String[] seconds = work.output().split(" ", -1);
            System.out.printf(
                    Locale.ROOT,
                    "| archive of %,d entries, `%s`, %s | %d MiB resident, %.0f s of CPU; %s s to find what is missing,"
                            + " without reading it; %s s for the whole run after it | within 256 MiB of heap |%n",
                    entries,
                    heap,
                    snapshot.equals(SNAPSHOTS.get(0)) ? "the first" : "1 % changed",
                    work.resident(),
                    work.cpu(),
                    seconds[0],
                    seconds[1]);
        }
        new ProcessBuilder("rm", "-rf", state.resolve("archive").toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
