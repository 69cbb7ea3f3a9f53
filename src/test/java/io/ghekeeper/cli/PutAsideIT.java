package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine links a damaged file into the next snapshot, unless it is put aside first. */
class PutAsideIT extends OneDeployment {
    private static final String STORED = "/data/user/storage/a/1a/2b/object";

    @BeforeEach
    void addFiles() {
        deployment.appliance().files().addFile(STORED, "an object that never changes");
        deployment.configure("");
    }

    @Test
    void theBackupAfterDamageFetchesTheFilesAgainAndIsWhole() throws IOException {
        damageIsFetchedAgain();
    }

    @Test
    @TakesTurns
    void itIsWholeWithBackupUtils() throws IOException {
        useBackupUtils();
        damageIsFetchedAgain();
    }

    /** What the step is for: when an engine fetches such a file by itself, the step can go. */
    @Test
    void withoutTheStepTheEngineLinksTheDamageAgain() throws IOException {
        damageIsLinked();
    }

    @Test
    @TakesTurns
    void backupUtilsLinksTheDamageAgainWithoutTheStep() throws IOException {
        useBackupUtils();
        damageIsLinked();
    }

    @Test
    void aSealDoesNotCallASnapshotWholeThatSharesWhatWasFoundDamagedSince() throws IOException {
        String first = backUp();
        seal(first);
        FlippedBit.in(stored(first));
        String second = backUp();
        assertThat(Typed.at(deployment, "verify", first).status()).isEqualTo(79);
        // As when its backup ended only after that verification: nothing says yet that it is damaged.
        Files.delete(evidence(second + ".json"));
        Files.delete(evidence(second + ".damaged"));

        Failure failure = Assertions.catchThrowableOfType(Failure.class, () -> seal(second));

        assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED);
        assertThat(failure).hasMessageContaining("it shares files with " + first);
        assertThat(Typed.at(deployment, "snapshots").out()).contains("damaged: " + second);
        assertThat(deployment.state().resolve("seals/" + second + ".json")).doesNotExist();
    }

    private void useBackupUtils() {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        deployment.configure("");
    }

    private void damageIsFetchedAgain() throws IOException {
        String first = backUp();
        seal(first);
        List<Path> damaged = List.of(stored(first), lastFileIn(first, "repositories"), lastFileIn(first, "pages"));
        List<byte[]> contents = damaged.stream().map(PutAsideIT::read).toList();
        Path untouched = firstFileIn(first, "repositories");
        for (Path file : damaged) {
            FlippedBit.in(file);
        }
        Object inode = inode(stored(first));
        assertThat(Typed.at(deployment, "verify", first).status()).isEqualTo(79);

        String second = backUp();

        assertThat(inode(in(second, untouched))).isEqualTo(inode(untouched));
        for (int i = 0; i < damaged.size(); i++) {
            assertThat(in(second, damaged.get(i))).hasBinaryContent(contents.get(i));
            assertThat(damaged.get(i)).doesNotExist();
        }
        assertThat(inode(stored(second))).isNotEqualTo(inode);
        assertThat(deployment.data().resolve(first).resolve(Snapshot.PUT_ASIDE))
                .isDirectoryContaining(file -> inode(file).equals(inode));
        seal(second);
        Deployment.Result verify = Typed.at(deployment, "verify", second);
        assertThat(verify.status()).as(verify.err() + verify.out()).isZero();
        assertThat(HandMade.journal(deployment).lastGood().orElseThrow().last(BackupEvent.DamagePutAside.class))
                .hasValueSatisfying(event -> {
                    assertThat(event.snapshot()).isEqualTo(first);
                    assertThat(event.files()).isEqualTo(3);
                });
        assertThat(Typed.at(deployment, "status").out())
                .contains(
                        "(snapshot " + second,
                        "restorable  " + second,
                        "verified ",
                        "1 damaged",
                        "damaged     snapshot " + first);
        String third = backUp();
        assertThat(inode(stored(third))).isEqualTo(inode(stored(second)));
    }

    private void damageIsLinked() throws IOException {
        String first = backUp();
        seal(first);
        FlippedBit.in(stored(first));
        assertThat(Typed.at(deployment, "verify", first).status()).isEqualTo(79);
        Files.delete(evidence(first + ".damaged"));

        String second = backUp();

        assertThat(inode(stored(second))).isEqualTo(inode(stored(first)));
        seal(second);
        assertThat(Typed.at(deployment, "verify", second).status()).isEqualTo(79);
    }

    private Path evidence(String name) {
        return deployment.state().resolve("evidence").resolve(name);
    }

    private String backUp() {
        nextSecond();
        return HandMade.backUp(deployment);
    }

    private void seal(String snapshot) {
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    private Path stored(String snapshot) {
        return deployment.data().resolve(snapshot).resolve(STORED.substring("/data/user/".length()));
    }

    /** The same file of another snapshot. */
    private Path in(String snapshot, Path file) {
        Path below = deployment.data().relativize(file);
        return deployment.data().resolve(snapshot).resolve(below.subpath(1, below.getNameCount()));
    }

    private Path lastFileIn(String snapshot, String part) throws IOException {
        return files(snapshot, part).get(files(snapshot, part).size() - 1);
    }

    private Path firstFileIn(String snapshot, String part) throws IOException {
        return files(snapshot, part).get(0);
    }

    private List<Path> files(String snapshot, String part) throws IOException {
        try (Stream<Path> files = Files.walk(deployment.data().resolve(snapshot).resolve(part))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).length > 0)
                    .sorted()
                    .toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
