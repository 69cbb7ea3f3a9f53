package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    Path volume;

    private Path data;
    private Snapshots snapshots;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(volume.resolve("data"));
        snapshots = new Snapshots(new DataSettings(data, Duration.ofDays(1)), new LocalDisk());
    }

    @Test
    void aNewIdIsTheTimeInUtc() throws IOException {
        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T031700");

        complete("20261119T031700");
        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T031700");
    }

    @Test
    void aNewIdIsNoOldOne() throws IOException {
        incomplete("20261120T031700");

        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T031701");
    }

    @Test
    void aNewIdFollowsNoNameThatIsAheadOfEveryTimeZone() throws IOException {
        complete("20261120T031700");
        complete("20261231T235959");
        complete("20261121T000000");

        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T031701");
        assertThat(snapshots.freeId(NOW.plus(Duration.ofDays(7)))).isEqualTo("20261127T031700");
        assertThat(snapshots.freeId(NOW.minus(Duration.ofDays(900)))).isEqualTo("20240603T031700");
    }

    /** backup-utils alone names them by the local time: in summer, Berlin is two hours ahead of our names. */
    @Test
    void aNewIdSortsBehindThoseOfALocalTimeAheadOfUtc() throws IOException {
        complete("20261120T051200");

        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T051201");
        complete("20261120T051201");
        assertThat(snapshots.freeId(NOW.plus(Duration.ofHours(2)))).isEqualTo("20261120T051700");
        assertThat(snapshots.list().all())
                .extracting(Snapshot::id)
                .containsExactly("20261120T051201", "20261120T051200");
    }

    @Test
    void aFileByTheNameOfASnapshotIsNotInItsWay() throws IOException {
        Files.writeString(data.resolve("20261120T031700"), "");

        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T031701");
    }

    @Test
    void idsThatNoClockGaveAreNotFollowed() throws IOException {
        complete("99991231T235959");
        complete("20261399T000000");
        complete("2fa-notes");
        complete("20261120T031700");

        assertThat(snapshots.freeId(NOW)).isEqualTo("20261120T031701");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/elsewhere/20261120T031700", "../20261120T031700", "deep/20261120T031700"})
    void whatCurrentNamesElsewhereIsNoSnapshotOfOurs(String target) throws IOException {
        complete("20261120T031700");
        Files.createSymbolicLink(data.resolve("current"), Path.of(target));

        assertThat(snapshots.list().find("20261120T031700").orElseThrow().current())
                .isFalse();
    }

    @Test
    void currentMayNameItsSnapshotByItsWholePath() throws IOException {
        complete("20261120T031700");
        Files.createSymbolicLink(data.resolve("current"), data.resolve("20261120T031700"));

        assertThat(snapshots.list().find("20261120T031700").orElseThrow().current())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3.11.03.14.0", "3.11.0 3.14.0", "3.11.0\n3.14.0", "v03.11.0", "v3.11.0.\u001b[2J"})
    void aVersionThatIsNoReleaseIsNone(String text) throws IOException {
        complete("20261120T031700");
        Path version = data.resolve("20261120T031700/version");
        Files.writeString(version, text + "\n");
        assertThat(snapshots.list().find("20261120T031700").orElseThrow().applianceVersion())
                .isEmpty();

        Files.writeString(version, "v3.11.0\n");
        assertThat(snapshots.list().find("20261120T031700").orElseThrow().applianceVersion())
                .contains("v3.11.0");
    }

    @Test
    void aVersionThatIsAPipeIsNotWaitedFor() throws Exception {
        complete("20261120T031700");
        Path version = data.resolve("20261120T031700/version");
        Files.deleteIfExists(version);
        assertThat(new ProcessBuilder("mkfifo", version.toString()).start().waitFor())
                .isZero();

        assertThat(assertTimeoutPreemptively(
                        TestTimeouts.LONG, () -> snapshots.list().all()))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.applianceVersion()).isEmpty());
    }

    @Test
    void theUuidIsReadWhereItIsOneAndNeverWaitedFor() throws Exception {
        complete("20261120T031700");
        Snapshot snapshot = snapshots.list().find("20261120T031700").orElseThrow();
        Path uuid = data.resolve("20261120T031700/uuid");
        assertThat(Snapshots.uuid(snapshot)).isEmpty();

        Files.writeString(uuid, "8F6B2C1E-0000-4000-8000-00000000000a\n");
        assertThat(Snapshots.uuid(snapshot)).hasValue("8F6B2C1E-0000-4000-8000-00000000000a");

        Files.writeString(uuid, "none\n");
        assertThat(Snapshots.uuid(snapshot)).isEmpty();

        Files.delete(uuid);
        assertThat(new ProcessBuilder("mkfifo", uuid.toString()).start().waitFor())
                .isZero();
        assertThat(assertTimeoutPreemptively(TestTimeouts.LONG, () -> Snapshots.uuid(snapshot)))
                .isEmpty();
    }

    @Test
    void straysAreWhatBackupUtilsTakesForSnapshots() throws IOException {
        complete("20261120T031700");
        incomplete("20261119T031700");
        complete("2fa-notes");
        Files.writeString(data.resolve("20261118T031700"), "a file");
        Files.createSymbolicLink(data.resolve("20261117T031700"), Path.of("20261120T031700"));
        Files.writeString(data.resolve("in-progress"), "");

        assertThat(snapshots.list().strays()).containsExactly("20261117T031700", "20261118T031700", "2fa-notes");
        assertThat(snapshots.list().all())
                .extracting(Snapshot::id)
                .containsExactly("20261120T031700", "20261119T031700");
    }

    @Test
    void theDataDirectoryIsMadeAndTheWayToItIsNot() throws IOException {
        Files.delete(data);
        snapshots.prepare();
        assertThat(data).isDirectory();

        Path unmounted = volume.resolve("not-mounted/data");
        Snapshots others = new Snapshots(new DataSettings(unmounted, Duration.ofDays(1)), new LocalDisk());
        assertThatThrownBy(others::prepare)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE));
    }

    @Test
    void theDataDirectoryIsMadeThroughTheDisk() throws IOException {
        Files.delete(data);
        Snapshots full = new Snapshots(new DataSettings(data, Duration.ofDays(1)), FaultyDisk.failingFrom(1));

        assertThatThrownBy(full::prepare).isInstanceOf(Failure.class).hasMessageContaining(FaultyDisk.FULL);
    }

    private void complete(String id) throws IOException {
        Files.createDirectory(data.resolve(id));
    }

    private void incomplete(String id) throws IOException {
        complete(id);
        Files.writeString(data.resolve(id).resolve("incomplete"), "");
    }
}
