package io.ghekeeper.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.volume.LocalDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decrypted packs lie in a folder that its lock keeps, and no longer. */
class WorkFolderTest {
    @TempDir
    Path state;

    /** Another process: says which folder it has, and keeps that until it is killed. */
    static final class FolderHolder {
        private FolderHolder() {}

        public static void main(String[] arguments) throws IOException {
            WorkFolder work = WorkFolder.ofProcess(new LocalDisk(), Path.of(arguments[0]), () -> {});
            Path file = work.file("plain");
            Files.writeString(file, "a decrypted pack");
            System.out.println(file);
            while (System.in.read() >= 0) {
                // Kept until it is killed.
            }
        }
    }

    private Process hold() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderHolder.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void neverRemovesAFolderWhoseProcessLivesWhateverItsPid() throws Exception {
        Process holder = hold();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            Path file = Path.of(said.readLine());

            WorkFolder.removeDead(new LocalDisk(), state);

            assertThat(file).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }

        WorkFolder.removeDead(new LocalDisk(), state);

        assertThat(state).isEmptyDirectory();
    }

    @Test
    void neverRemovesAnotherFolderOfItsOwnProcess() throws IOException {
        try (WorkFolder first = WorkFolder.ofProcess(new LocalDisk(), state, () -> {})) {
            Files.writeString(first.file("plain"), "a decrypted pack");

            try (WorkFolder second = WorkFolder.withoutDead(new LocalDisk(), state, () -> {})) {
                assertThat(second.file("plain").getParent())
                        .isNotEqualTo(first.file("plain").getParent());
                assertThat(first.file("plain").getParent()).isNotEmptyDirectory();
            }
        }

        assertThat(state).isEmptyDirectory();
    }

    @Test
    void onlyItsOwnerEntersIt() throws IOException {
        try (WorkFolder work = WorkFolder.ofProcess(new LocalDisk(), state, () -> {})) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(work.file("plain").getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void removesALockWhoseProcessWasKilledBeforeItHadAFolder() throws IOException {
        Files.createFile(state.resolve("archive-plan.00.lock"));

        WorkFolder.removeDead(new LocalDisk(), state);

        assertThat(state).isEmptyDirectory();
    }
}
