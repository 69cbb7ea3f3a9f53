package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.LeaseHolder;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.snapshot.SnapshotReaders;
import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code retention run} deletes, on a volume with four good snapshots that share a file, of which the plan keeps one. */
@Isolated("a deletion spares what an engine of another test may be using, as far as is seen from here")
class RetentionRunIT extends OneDeployment {
    private static final String SHARED = "repositories/5/nw/5f/f1/2d/4/4.git/objects/pack/shared";

    private String oldest;
    private String older;
    private String old;
    private String newest;
    private Path outside;

    @BeforeEach
    void haveSnapshots() throws IOException {
        Files.createDirectories(deployment.data());
        deployment.configure("");
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()) + "retention: {policy: [last 1]}\n");
        outside = Files.createDirectories(deployment.data().resolveSibling("outside"));
        Files.writeString(outside.resolve("file"), "not ours");
        oldest = good(Duration.ofDays(300));
        older = good(Duration.ofDays(250));
        old = good(Duration.ofDays(200));
        newest = good(Duration.ofHours(1));
    }

    private String good(Duration ago) throws IOException {
        Clock then = Clock.offset(Clock.systemUTC(), ago.negated());
        Journal journal = HandMade.keeper(deployment, then).core().journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            String id = PlantedRuns.idTime(then.instant()).replace("Z", "");
            snapshot(id);
            run.snapshot(id);
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
            return id;
        }
    }

    /** With a file of its own, one that all share, and links to what is outside. */
    private void snapshot(String id) throws IOException {
        Path directory = Files.createDirectory(deployment.data().resolve(id));
        Files.writeString(directory.resolve("version"), "v3.12.1\n");
        Path shared = directory.resolve(SHARED);
        Files.createDirectories(shared.getParent());
        try (Stream<Path> others = Files.list(deployment.data())) {
            Optional<Path> holder = others.map(other -> other.resolve(SHARED))
                    .filter(Files::exists)
                    .findFirst();
            if (holder.isPresent()) {
                Files.createLink(shared, holder.get());
            } else {
                Files.writeString(shared, "shared by all");
            }
        }
        Files.writeString(shared.resolveSibling("own"), id);
        Files.createSymbolicLink(directory.resolve("pages"), outside);
        Files.createSymbolicLink(shared.resolveSibling("link"), outside.resolve("file"));
        Files.writeString(
                Files.createDirectories(directory.resolve("storage/a/b")).resolve("blob"), id);
    }

    private Run run() {
        return run(new LocalDisk());
    }

    private Run run(Disk disk) {
        // An engine that another test began by hand may be using the snapshots, as far as is seen from here.
        Awaitility.await()
                .until(() -> !HandMade.keeper(deployment).engine().markers().mayBeUsing(oldest));
        return HandMade.keeper(deployment, disk).retention().run().run(Run.Cause.HAND, Optional.empty());
    }

    private Run failed(Disk disk, FailureKind kind) {
        Failure failure = catchThrowableOfType(Failure.class, () -> run(disk));
        assertThat(failure.kind()).isEqualTo(kind);
        return newestRun();
    }

    private Run newestRun() {
        return HandMade.journal(deployment).newest(1).readable().get(0);
    }

    private static List<String> deleted(Run run) {
        return run.all(RetentionEvent.SnapshotDeleted.class)
                .map(RetentionEvent.SnapshotDeleted::snapshot)
                .toList();
    }

    private static List<String> spared(Run run) {
        return run.all(RetentionEvent.SnapshotSpared.class)
                .map(RetentionEvent.SnapshotSpared::snapshot)
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(deployment.data())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private void pin(String id) {
        new EvidenceFiles(deployment.state())
                .pin(new LocalDisk(), id, new Pin(Instant.now(), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatThePlanDeletesGoesTheOldestFirstAndWhatItKeepsStaysWhole() throws IOException {
        Run run = run();

        assertThat(deleted(run)).containsExactly(oldest, older, old);
        assertThat(run.all(RetentionEvent.SnapshotDeleted.class))
                .allSatisfy(one -> assertThat(one.why()).isEqualTo("no rule of the policy keeps it"));
        assertThat(names()).containsExactly(newest);
        assertThat(deployment.data().resolve(newest).resolve(SHARED)).hasContent("shared by all");
        assertThat(deployment.data().resolve(newest).resolve("storage/a/b/blob"))
                .hasContent(newest);
        assertThat(outside.resolve("file")).hasContent("not ours");
    }

    private void sealAll() {
        for (String id : List.of(oldest, older, old, newest)) {
            HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
        }
    }

    private static Map<String, Long> bytesOf(Run run) {
        return run.all(RetentionEvent.SnapshotDeleted.class)
                .collect(Collectors.toMap(
                        RetentionEvent.SnapshotDeleted::snapshot,
                        one -> one.bytes().orElse(-1)));
    }

    /** What only this snapshot holds: the release, and two files with its id. */
    private static long own(String id) {
        return "v3.12.1\n".length() + 2L * id.length();
    }

    @Test
    void theBytesThatGoWithEachSnapshotAreRecordedAndAddUpToThoseOfThePlan() throws IOException {
        Path both = Files.writeString(deployment.data().resolve(oldest).resolve("both"), "of the two oldest");
        Files.createLink(deployment.data().resolve(older).resolve("both"), both);
        long goesWithTheSecond = Files.size(both);
        sealAll();
        RetentionAssembly retention = HandMade.keeper(deployment).retention();
        long planned = retention.deletedBytes(retention.plan()).orElseThrow();

        Map<String, Long> bytes = bytesOf(run());

        assertThat(bytes)
                .containsOnly(
                        Map.entry(oldest, own(oldest)),
                        Map.entry(older, own(older) + goesWithTheSecond),
                        Map.entry(old, own(old)));
        assertThat(bytes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(planned);
    }

    @Test
    void theBytesOfADeletionThatWasCutOffAreThoseOfTheWholeSnapshot() throws IOException {
        sealAll();
        Path aside = deployment.data().resolve(".ghe-keeper-removing-" + oldest);
        Files.move(deployment.data().resolve(oldest), aside);
        Files.writeString(aside.resolve("incomplete"), "");
        Files.delete(aside.resolve("version"));

        assertThat(bytesOf(run())).containsEntry(oldest, own(oldest)).containsEntry(older, own(older));
    }

    @Test
    void whereASnapshotHasNoSealTheBytesThatGoAreUnknown() {
        assertThat(bytesOf(run())).containsOnlyKeys(oldest, older, old).containsValue(-1L);
        assertThat(Typed.at(deployment, "logs", newestRun().id()).out())
                .contains("deleted: " + oldest + " (size unknown): no rule of the policy keeps it");
    }

    @Test
    void aSecondRunDeletesNothing() {
        run();

        Run second = run();

        assertThat(second.hasSucceeded()).isTrue();
        assertThat(deleted(second)).isEmpty();
    }

    @Test
    void afterAFailedBackupNothingIsDeletedAndTheRunSaysWhy() throws IOException {
        Journal journal = HandMade.journal(deployment);
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND)
                    .end(Run.Outcome.FAILED, Optional.of(new Run.Reason("x", "it failed", "Look.")));
        }

        Run run = run();

        assertThat(run.hasSucceeded()).isTrue();
        assertThat(run.last(RetentionEvent.PlanHalted.class).orElseThrow().why())
                .contains("the last backup failed");
        assertThat(names()).hasSize(4);
    }

    @Test
    void aSnapshotThatAnExportReadsIsSpared() throws IOException {
        Run run;
        try (AliveLock reading =
                new SnapshotReaders(HandMade.journal(deployment).directory(), new LocalDisk()).begin(older)) {
            assertThat(reading).isNotNull();
            run = run();
        }

        assertThat(deployment.data().resolve(older)).isDirectory();
        assertThat(deployment.data().resolve(oldest)).doesNotExist();
        assertThat(run.all(RetentionEvent.SnapshotSpared.class))
                .extracting(RetentionEvent.SnapshotSpared::snapshot)
                .containsExactly(older);
    }

    @Test
    void aPinThatComesBetweenPlanAndDeletionKeepsTheSnapshot() throws IOException {
        Disk pinning = before("rename " + deployment.data().resolve(older), () -> pin(older));

        Run run = run(pinning);

        assertThat(spared(run)).containsExactly(older);
        assertThat(deleted(run)).containsExactly(oldest, old);
        assertThat(names()).containsExactly(older, newest);
        assertThat(deployment.data().resolve(older).resolve("incomplete")).doesNotExist();
    }

    @Test
    void aPinThatComesWhileAnotherOneIsDeletedIsInTheNextPlan() throws IOException {
        Disk pinning = before("rename " + deployment.data().resolve(oldest), () -> pin(older));

        Run run = run(pinning);

        assertThat(run.last(RetentionEvent.SnapshotSpared.class).orElseThrow().why())
                .startsWith("pinned");
        assertThat(names()).containsExactly(older, newest);
    }

    @Test
    void whatABackupThatIsRunningUsesStaysAndTheRestGoes() throws Exception {
        try (RunningBackup backup = RunningBackup.using(deployment.state(), older)) {
            assertThat(backup.says()).isEqualTo("held");

            assertThat(deleted(run())).containsExactly(oldest, old);
        }
        assertThat(names()).containsExactly(older, newest);
    }

    @Test
    void besideARunThatNamesNoSnapshotNothingIsDeleted() throws Exception {
        try (RunningBackup backup = RunningBackup.using(deployment.state())) {
            assertThat(backup.says()).isEqualTo("held");

            assertThat(run().has(RetentionEvent.PlanHalted.class)).isTrue();
        }
        assertThat(names()).hasSize(4);
    }

    /** Another keeper's process, which has the capture lane. */
    private record RunningBackup(Process process, BufferedReader output) implements AutoCloseable {
        static RunningBackup using(Path stateDirectory, String... snapshots) throws IOException {
            Process process = LeaseHolder.start(stateDirectory, snapshots);
            return new RunningBackup(process, process.inputReader());
        }

        String says() throws IOException {
            return output.readLine();
        }

        @Override
        public void close() throws IOException {
            process.outputWriter().close();
            process.onExit().join();
        }
    }

    @Test
    void oneThatCannotBeDeletedIsRecordedAndTheOthersGo() throws IOException {
        boolean[] inOlder = {false};
        Disk refusing = new ObservedDisk(operation -> {
            inOlder[0] = operation.startsWith("rename ") ? operation.contains(older) : inOlder[0];
            if (inOlder[0] && operation.equals("delete in the tree own")) {
                throw new IOException("Operation not permitted");
            }
        });

        Run run = failed(refusing, FailureKind.RETENTION_FAILED);

        assertThat(deleted(run)).containsExactly(oldest, old);
        assertThat(run.last(RetentionEvent.DeletionFailed.class).orElseThrow())
                .satisfies(event -> assertThat(event.snapshot()).isEqualTo(older))
                .satisfies(event -> assertThat(event.why()).contains("Operation not permitted"));
        assertThat(names()).containsExactly(".ghe-keeper-removing-" + older, newest);
        assertThat(deleted(run())).containsExactly(older);
        assertThat(names()).containsExactly(newest);
    }

    @Test
    @SuppressWarnings("try") // it is mounted, not used
    void aSnapshotWithAMountInItStaysWholeAndTheMountIsNamed() throws IOException {
        assumeTrue(Mount.possible());
        Path point = Files.createDirectory(deployment.data().resolve(older).resolve("mounted"));
        try (Mount mounted = Mount.memory(point, "size=1m")) {
            Files.writeString(point.resolve("file"), "not ours");

            Run run = failed(new LocalDisk(), FailureKind.RETENTION_FAILED);

            assertThat(run.last(RetentionEvent.DeletionFailed.class)
                            .orElseThrow()
                            .why())
                    .contains("another file system is mounted at")
                    .contains(older + "/mounted");
            assertThat(point.resolve("file")).exists();
            assertThat(names()).containsExactly(older, newest);
        }
    }

    @Test
    void whatIsRecordedOfADeletedSnapshotGoesAndListsThatAKeptOneNamesStay() throws IOException {
        for (String id : List.of(oldest, older, newest)) {
            HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
        }
        HandMade.keeper(deployment)
                .seals()
                .verify()
                .run(Run.Cause.HAND, Optional.empty(), List.of(oldest, newest), false);
        long lists = files("seals/units") + files("seals/inodes");
        for (String left : List.of(".json.new", ".local.json.new", ".units.new", ".units.old")) {
            Files.writeString(deployment.state().resolve("seals/" + oldest + left), "of a process that was killed");
        }
        for (String left : List.of(".json.new", ".damaged", ".damaged.new", ".found", ".merged")) {
            Files.writeString(deployment.state().resolve("evidence/" + oldest + left), "of a process that was killed");
        }

        run();

        try (Stream<Path> evidence = Files.list(deployment.state().resolve("evidence"))) {
            assertThat(evidence.map(Path::toString)).noneMatch(name -> name.contains(oldest));
        }
        try (Stream<Path> seals = Files.list(deployment.state().resolve("seals"))) {
            assertThat(seals.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("20")))
                    .containsExactlyInAnyOrder(newest + ".json", newest + ".local.json");
        }
        assertThat(files("seals/units") + files("seals/inodes")).isPositive().isLessThan(lists);
        assertThat(HandMade.keeper(deployment)
                        .seals()
                        .verify()
                        .run(Run.Cause.HAND, Optional.empty(), List.of(newest), false)
                        .hasSucceeded())
                .isTrue();
    }

    @Test
    void listsThatASweepLeftGoInTheNextRunWhateverThatDeletes() throws IOException {
        for (String id : List.of(oldest, newest)) {
            HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
        }
        long lists = files("seals/units");
        Path units = deployment.state().resolve("seals/units");

        Run full = run(new ObservedDisk(now -> {
            if (now.startsWith("delete " + units)) {
                throw new IOException(FaultyDisk.FULL);
            }
        }));

        assertThat(deleted(full)).containsExactly(oldest, older, old);
        assertThat(files("seals/units")).isEqualTo(lists);
        assertThat(deleted(run())).isEmpty();
        assertThat(files("seals/units")).isPositive().isLessThan(lists);
    }

    @Test
    void noListGoesWhileASealCannotBeRead() throws IOException {
        for (String id : List.of(oldest, newest)) {
            HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
        }
        Files.writeString(deployment.state().resolve("seals/" + newest + ".json"), "{");
        long lists = files("seals/units");

        assertThat(run().hasSucceeded()).isTrue();

        assertThat(files("seals/units")).isEqualTo(lists);
    }

    private long files(String below) throws IOException {
        Path top = deployment.state().resolve(below);
        if (Files.notExists(top)) {
            return 0;
        }
        try (Stream<Path> entries = Files.walk(top)) {
            return entries.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void oneThatWasOnlyRenamedGetsItsNameBackAndIsPlannedAgain() throws IOException {
        pin(older);
        Files.move(deployment.data().resolve(older), deployment.data().resolve(".ghe-keeper-removing-" + older));

        run();

        assertThat(names()).containsExactly(older, newest);
        assertThat(deployment.data().resolve(older).resolve("storage/a/b/blob")).hasContent(older);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failedAtAnyOperationItLeavesNothingHalfThatLooksCompleteAndTheNextRunEndsIt(boolean once) throws IOException {
        pin(older);
        pin(old);
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), oldest);
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), newest);
        Path prepared = Files.createDirectories(deployment.data().resolveSibling("prepared"));
        copy(deployment.data(), prepared.resolve("data"));
        copy(deployment.state(), prepared.resolve("state"));
        boolean ended = false;
        int n = 0;
        while (!ended) {
            n++;
            replace(prepared.resolve("data"), deployment.data());
            replace(prepared.resolve("state"), deployment.state());
            FaultyDisk disk = once ? FaultyDisk.failingOnce(n) : FaultyDisk.failingFrom(n);
            Failure failure = catchThrowableOfType(Failure.class, () -> run(disk));
            ended = failure == null && disk.operations() < n;
            for (String name : names()) {
                if (name.startsWith("2")) {
                    assertWhole(name, n);
                }
            }
            Awaitility.await()
                    .until(
                            () -> {
                                run();
                                return names();
                            },
                            List.of(older, old, newest)::equals);
            assertWhole(newest, n);
            assertThat(files("seals/" + oldest + ".json")).isZero();
            assertThat(HandMade.keeper(deployment).seals().next().isSealed(newest))
                    .isTrue();
        }
        assertThat(n).isGreaterThan(40);
    }

    private void assertWhole(String id, int operation) {
        Path snapshot = deployment.data().resolve(id);
        assertThat(snapshot.resolve("incomplete")).as("%s at %s", id, operation).doesNotExist();
        assertThat(List.of("version", SHARED, "pages", "storage/a/b/blob"))
                .allSatisfy(path -> assertThat(Files.exists(snapshot.resolve(path), LinkOption.NOFOLLOW_LINKS))
                        .as("%s of %s at %s", path, id, operation)
                        .isTrue());
    }

    private static void copy(Path from, Path to) throws IOException {
        Tool.run("cp", "-a", from.toString(), to.toString());
    }

    private static void replace(Path from, Path to) throws IOException {
        Tool.run("rm", "-rf", to.toString());
        copy(from, to);
    }

    private static Disk before(String operation, Runnable happening) {
        boolean[] happened = {false};
        return new ObservedDisk(now -> {
            if (now.startsWith(operation) && !happened[0]) {
                happened[0] = true;
                happening.run();
            }
        });
    }
}
