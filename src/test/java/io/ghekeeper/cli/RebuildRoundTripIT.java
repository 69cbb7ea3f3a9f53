package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After the loss of the volume: what the engine makes of a data directory that was filled from the archive. */
@Tag("core")
class RebuildRoundTripIT extends OneArchive {
    /** What the engine copies by rsync. All else is a new file in each backup. */
    private static final List<String> COPIED =
            List.of("repositories", "pages", "storage", "git-hooks", "elasticsearch");

    @Test
    void theNextBackupCopiesChangesOnly() throws IOException {
        loseRebuildAndBackUpAgain();
    }

    @Test
    @TakesTurns
    void itDoesWithBackupUtils() throws IOException {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.useBackupUtils(Path.of(home), 100_000);
        loseRebuildAndBackUpAgain();
    }

    private void loseRebuildAndBackUpAgain() throws IOException {
        plainStore("");
        String before = HandMade.backUp(deployment);
        String archived = archived();
        Path lost = lost();

        rebuild(1);
        deployment.appliance().files().addFile("/data/user/storage/a/1a/2b/new", "what is new");
        String next = HandMade.backUp(deployment);

        requireEqual(lost.resolve(archived), snapshot(archived));
        assertThat(shared(deployment.data(), archived, next))
                .as("as without the loss")
                .isEqualTo(shared(lost, before, archived))
                .containsAll(copied(archived))
                .isNotEmpty();
        assertThat(snapshot(next).resolve("storage/a/1a/2b/new")).hasContent("what is new");
        Tool.run("git", "-C", repository(next).toString(), "fsck", "--strict");
    }

    private List<String> copied(String id) throws IOException {
        try (Stream<Path> files = Files.walk(snapshot(id))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> snapshot(id).relativize(file))
                    .filter(path -> COPIED.contains(path.getName(0).toString()))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private Path repository(String id) throws IOException {
        try (Stream<Path> files = Files.walk(snapshot(id).resolve("repositories"))) {
            return files.filter(path -> path.toString().endsWith(".git"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
