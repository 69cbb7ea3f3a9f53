package io.ghekeeper.cli;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One deployment that is struck down and recovers, again and again, its promises checked each time. */
final class CrashLane implements StruckVolume {
    /** Runs in which an engine of another test may be seen. One that keeps the old snapshot leaves it after each. */
    private static final int MOST_DISTURBED = 3;

    private static final int RUNS_KEPT = 10;
    private static final String OLD = "20200101T000000";

    private final Path folder;
    private final Deployment deployment;
    private final Process stranger;
    private final RestorePromises restores;
    private final Strike strike;
    private int strikes;

    CrashLane(Path folder) throws IOException {
        this.folder = folder;
        this.deployment = Deployment.in(folder);
        this.restores = new RestorePromises(deployment);
        deployment.useQuickEngine();
        deployment.configure("");
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()) + "journal: {keep: " + RUNS_KEPT + "}\n");
        this.strike = new Strike(folder, deployment);
        // Another volume's run, which is none of ours.
        ProcessBuilder other = new ProcessBuilder("sleep", "3600");
        other.environment().put(RunProcesses.VARIABLE, "20200101T000000Z-backup-" + "beef");
        this.stranger = other.start();
        strike.keeper().runs().backup().run(Run.Cause.HAND);
        CrashJob.RESTORE.run(strike.keeper());
    }

    @Override
    public List<String> operations(CrashJob job) throws IOException {
        plant();
        return strike.operations(job);
    }

    @Override
    public Optional<List<String>> strike(CrashJob job, Blow blow, String kind, int n)
            throws IOException, InterruptedException {
        plant();
        String good = lastGood().snapshot().orElseThrow();
        awaitTheNextSecondAfter(lastGood());
        // A restore has no business with any snapshot; a backup expires old ones.
        Path untouched =
                job == CrashJob.RESTORE ? deployment.data() : deployment.data().resolve(good);
        Map<String, String> before = tree(untouched);
        List<String> broken = new ArrayList<>();
        if (!strike.at(job, blow, kind, n, broken)) {
            return Optional.empty();
        }
        afterwards(good, untouched, before, broken);
        if (job != CrashJob.RESTORE) {
            theNextRun(broken);
        } else if (strikes++ % 2 == 0) {
            theNextRun(broken);
            restores.theNextOne(strike.keeper(), broken);
        } else {
            restores.theNextOne(strike.keeper(), broken);
            theNextRun(broken);
        }
        return Optional.of(broken);
    }

    /** The order of two runs of one second is unknown, and the journal may leave its last good run as it is. */
    private static void awaitTheNextSecondAfter(Run run) {
        Instant next = run.begin().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !Instant.now().isBefore(next));
    }

    /** All that a run can find to put right: dead markers, an old incomplete snapshot, half-made and half-removed runs. */
    private void plant() throws IOException {
        restores.plant();
        for (String name : List.of("in-progress", "in-progress-backup", "in-progress-restore")) {
            Files.writeString(deployment.data().resolve(name), "20200101T000000 4194303\n");
        }
        Path old = deployment.data().resolve(OLD);
        Files.createDirectories(old.resolve("repositories/1/nw"));
        Files.writeString(old.resolve("repositories/1/nw/pack"), "half\n");
        Files.writeString(old.resolve("incomplete"), "");
        for (String name : List.of("incomplete", "")) {
            Files.setLastModifiedTime(
                    old.resolve(name), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        }
        for (String name : List.of(".new-20200101T000000Z-backup-0001", ".old-20200101T000000Z-backup-0002")) {
            Path leftover = deployment.state().resolve("runs").resolve(name);
            Files.createDirectories(leftover);
            Files.writeString(leftover.resolve("output.log"), "");
        }
        Journal journal = strike.keeper().core().journal();
        // The last good run and the last proof stay, however old: two more than these are removed.
        while (journal.ids().size() < RUNS_KEPT + 4) {
            journal.skip(
                    Run.Kind.BACKUP,
                    new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()),
                    new Run.Reason("run-active", "planted", "none"));
        }
    }

    private void afterwards(String good, Path untouched, Map<String, String> before, List<String> broken)
            throws IOException {
        Journal journal = strike.keeper().core().journal();
        Journal.Runs runs = journal.newest(Integer.MAX_VALUE);
        runs.unreadable().forEach(sentence -> broken.add("3: unreadable: " + sentence));
        runs.readable().stream()
                .filter(Run::isGood)
                .flatMap(run -> run.snapshot().stream())
                .filter(id -> Files.exists(deployment.data().resolve(id).resolve("incomplete")))
                .forEach(id -> broken.add("1: called good and incomplete: " + id));
        if (!tree(untouched).equals(before)) {
            broken.add("3: the last good snapshot, or another one, changed: " + good);
        }
        if (!deployment.holdersOfTheKeyBelow(folder.resolve("data")).isEmpty()) {
            broken.add("5: the key is on the volume");
        }
    }

    private void theNextRun(List<String> broken) throws IOException {
        Keeper keeper = strike.keeper();
        backUp(keeper, broken);
        for (int more = 0;
                more < MOST_DISTURBED && Files.exists(deployment.data().resolve(OLD));
                more++) {
            // An engine that another test began by hand may have been using the old snapshot, as far as is seen from
            // here.
            Awaitility.await().until(() -> !keeper.engine().markers().mayBeUsing(OLD));
            backUp(keeper, broken);
        }
        if (keeper.core().journal().newest(Integer.MAX_VALUE).readable().stream()
                .anyMatch(Run::isOpen)) {
            broken.add("2: a run stays open");
        }
        if (!new RunProcesses(new ProcessTable())
                .alive(keeper.core().journal()::knows)
                .isEmpty()) {
            broken.add("2: something of a dead run is alive");
        }
        if (!stranger.isAlive()) {
            broken.add("2: a stranger's process was ended");
        }
        for (Path place : List.of(deployment.data(), deployment.state().resolve("runs"))) {
            try (Stream<Path> entries = Files.list(place)) {
                entries.map(entry -> entry.getFileName().toString())
                        .filter(name ->
                                name.startsWith(".") || name.startsWith("in-progress") || name.startsWith("2020"))
                        .forEach(name -> broken.add("2: left behind: " + name));
            }
        }
        if (!deployment.holdersOfTheKeyBelow(deployment.keyDirectory()).isEmpty()) {
            broken.add("5: the key was not wiped");
        }
    }

    private static void backUp(Keeper keeper, List<String> broken) {
        try {
            Run next = keeper.runs().backup().run(Run.Cause.HAND);
            if (!next.isGood()) {
                broken.add("3: the next run is not good");
            }
        } catch (RuntimeException e) {
            broken.add("3: the next run fails: " + e);
        }
    }

    private Run lastGood() {
        return strike.keeper().core().journal().lastGood().orElseThrow();
    }

    /** Every file with its content. */
    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        while (true) {
            try {
                fill(files, root);
                return files;
            } catch (UncheckedIOException | NoSuchFileException vanished) {
                // A process that a killed keeper left running removes its marker meanwhile: the folder is read again.
                files.clear();
            }
        }
    }

    private static void fill(Map<String, String> files, Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : (Iterable<Path>)
                    entries.filter(path -> !path.getFileName().toString().startsWith("in-progress"))::iterator) {
                files.put(
                        root.relativize(entry).toString(),
                        Files.isRegularFile(entry)
                                ? Integer.toHexString(
                                        Files.readString(entry, java.nio.charset.StandardCharsets.ISO_8859_1)
                                                .hashCode())
                                : "");
            }
        }
    }

    @Override
    public void close() throws IOException {
        stranger.destroyForcibly();
        deployment.close();
    }
}
