package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.cli.CrashLane.Blow;
import io.ghekeeper.cli.CrashedKeeper.CrashJob;
import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Promise 3, at every operation: the keeper is struck at each of its operations on the volume. Every case takes some
 * minutes ({@code ./dev crash-matrix}, which also writes the page); each build tries some of them, and holds the page to the
 * operations that there are.
 */
@Order(1)
@ResourceLock(Deployment.ENGINE_BY_HAND)
class CrashMatrixIT {
    private static final boolean ALL = Boolean.getBoolean("crash-matrix.all");
    private static final int STEP = ALL ? 1 : 16;

    /** A restore writes more, each of its cases takes longer, and most of its operations are one and the same. */
    private static final int STEP_OF_RESTORES = ALL ? Blow.values().length : 64;

    private static final int LANES = ALL ? 3 : 1;
    private static final Path PAGE = Path.of("docs/crash-matrix.md");

    @TempDir
    private static Path folder;

    private static Map<CrashJob, List<String>> operations;

    /** @param n which operation of its kind, from 1 */
    @SuppressWarnings("MissingSummary")
    private record Case(CrashJob job, Blow blow, String kind, int n) {}

    private record Result(Case tried, List<String> broken) {}

    @Test
    void everyPromiseHoldsWhereverItIsStruck() throws Exception {
        ConcurrentLinkedQueue<Case> cases = new ConcurrentLinkedQueue<>(cases(operations));
        ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> CompletableFuture.runAsync(() -> work(lane, cases, results)))
                .toList();
        lanes.forEach(CompletableFuture::join);

        assertThat(results).filteredOn(result -> !result.broken().isEmpty()).isEmpty();
        assertThat(results.size()).isGreaterThanOrEqualTo(ALL ? 500 : 20);
        if (ALL) {
            Files.writeString(PAGE, new CrashPage(operations).render(counts(results)));
        }
    }

    @Test
    void thePageNamesEveryOperation() throws Exception {
        String page = Files.readString(PAGE);
        operations.forEach((job, all) -> assertThat(all)
                .allSatisfy(operation -> assertThat(page)
                        .as("written with: ./dev crash-matrix")
                        .contains("| " + job.name().toLowerCase(Locale.ROOT) + " | `" + operation + "` |")));
    }

    @BeforeAll
    static void runUndisturbed() throws IOException {
        operations = new EnumMap<>(CrashJob.class);
        try (CrashLane lane = new CrashLane(Files.createDirectory(folder.resolve("undisturbed")))) {
            for (CrashJob job : CrashJob.values()) {
                operations.put(job, lane.operations(job));
            }
        }
    }

    private static List<Case> cases(Map<CrashJob, List<String>> operations) {
        List<Case> cases = new ArrayList<>();
        operations.forEach((job, list) -> {
            int step = job == CrashJob.RESTORE ? STEP_OF_RESTORES : STEP;
            int first = 0;
            for (Blow blow : Blow.values()) {
                for (int i = 0; i < list.size(); i++) {
                    int n = Collections.frequency(list.subList(0, i + 1), list.get(i));
                    if ((ALL && n == 1) || i % step == first) {
                        cases.add(new Case(job, blow, list.get(i), n));
                    }
                }
                // Each blow begins elsewhere, so that few cases still see many operations.
                first = (first + 3) % step;
            }
        });
        return cases;
    }

    private void work(int number, ConcurrentLinkedQueue<Case> cases, ConcurrentLinkedQueue<Result> results) {
        try (CrashLane lane = new CrashLane(Files.createDirectory(folder.resolve("lane" + number)))) {
            for (Case next = cases.poll(); next != null; next = cases.poll()) {
                Case tried = next;
                lane.strike(tried.job(), tried.blow(), tried.kind(), tried.n())
                        .ifPresent(broken -> results.add(new Result(tried, broken)));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For each operation and blow: how often it was struck. */
    private static Map<CrashJob, Map<String, Map<Blow, Integer>>> counts(Iterable<Result> results) {
        Map<CrashJob, Map<String, Map<Blow, Integer>>> counts = new EnumMap<>(CrashJob.class);
        for (Result result : results) {
            counts.computeIfAbsent(result.tried().job(), job -> new LinkedHashMap<>())
                    .computeIfAbsent(result.tried().kind(), kind -> new EnumMap<>(Blow.class))
                    .merge(result.tried().blow(), 1, Integer::sum);
        }
        return counts;
    }

    /** The page with the table. */
    private record CrashPage(Map<CrashJob, List<String>> operations) {
        String render(Map<CrashJob, Map<String, Map<Blow, Integer>>> counts) {
            StringBuilder page = new StringBuilder("""
                    # The crash matrix

                    Written by `./dev crash-matrix`; do not edit. ghe-keeper is struck just before each of its operations on the
                    volume, once for each way of striking, while there is everything to do: dead markers, an old incomplete
                    snapshot, runs beyond the journal's bounds, and what dead processes left half made. After each blow the
                    promises are checked one by one, and then the next backup has to work, and after a restore the next restore:

                    1. whatever is called good is complete, and whatever is called restored is restored;
                    2. no marker, open run, process, half-made or half-removed thing is left by the next run, and nothing of
                       another volume's is touched;
                    3. the journal is readable, the last good snapshot is what it was, byte for byte, after a restore every other
                       one as well, and the next run is good;
                    5. the key is not on the volume, and wiped after the next run;
                    6. where it could still say something, it said a kind of failure and what to do.

                    (4 and 7 speak of terminals and the network.) A cell says how often an operation was struck in this way; every
                    promise held each time, or this page would not have been written. A journal event is written by the
                    four operations on `run.json`, so every event is struck before, within and after. Of a restore, whose
                    operations repeat themselves most, each one is struck in one way, and each kind of them in every way.

                    """);
            page.append("| job | operation |");
            for (Blow blow : Blow.values()) {
                page.append(' ').append(blow.title()).append(" |");
            }
            page.append("\n|---|---|")
                    .append("---|".repeat(Blow.values().length))
                    .append('\n');
            operations.forEach((job, list) -> {
                Set<String> names = new LinkedHashSet<>(list);
                names.forEach(name -> row(page, job, name, counts));
            });
            return page.toString();
        }

        private static void row(
                StringBuilder page,
                CrashJob job,
                String operation,
                Map<CrashJob, Map<String, Map<Blow, Integer>>> counts) {
            page.append("| ").append(job.name().toLowerCase(Locale.ROOT));
            page.append(" | `").append(operation).append("` |");
            for (Blow blow : Blow.values()) {
                int count = Optional.ofNullable(counts.get(job))
                        .map(operations -> operations.get(operation))
                        .map(blows -> blows.get(blow))
                        .orElse(0);
                page.append(' ').append(count).append(" |");
            }
            page.append('\n');
        }
    }
}
