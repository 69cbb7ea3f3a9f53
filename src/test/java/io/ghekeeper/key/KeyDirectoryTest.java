package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.SshKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {
    @TempDir
    private Path folder;

    private KeyDirectory directory;
    private SshKey key;
    private Path file;
    private Path lock;

    @BeforeEach
    void open() {
        directory = directory();
        SshKeys.Pair pair = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
        key = directory.write(pair.unlocked());
        file = key.file();
        lock = file.resolveSibling(file.getFileName() + ".lock");
    }

    @Test
    void aKeyThatCannotBeOverwrittenIsRemovedAllTheSame() throws Exception {
        Process busy = cannotBeOverwritten();
        try {
            key.close();

            assertThat(file).doesNotExist();
            assertThat(lock).doesNotExist();
        } finally {
            busy.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKeyThatStaysIsReportedAndKeepsItsLock() throws IOException {
        cannotBeRemoved();

        assertReportedAsUnsafe(key::close);

        assertThat(file).exists();
        assertThat(lock).exists();
    }

    @Test
    void aKeyThatStaysIsReportedByEveryRunUntilItIsGone() throws IOException {
        Path thing = cannotBeRemoved();
        assertReportedAsUnsafe(key::close);

        assertReportedAsUnsafe(directory::wipeLeftovers);
        assertReportedAsUnsafe(directory()::wipeLeftovers);
        assertThat(lock).exists();

        Files.delete(thing);
        assertThat(directory.wipeLeftovers()).isEqualTo(1);
        assertThat(file).doesNotExist();
        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockWhoseKeyIsGoneIsNoLeftover() throws IOException {
        Files.createFile(file.resolveSibling("id-0.lock"));

        assertThat(directory().wipeLeftovers()).isZero();
        assertThat(file.resolveSibling("id-0.lock")).doesNotExist();
    }

    /** A running program: no user may write to it, not even root, whom file modes do not stop. */
    private Process cannotBeOverwritten() throws IOException {
        Files.copy(Path.of("/bin/sleep").toRealPath(), file, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
        return new ProcessBuilder(file.toString(), "1000").start();
    }

    /** A folder with something in it; returns that. */
    private Path cannotBeRemoved() throws IOException {
        Files.delete(file);
        return Files.createFile(Files.createDirectory(file).resolve("thing"));
    }

    private KeyDirectory directory() {
        return new KeyDirectory(folder.resolve("memory"), true);
    }

    private void assertReportedAsUnsafe(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.KEY_DIRECTORY_UNSAFE);
            assertThat(failure).hasMessageContaining(file.toString());
        });
    }
}
