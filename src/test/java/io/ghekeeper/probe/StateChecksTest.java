package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    private Path folder;

    private OneVolume volume;

    @BeforeEach
    void make() throws IOException {
        volume = new OneVolume(folder);
    }

    private StateChecks looks() {
        return volume.stateLooks(NOW);
    }

    @Test
    void onANewVolumeNothingIsWrong() {
        assertThat(looks().stateDirectory().what()).endsWith("is made by the first run");
        assertThat(looks().journal().what()).isEqualTo("all readable: 0");
        assertThat(looks().run().what()).isEqualTo("none");
        assertThat(looks().markers().what()).isEqualTo("none");
        assertThat(looks().lastGood().hint()).contains("Take one with: ghe-keeper backup");
    }

    @Test
    void aStateDirectoryThatCannotBeMadeIsWrong() throws IOException {
        Path gone = folder.resolve("gone/ghe-keeper");
        assertUnusable(gone, "gone is missing");
        Path file = Files.createFile(folder.resolve("file"));
        assertUnusable(file, "file is no directory");
    }

    /** The folder around it may hold anything. */
    @Test
    void ofTheFolderAroundItOnlyThatItselfIsToBeGivenAway() {
        assertThat(OwnerCheck.give(false, Path.of("/data")))
                .contains(": chown ", " /data (")
                .doesNotContain("-R");
        assertThat(OwnerCheck.give(true, Path.of("/data/x"))).contains(": chown -R ", " /data/x (");
    }

    private void assertUnusable(Path state, String words) {
        StateChecks looks = new StateChecks(state, state.resolveSibling("data"), null, null, null, Duration.ZERO, null);
        assertThatThrownBy(looks::stateDirectory).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
            assertThat(failure).hasMessageContaining(words);
            assertThat(failure.hint()).contains("data.state-directory");
        });
    }

    @Test
    void recordsThatCannotBeReadAreNamed() throws IOException {
        volume.ended(NOW.minusSeconds(60), Run.Outcome.SUCCEEDED, run -> {});
        String broken = volume.open(NOW.minusSeconds(30));
        Files.writeString(volume.state().resolve("runs").resolve(broken).resolve("run.json"), "{");

        CheckDetail found = looks().journal();

        assertThat(found.what()).isEqualTo("1 of 2 runs cannot be read");
        assertThat(found.details()).singleElement().asString().contains(broken);
        assertThat(found.hint()).isPresent();
    }

    @Test
    void aRunInProgressIsReported() {
        String id = volume.open(NOW.minusSeconds(60));

        CheckDetail found = looks().run();

        assertThat(found.what()).startsWith(id + " (pid ").endsWith("begun at 2026-11-20T03:16:00Z");
        assertThat(found.hint()).isEmpty();
    }

    @Test
    void aRunWhoseProcessIsGoneIsDoubted() throws IOException {
        String id = volume.open(NOW.minusSeconds(60));
        Path document = volume.state().resolve("runs").resolve(id).resolve("run.json");
        String pid = Long.toString(ProcessHandle.current().pid());
        Files.writeString(document, Files.readString(document).replaceAll("(\"pid\" ?: ?)" + pid, "$14194305"));

        assertThat(looks().run().what()).contains("has no end, and its process is not seen from here");
    }

    @Test
    void aStaleMarkerIsDoubted() throws IOException {
        Files.writeString(volume.data().resolve("in-progress"), "20010101T000000 4194305\n");
        Files.writeString(volume.data().resolve("in-progress-restore"), "1000000000 4194305\n");

        CheckDetail found = looks().markers();

        assertThat(found.what()).isEqualTo("in-progress: no process has pid 4194305");
        assertThat(found.details()).containsExactly("in-progress-restore: no process has pid 4194305");
        assertThat(found.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("ghe-keeper markers --clear"));
    }

    @Test
    void whatIsNoMarkerInAMarkersPlaceIsWrong() throws IOException {
        Files.createDirectory(volume.data().resolve("in-progress"));

        assertThatThrownBy(() -> looks().markers())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MARKER_UNPROVEN));
    }

    @Test
    void aGoodRunWhoseSnapshotIsGoneIsNoBackup() {
        volume.ended(NOW.minus(Duration.ofHours(2)), Run.Outcome.SUCCEEDED, run -> run.snapshot("20261119T011700"));

        assertThat(looks().lastGood().what()).isEqualTo("there is none");
    }

    @Test
    void aSuspectBackupIsDoubtedUntilAGoodOneComes() throws IOException {
        volume.ended(NOW.minus(Duration.ofHours(3)), Run.Outcome.SUSPECT, run -> run.snapshot("20261119T001700"));
        assertThat(looks().suspects().what()).startsWith("20261119T001700 by ");
        assertThat(looks().suspects().hint()).isPresent();

        Files.writeString(
                Files.createDirectory(volume.data().resolve("20261119T011700")).resolve("version"), "v3.11.0\n");
        volume.ended(NOW.minus(Duration.ofHours(2)), Run.Outcome.SUCCEEDED, run -> run.snapshot("20261119T011700"));
        assertThat(looks().suspects().hint()).isEmpty();
    }

    @Test
    void anOldLastGoodBackupIsDoubted() throws IOException {
        Files.writeString(
                Files.createDirectory(volume.data().resolve("20261119T011700")).resolve("version"), "v3.11.0\n");
        volume.ended(NOW.minus(Duration.ofHours(26)), Run.Outcome.SUCCEEDED, run -> run.snapshot("20261119T011700"));
        assertThat(looks().lastGood().hint()).isEmpty();

        CheckDetail later = volume.stateLooks(NOW.plusSeconds(60)).lastGood();

        assertThat(later.what())
                .startsWith("20261119T011700 by ")
                .endsWith("26 h 1 min ago, longer than status.max-age (26 h)");
        assertThat(later.hint()).isPresent();
    }
}
