package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.seal.Difference.DifferenceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A path may be longer than Linux takes in one call. */
class DeepPathTest {
    private static final String NAME = "n".repeat(255);
    private static final int FOLDERS = 36;
    private static final int FITTING = 14;

    @TempDir(cleanup = CleanupMode.NEVER) // JUnit cannot go that deep
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        deep(FIRST, FOLDERS, "mkdir \"$n\"; cd \"$n\"", "echo content >file; ln -s nowhere link; mkdir empty");
    }

    @AfterEach
    void remove() {
        Tool.run("rm", "-rf", volume.toString());
    }

    @Test
    void aPathLongerThanACallTakesIsSealedAndVerified() throws IOException {
        String path = ("d/" + (NAME + "/").repeat(FOLDERS)) + "file";
        assertThat(path.length()).isGreaterThan(2 * 4096);

        box.seal(FIRST);

        SealEntry file = box.entries(FIRST).get(path);
        assertThat(file.facts().size()).isEqualTo(8);
        assertThat(box.entries(FIRST)).hasSize(1 + 1 + 1 + FOLDERS + 3);
        assertThat(verify(FIRST)).isEmpty();

        deep(FIRST, FOLDERS, "cd \"$n\"", "touch -r file time; echo CONTENT >file; touch -r time file; rm time");

        assertThat(verify(FIRST))
                .extracting(Difference::kind, Difference::path)
                .containsExactly(tuple(DifferenceKind.CONTENT, path));
    }

    @Test
    void whatAnEarlierSealKnowsIsNotReadAgainWherePathsFitIntoACall() throws IOException {
        Tool.run("bash", "-c", "rm -r \"$0\"/d", box.snapshot(FIRST).toString());
        deep(FIRST, FITTING, "mkdir \"$n\"; cd \"$n\"", "echo content >file");
        box.seal(FIRST);
        box.share(FIRST, SECOND);

        box.seal(SECOND);

        assertThat(box.bytesRead()).isZero();
        assertThat(box.units(SECOND)).isEqualTo(box.units(FIRST));
    }

    @Test
    void noLinkStaysBehind() throws IOException {
        Path folder = Files.createDirectories(
                volume.resolve(NAME).resolve(NAME).resolve(NAME).resolve(NAME));
        Path link;
        try (ShortPaths paths = new ShortPaths()) {
            link = paths.of(folder);
            assertThat(link.toString().length()).isLessThan(200);
            assertThat(link.toRealPath()).isEqualTo(folder.toRealPath());
            assertThat(paths.of(volume)).isEqualTo(volume);
        }

        assertThat(link.getParent()).doesNotExist();
        assertThat(folder).exists();
    }

    private List<Difference> verify(String id) {
        List<Difference> heard = new ArrayList<>();
        box.verify(id, List.of(), heard::add);
        return heard;
    }

    /** Goes there folder by folder, as a shell can. */
    private void deep(String id, int folders, String step, String atTheEnd) {
        Tool.run(
                "bash",
                "-euc",
                "cd \"$0\"; mkdir -p d; cd d; n=$1; for ((i = 0; i < $2; i++)); do " + step + "; done; " + atTheEnd,
                box.snapshot(id).toString(),
                NAME,
                "" + folders);
    }
}
