package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    private Path folder;

    private OneVolume volume;

    @BeforeEach
    void make() throws IOException {
        volume = new OneVolume(folder);
    }

    @Test
    void lessRoomThanTheLastSnapshotsTookIsTooLittle() {
        volume.captured(NOW.minusSeconds(60), Map.of("new-bytes", Long.toString(1L << 59), "linked", "1"));

        assertThatThrownBy(() -> volume.volumeLooks(NOW).room()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL);
            assertThat(failure.getMessage())
                    .matches("\\d+\\.\\d .iB are left on /.*, the last snapshot took 512\\.0 PiB");
            assertThat(failure.hint()).contains("Enlarge the volume");
        });
    }

    @Test
    void fewerInodesThanTheLastSnapshotsTookAreTooFew() throws IOException {
        assumeThat(volume.volumeLooks(NOW).room().what()).doesNotContain("no limit of inodes");
        volume.captured(NOW.minusSeconds(60), Map.of("new-bytes", "1", "linked", "1", "new-inodes", "99999999999"));

        assertThatThrownBy(() -> volume.volumeLooks(NOW).room()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_OUT_OF_INODES);
            assertThat(failure.getMessage())
                    .matches("\\d+ inodes are left on /.*, the last snapshot took 99999999999 inodes");
        });
    }

    @Test
    void roomIsReported() {
        assertThat(volume.volumeLooks(NOW).room().what()).contains(" are free; a snapshot takes 16.0 MiB at least");
    }

    @Test
    void whatBackupUtilsWouldTakeForASnapshotIsDoubted() throws IOException {
        Files.createDirectory(volume.data().resolve("20261120T031700"));
        assertThat(volume.volumeLooks(NOW).strayNames().what()).isEqualTo("none");
        Files.createDirectory(volume.data().resolve("2fa-notes"));
        Files.createFile(volume.data().resolve("20261120T031701"));

        CheckDetail found = volume.volumeLooks(NOW).strayNames();

        assertThat(found.what()).contains("'2fa-notes' begins with a digit and is no snapshot");
        assertThat(found.hint()).isPresent();
    }

    @Test
    void aVolumeWithoutADataDirectoryYetHasNoStrayNames() throws IOException {
        Files.delete(volume.data());

        assertThat(volume.volumeLooks(NOW).strayNames().what()).startsWith("none");

        Files.createSymbolicLink(volume.data(), folder.resolve("gone"));

        assertThatThrownBy(() -> volume.volumeLooks(NOW).strayNames()).hasMessageContaining("cannot list");
    }

    @Test
    void aVolumeWithoutASnapshotHasNoForeignOne() throws IOException {
        assertThat(volume.volumeLooks(NOW).owner().what()).isEqualTo("there is no snapshot yet");
        snapshot("20261119T031700"); // not 'current': nothing is linked to it

        assertThat(volume.volumeLooks(NOW).owner().what()).isEqualTo("there is no snapshot yet");
    }

    @Test
    void ourOwnSnapshotMayBeLinkedToEvenWhereAFileInItIsForReadingOnly() throws IOException {
        Path file = snapshot("20261120T031700").resolve("version");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        current("20261120T031700");

        assertThat(volume.volumeLooks(NOW).owner().what())
                .startsWith("snapshot 20261120T031700 may be linked to and removed by user ");
    }

    /** In a process of another user, because root may do everything. */
    @ParameterizedTest
    @ValueSource(strings = {"", "version", "repositories"})
    void aSnapshotOfRootsIsReportedBeforeRsyncCopiesAllOfItAgain(String foreign) throws Exception {
        assumeThat(Mount.possible()).as("root, to become another user").isTrue();
        Path snapshot = snapshot("20261120T031700");
        current("20261120T031700");
        Path entry = foreign.isEmpty() ? snapshot : snapshot.resolve(foreign);
        Tool.run("chmod", "0755", folder.toString());
        Tool.run("chown", "-hR", "999:999", volume.data().toString());
        assertThat(lookedAtByUser999()).contains("may be linked to and removed by user 999");

        Tool.run("chown", "0:0", entry.toString());

        assertThat(lookedAtByUser999())
                .contains("VOLUME_UNUSABLE")
                .contains("snapshot 20261120T031700 cannot be linked to or removed by user 999: " + entry
                        + " belongs to user 0")
                .contains("chown -R 999:999 " + volume.data() + " (see docs/migrate.md)");

        // What a group may write (Kubernetes' fsGroup), the kernel lets its members link.
        Tool.run("chgrp", "-R", "999", entry.toString());
        Tool.run("chmod", "-R", "g+rwX", entry.toString());
        assertThat(lookedAtByUser999()).contains("may be linked to and removed by user 999");
    }

    private String lookedAtByUser999() {
        return Tool.run(
                "setpriv",
                "--reuid=999",
                "--regid=999",
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerLookProgram.class.getName(),
                volume.data().toString());
    }

    private Path snapshot(String id) throws IOException {
        Path snapshot = Files.createDirectory(volume.data().resolve(id));
        Files.createDirectory(snapshot.resolve("repositories"));
        Files.writeString(snapshot.resolve("version"), "v3.12.1\n");
        return snapshot;
    }

    private void current(String id) throws IOException {
        Files.createSymbolicLink(volume.data().resolve("current"), Path.of(id));
    }
}
