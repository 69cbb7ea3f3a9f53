package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.engine.EngineBusy;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.volume.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two runs at once, of an engine that does in {@code /tmp} what backup-utils does there: it empties the machine's progress
 * folder when it begins and when it ends, and cannot go on where another run did that meanwhile.
 */
@ResourceLock(Deployment.ENGINE_BY_HAND)
class TmpSeparationIT {
    private static final String ENGINE = """
        #!/usr/bin/env bash
        exec 3>>"$PLACE/verbose" 4<"$PLACE"
        progress=$MACHINE_TMP/backup-utils-progress
        rm -rf "$progress"/*
        mkdir -m 777 -p "$progress"
        echo "$NAME" >"$progress/total"
        echo $$ >"$PLACE/pid-$NAME"
        touch "$PLACE/begun-$NAME"
        until [ -e "$PLACE/go-$NAME" ]; do sleep 0.05; done
        if [ "$(cat "$progress/total" 2>/dev/null)" != "$NAME" ]; then exit 99; fi
        id -u >"$PLACE/user-$NAME"
        rm -rf "$progress"/*
        exit "${STATUS:-0}"
        """;

    private Path folder;
    private Path engine;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "two-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        engine = Files.writeString(folder.resolve("ghe-backup"), ENGINE);
        Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void remove() throws Exception {
        assertThat(MountTable.ofThisProcess().within(folder.toRealPath()))
                .as("what was mounted for a run is seen nowhere else")
                .isEmpty();
        new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
    }

    @Test
    void aRunThatEndsLeavesTheProgressOfAnotherAlone() throws Exception {
        assume(TmpSeparation.Way.OWN_TMP);

        assertKeptApart(name -> CompletableFuture.supplyAsync(() -> run(name, path(), Map.of())));
    }

    /** Where mounts are shared, as under systemd: else it would stay in use, though its keeper has unmounted it. */
    @Test
    void aVolumeThatIsUnmountedGoesFromTheRunsOfOthersAsWell() throws Exception {
        assume(TmpSeparation.Way.OWN_TMP);
        Assumptions.assumeTrue(Mount.possible(), "only root can mount");
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path mounts;
        CompletableFuture<Integer> run;
        try (Mount mount = Mount.disk(volume, folder.resolve("image"), 16)) {
            run = CompletableFuture.supplyAsync(() -> run("a", path(), Map.of()));
            await("begun-a", run);
            assertThat(mount).isNotNull();
            mounts = Path.of("/proc", Files.readString(folder.resolve("pid-a")).strip(), "mountinfo");
            assertThat(Files.readString(mounts)).contains(volume.toString());
        }

        assertThat(Files.readString(mounts)).doesNotContain(volume.toString());
        go("a");
        assertThat(run.get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    @Test
    void itDoesWithoutRoot() throws Exception {
        Assumptions.assumeTrue(Mount.possible(), "only root can become another user");

        assertKeptApart(name -> CompletableFuture.supplyAsync(() -> runAsNobody(name)));

        assertThat(folder.resolve("user-a")).hasContent("65534");
    }

    private interface Start {
        CompletableFuture<Integer> run(String name);
    }

    private void assertKeptApart(Start start) throws Exception {
        CompletableFuture<Integer> first = start.run("a");
        await("begun-a", first);
        CompletableFuture<Integer> second = start.run("b");
        await("begun-b", second);
        go("b");
        assertThat(second.get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
        go("a");

        assertThat(first.get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    @Test
    void whereNoRunCanHaveATmpOfItsOwnTheSecondIsRefusedUntilTheFirstHasEnded() throws Exception {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return runLocked("a", Map.of());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await("begun-a", first);

        assertThatThrownBy(() -> runLocked("b", Map.of()))
                .isInstanceOf(EngineBusy.class)
                .hasMessageMatching("pid \\d+ \\(bash .*ghe-backup\\)");
        assertThat(folder.resolve("begun-b")).doesNotExist();
        go("a");
        assertThat(first.get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
        go("b");
        assertThat(runLocked("b", Map.of())).isZero();
    }

    /** A restore whose keeper and top process were killed goes on. */
    @Test
    void theLockIsHeldAsLongAsAnyProcessOfTheEngineIsAlive() throws Exception {
        Files.writeString(engine, """
            #!/usr/bin/env bash
            exec 3>>"$PLACE/verbose"
            sleep 600 &
            echo $! >"$PLACE/child"
            exit 3
            """);
        assertThat(runLocked("a", Map.of())).isEqualTo(3);

        assertThatThrownBy(() -> runLocked("b", Map.of())).isInstanceOf(EngineBusy.class);
        new ProcessBuilder(
                        "kill", "-9", Files.readString(folder.resolve("child")).strip())
                .start()
                .waitFor();
        Awaitility.await().until(() -> {
            try {
                return runLocked("b", Map.of()) == 3;
            } catch (EngineBusy stillThere) {
                return false;
            }
        });
        new ProcessBuilder(
                        "kill", "-9", Files.readString(folder.resolve("child")).strip())
                .start()
                .waitFor();
    }

    /** Those that the tools around the engine have for their own failures, too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 75, 125, 127, 200})
    void anExitStatusStaysWhatItIs(int status) throws IOException {
        go("a");

        assertThat(run("a", path(), Map.of("STATUS", Integer.toString(status)))).isEqualTo(status);
        assertThat(runLocked("a", Map.of("STATUS", Integer.toString(status)))).isEqualTo(status);
    }

    @Test
    void whatTheEngineIsHandedBelowTmpIsThereAndNothingElseIs() throws IOException {
        assume(TmpSeparation.Way.OWN_TMP);
        Path strange = Files.createDirectory(folder.resolve("a=b,c:d e"));
        Path link = Files.createSymbolicLink(Path.of("/tmp/" + folder.getFileName() + "-link"), strange);
        Path other = Files.createTempFile(Path.of("/tmp"), "other-", "");
        Files.writeString(engine, """
            #!/usr/bin/env bash
            for place in "$LINKED" "$WHOLE" "${OPTION#*=}"; do [ -d "$place" ] || exit 8; done
            [ ! -e "$(cat "$WHOLE/other")" ] || exit 9
            echo text >"$LINKED/made" && ln "$LINKED/made" "$WHOLE/linked"
            """);
        Files.writeString(strange.resolve("other"), other.toString());
        try {
            int status = run(
                    "a",
                    path(),
                    Map.of("LINKED", link.toString(), "WHOLE", strange.toString(), "OPTION", "x=" + folder));

            assertThat(status).as(Files.readString(folder.resolve("output-a"))).isZero();
            assertThat(strange.resolve("linked")).hasContent("text");
        } finally {
            Files.delete(link);
            Files.delete(other);
        }
    }

    @Test
    void aProgressFolderThatIsALinkIsRefusedWhereItWouldBeUsed() throws IOException {
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Files.createSymbolicLink(tmp.resolve("backup-utils-progress"), folder);

        assertThatThrownBy(() -> new TmpSeparation(pathWithoutNamespaces(), tmp).state())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE))
                .hasMessageContaining("is no directory");
    }

    @Test
    void whatForbidsATmpOfItsOwnIsNamed() throws IOException {
        TmpSeparation.SeparationState state = new TmpSeparation(pathWithoutNamespaces()).state();

        assertThat(state.way()).isEqualTo(TmpSeparation.Way.LOCK);
        assertThat(state.obstacle()).contains("unshare failed: Operation not permitted");
    }

    private int runAsNobody(String name) {
        try {
            Path classes = readableByAll();
            return new ProcessBuilder(
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            Path.of("target/ghe-keeper.jar").toAbsolutePath() + ":" + classes,
                            TmpRunProgram.class.getName(),
                            folder.toString(),
                            name)
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class path of this process may lie in a home that is closed to others. */
    private Path readableByAll() throws IOException {
        String name = TmpRunProgram.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("classes").resolve(name);
        if (Files.notExists(copy)) {
            Files.createDirectories(copy.getParent());
            try (var original = TmpRunProgram.class.getClassLoader().getResourceAsStream(name)) {
                Files.copy(original, copy);
            }
        }
        return folder.resolve("classes");
    }

    private int run(String name, String path, Map<String, String> more) {
        return TmpRunProgram.run(new TmpSeparation(path), folder, name, path, Path.of("/tmp"), more);
    }

    /** Without name spaces, as in a container that may make none; in a {@code /tmp} where no other test does the same. */
    private int runLocked(String name, Map<String, String> more) throws IOException {
        Path tmp = Files.createDirectories(folder.resolve("machine"));
        String path = pathWithoutNamespaces();
        return TmpRunProgram.run(new TmpSeparation(path, tmp), folder, name, path, tmp, more);
    }

    /** As in a container that may make no name space. */
    private String pathWithoutNamespaces() throws IOException {
        Path bin = folder.resolve("bin");
        if (Files.notExists(bin)) {
            Files.createDirectory(bin);
            Path unshare = Files.writeString(
                    bin.resolve("unshare"),
                    "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n");
            Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return bin + ":" + path();
    }

    private static String path() {
        return System.getenv("PATH");
    }

    private void go(String name) throws IOException {
        Files.createFile(folder.resolve("go-" + name));
    }

    private void await(String file, CompletableFuture<Integer> run) {
        Awaitility.await().until(() -> run.isDone() || Files.exists(folder.resolve(file)));
        assertThat(folder.resolve(file)).exists();
    }

    private static void assume(TmpSeparation.Way way) {
        Assumptions.assumeTrue(
                new TmpSeparation(path()).state().way() == way, "the kernel lets this user make no mount name space");
    }
}
