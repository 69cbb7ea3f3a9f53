package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked about the folders above entries that come in order. */
class ProvenFoldersTest {
    private final ProvenFolders folders = new ProvenFolders();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> links = new HashSet<>();

    private boolean hasAbove(String path) throws IOException {
        return folders.hasAbove(path, folder -> {
            asked.add(folder);
            return !links.contains(folder);
        });
    }

    @Test
    void aFolderIsProvenOnceWhileEntriesAreInIt() throws IOException {
        for (String path : List.of("top", "a/1", "a/b/1", "a/b/2", "a/b/c/1", "a/d", "a/e/1", "f/1")) {
            assertThat(hasAbove(path)).isTrue();
        }

        assertThat(asked).containsExactly("a", "a/b", "a/b/c", "a/e", "f");
    }

    @Test
    void aNameThatBeginsLikeAProvenOneIsProvenItself() throws IOException {
        for (String path : List.of("a/b/1", "a/bc/1", "a/b/1", "ab/1", "a/1")) {
            assertThat(hasAbove(path)).isTrue();
        }

        assertThat(asked).containsExactly("a", "a/b", "a/bc", "a/b", "ab", "a");
    }

    @Test
    void nothingBelowALinkIsProvenHoweverOftenItIsAsked() throws IOException {
        links.add("a/link");

        assertThat(hasAbove("a/link/b/1")).isFalse();
        assertThat(hasAbove("a/link/b/1")).isFalse();
        assertThat(hasAbove("a/1")).isTrue();

        assertThat(asked).containsExactly("a", "a/link", "a/link");
    }

    @Test
    void onlyWhatTheFetchMadeIsKnownToBeEmpty() throws IOException {
        hasAbove("old/made");
        folders.enter("old/made", true);
        assertThat(folders.isInNew("old/made/file")).isTrue();
        assertThat(folders.isInNew("old/made")).isFalse();
        assertThat(folders.isInNew("old/madeToo/file")).isFalse();
        assertThat(folders.isInNew("top")).isFalse();

        hasAbove("old/made/below/file");
        assertThat(folders.isInNew("old/made/below/file"))
                .as("what is in a new folder is new")
                .isTrue();

        hasAbove("old/other/file");
        assertThat(folders.isInNew("old/other/file")).isFalse();
        assertThat(folders.isInNew("old/made/file")).as("it was left").isFalse();
    }
}
