package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says of how it is read. */
class RestoreInstructionsTest {
    @TempDir
    Path volume;

    private ArchiveBox box;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        box.share(FIRST, SECOND);
        box.seal(FIRST, SECOND).archive(FIRST);
    }

    private List<String> instructions() {
        return box.keys().stream()
                .filter(key -> key.startsWith("RESTORE") || key.startsWith("restore"))
                .toList();
    }

    @Test
    void areInTheStoreWithTheFirstArchive() throws IOException {
        assertThat(instructions()).containsExactly("RESTORE.txt", "restore.sh");
        assertThat(Files.readAllBytes(box.objects.resolve("restore.sh")))
                .isEqualTo(RestoreInstructions.text("restore.sh"));
    }

    @Test
    void comeIntoAStoreThatLacksThem() throws IOException {
        Files.delete(box.objects.resolve("RESTORE.txt"));
        Files.delete(box.objects.resolve("restore.sh"));

        box.archive(SECOND);

        assertThat(instructions()).containsExactly("RESTORE.txt", "restore.sh");
    }

    @Test
    void ofAnotherVersionLieBesideAndNothingIsWrittenOver() throws IOException {
        Path script = box.objects.resolve("restore.sh");
        Files.delete(script);
        Files.writeString(script, "of another version");

        box.archive(SECOND);
        box.archive(SECOND);

        assertThat(script).hasContent("of another version");
        assertThat(instructions())
                .hasSize(3)
                .anyMatch(key -> key.matches("restore-[0-9a-f]{8}\\.sh"))
                .allMatch(key -> PruneName.of(new ObjectKey(key)) == PruneName.KEPT);
    }
}
