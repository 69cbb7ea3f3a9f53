package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /** By their titles, with commas; all where none is named. */
    private static final List<CrashJob> JOBS = jobs(System.getProperty("crash-matrix.jobs", ""));

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
        int tried = cases.size();
        ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> CompletableFuture.runAsync(() -> work(lane, cases, results)))
                .toList();
        lanes.forEach(CompletableFuture::join);

        assertThat(results).filteredOn(result -> !result.broken().isEmpty()).isEmpty();
        assertThat(results.size()).isGreaterThanOrEqualTo(tried * 4 / 5);
        if (ALL) {
            Files.writeString(PAGE, new CrashPage(operations, Files.readString(PAGE)).render(counts(results)));
        }
    }

    @Test
    void thePageNamesEveryOperation() throws Exception {
        String page = Files.readString(PAGE);
        operations.forEach((job, all) -> assertThat(all)
                .allSatisfy(operation -> assertThat(page)
                        .as("written with: ./dev crash-matrix")
                        .contains(CrashPage.begin(job, operation))));
    }

    @BeforeAll
    static void runUndisturbed() throws IOException {
        operations = new EnumMap<>(CrashJob.class);
        try (StruckVolumes volumes = new StruckVolumes(Files.createDirectory(folder.resolve("undisturbed")))) {
            for (CrashJob job : JOBS) {
                operations.put(job, volumes.of(job).operations(job));
            }
        }
    }

    private static List<CrashJob> jobs(String titles) {
        return Arrays.stream(CrashJob.values())
                .filter(job ->
                        titles.isEmpty() || List.of(titles.split(",", -1)).contains(job.title()))
                .toList();
    }

    private static List<Case> cases(Map<CrashJob, List<String>> operations) {
        List<Case> cases = new ArrayList<>();
        operations.forEach((job, list) -> {
            if (job.isOfArchive()) {
                cases.addAll(ofArchive(job, list));
                return;
            }
            int step = step(job, list.size());
            int first = ALL ? 0 : list.size() / 10;
            for (Blow blow : Blow.values()) {
                for (int i = 0; i < list.size(); i++) {
                    int n = Collections.frequency(list.subList(0, i + 1), list.get(i));
                    if ((ALL && n == 1 && isStruckInEveryWay(job, list.get(i))) || i % step == first) {
                        cases.add(new Case(job, blow, list.get(i), n));
                    }
                }
                // Each blow begins elsewhere, so that few cases still see many operations.
                first = (first + Math.max(1, step / Blow.values().length)) % step;
            }
        });
        return cases;
    }

    /** Each kind of operation, by a signal and by a failure; in a build, one of them. That of the lease and record is struck elsewhere. */
    private static List<Case> ofArchive(CrashJob job, List<String> list) {
        List<Case> cases = new ArrayList<>();
        List<String> kinds = new ArrayList<>(new LinkedHashSet<>(list));
        for (String kind : ALL ? kinds : List.of(kinds.get(kinds.size() * 2 / 3))) {
            cases.add(new Case(job, Blow.FAILS_FOR_GOOD, kind, 1));
            if (isStruckInEveryWay(job, kind)) {
                cases.add(new Case(job, Blow.KILL, kind, Collections.frequency(list, kind)));
            }
        }
        return cases;
    }

    /** Most operations of a restore and of the keep lane are one and the same. A build tries each blow once on each job. */
    private static int step(CrashJob job, int operations) {
        boolean eachWay = job == CrashJob.BACKUP || job == CrashJob.MARKERS;
        return ALL ? (eachWay ? 1 : Blow.values().length) : operations;
    }

    /** The lease and the record of a run are the same in each lane. */
    private static boolean isStruckInEveryWay(CrashJob job, String kind) {
        return !job.isOfKeepLane() || !(kind.contains("STATE/runs") || kind.contains("lease"));
    }

    private void work(int number, ConcurrentLinkedQueue<Case> cases, ConcurrentLinkedQueue<Result> results) {
        try (StruckVolumes volumes = new StruckVolumes(Files.createDirectory(folder.resolve("lane" + number)))) {
            for (Case next = cases.poll(); next != null; next = cases.poll()) {
                Case tried = next;
                volumes.of(tried.job())
                        .strike(tried.job(), tried.blow(), tried.kind(), tried.n())
                        .ifPresent(broken -> results.add(new Result(tried, broken)));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The volumes, each made when a job first needs it. */
    private static final class StruckVolumes implements AutoCloseable {
        private final Path place;
        private final Map<String, StruckVolume> made = new LinkedHashMap<>();

        StruckVolumes(Path place) {
            this.place = place;
        }

        StruckVolume of(CrashJob job) throws IOException {
            String kind = job.isOfArchive() ? "archive" : job.isOfKeepLane() ? "keep" : "capture";
            if (!made.containsKey(kind)) {
                Path below = Files.createDirectory(place.resolve(kind));
                made.put(
                        kind,
                        switch (kind) {
                            case "archive" -> new ArchiveCrashLane(below);
                            case "keep" -> new KeepCrashLane(below);
                            default -> new CrashLane(below);
                        });
            }
            return made.get(kind);
        }

        @Override
        public void close() throws IOException {
            for (StruckVolume volume : made.values()) {
                volume.close();
            }
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
}
