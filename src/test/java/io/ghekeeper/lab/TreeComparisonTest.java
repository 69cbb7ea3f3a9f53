package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-11-20T03:17:00Z"));

    @TempDir
    private Path folder;

    private Path left;
    private Path right;

    @BeforeEach
    void plant() throws IOException {
        left = plantTree("left");
        right = plantTree("right");
    }

    private Path plantTree(String name) throws IOException {
        Path top = Files.createDirectories(folder.resolve(name).resolve("sub")).getParent();
        Files.writeString(top.resolve("sub/file"), "content");
        Files.createLink(top.resolve("linked"), top.resolve("sub/file"));
        Files.createSymbolicLink(top.resolve("symbolic"), Path.of("sub/file"));
        calm(top);
        return top;
    }

    private static void calm(Path top) throws IOException {
        for (String name : List.of("sub/file", "sub", "")) {
            Files.setLastModifiedTime(top.resolve(name), TIME);
        }
        Tool.run("touch", "-h", "-d", TIME.toString(), top.resolve("symbolic").toString());
    }

    private List<String> differences() throws IOException {
        calm(right);
        return TreeComparison.ofAll().differences(left, right);
    }

    @Test
    void sameTreesDoNotDiffer() throws IOException {
        assertThat(differences()).isEmpty();
    }

    @Test
    void seesWhatIsOnlyInOne() throws IOException {
        Files.writeString(left.resolve("more"), "");
        Files.setLastModifiedTime(left, TIME);

        assertThat(differences()).containsExactly("more is only in " + left);
    }

    @Test
    void seesAnotherContentOfTheSameSizeAndTime() throws IOException {
        Files.writeString(right.resolve("sub/file"), "CONTENT");

        assertThat(differences()).hasSize(2).allMatch(line -> line.contains("content="));
    }

    @Test
    void seesAnotherMode() throws IOException {
        Files.setPosixFilePermissions(right.resolve("sub"), PosixFilePermissions.fromString("rwx------"));

        assertThat(differences())
                .singleElement()
                .asString()
                .startsWith("sub is ")
                .contains("mode=rwx------");
    }

    @Test
    void seesAnotherTimeAndNoPartsOfSeconds() throws IOException {
        Files.setLastModifiedTime(
                left.resolve("sub/file"), FileTime.from(TIME.toInstant().plusMillis(300)));
        assertThat(differences()).isEmpty();

        Files.setLastModifiedTime(
                left.resolve("sub/file"), FileTime.from(TIME.toInstant().plusSeconds(1)));
        assertThat(differences()).hasSize(2);
        assertThat(TreeComparison.ofAll().withoutTimes().differences(left, right))
                .isEmpty();
    }

    @Test
    void seesTimesOfFoldersUnlessTheyAreLeftOut() throws IOException {
        Files.setLastModifiedTime(left.resolve("sub"), FileTime.from(Instant.EPOCH));

        assertThat(differences()).hasSize(1);
        assertThat(TreeComparison.ofAll().withoutTimesOfFolders().differences(left, right))
                .isEmpty();
    }

    @Test
    void seesWhereASymbolicLinkLeads() throws IOException {
        Files.delete(right.resolve("symbolic"));
        Files.createSymbolicLink(right.resolve("symbolic"), Path.of("sub"));

        assertThat(differences()).singleElement().asString().contains("content=sub/file", "content=sub,");
    }

    @Test
    void seesAHardLinkThatBecameACopy() throws IOException {
        Files.delete(right.resolve("linked"));
        Files.copy(right.resolve("sub/file"), right.resolve("linked"));
        Files.setLastModifiedTime(right.resolve("linked"), TIME);

        assertThat(differences()).hasSize(2).allMatch(line -> line.contains("linked=[]"));
    }

    @Test
    void leavesOutWhatTheOptionsName() throws IOException {
        Files.writeString(left.resolve("sub/more"), "");
        Files.setLastModifiedTime(left.resolve("sub"), TIME);

        assertThat(TreeComparison.ofAll().without(path -> path.endsWith("more")).differences(left, right))
                .isEmpty();
    }
}
