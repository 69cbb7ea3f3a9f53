package io.ghekeeper.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of any size is read, and a bounded part of it is in memory. */
class LargeFolderTest {
    @TempDir
    Path volume;

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void aLargeFolderComesInPartsAndInOrder(int more) throws IOException {
        int count = 2 * FolderReader.MOST + more;
        make(volume, count);
        FolderReader reader = new FolderReader(Optional.empty(), new ShortPaths());
        TreeEntry folder = TreeEntry.read(UnitPath.TOP, volume);
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            FolderReader.FolderListing listing = reader.list(folder, after.get());
            assertThat(listing.failures()).isEmpty();
            assertThat(listing.entries()).hasSizeLessThanOrEqualTo(FolderReader.MOST);
            listing.entries().forEach(entry -> found.add(entry.path()));
            after = listing.next();
        }

        assertThat(found).hasSize(count).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aSnapshotWithALargeFolderIsSealedWithEachNameAndVerified() throws IOException, InterruptedException {
        SealBox box = new SealBox(volume);
        Path large = Files.createDirectories(box.snapshot(SealBox.FIRST).resolve("pages/1a"));
        make(large, FolderReader.MOST + 10);
        box.file(SealBox.FIRST, "pages/1a/0/in the first part", "one");
        box.file(SealBox.FIRST, "pages/1a/zz/in the last part", "two");

        box.seal(SealBox.FIRST);

        assertThat(box.entries(SealBox.FIRST).keySet())
                .hasSize(FolderReader.MOST + 10 + 7)
                .contains("pages/1a/0/in the first part", "pages/1a/zz/in the last part", "pages/1a/7.f");
        assertThat(mtree(box)).isEmpty();
        Files.delete(large.resolve("7.f"));
        assertThat(mtree(box)).contains("7.f");
    }

    private String mtree(SealBox box) {
        return Tool.run(
                "bash",
                "-c",
                "cd \"$0/seals\"; jq -r '.units[].list' \"$1.json\" | while read -r list; do"
                        + " zstd -dcq units/${list:0:2}/$list.mtree.zst; done | mtree -p \"$2\" || true",
                box.state.toString(),
                SealBox.FIRST,
                box.snapshot(SealBox.FIRST).toString());
    }

    private static void make(Path folder, int count) {
        Tool.run("bash", "-c", "cd \"$0\" && seq -f %.0f.f 1 \"$1\" | xargs touch", folder.toString(), "" + count);
    }
}
