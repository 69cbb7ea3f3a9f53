package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of an archived snapshot, by their own packs. */
class ArchivedFolderTest {
    private static final String FOLDER = "repositories/0/nw/a/b/c/0";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private Path elsewhere;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        box.archive(FIRST);
        elsewhere = Files.createDirectory(volume.resolve("elsewhere"));
    }

    private ArchivedFolder open(String id) {
        return ArchivedFolder.open(
                new ArchiveAccess(elsewhere, box.disk, box.store(), Optional.empty(), 2), id, box.progress);
    }

    private static Map<String, String> digests(ArchivedFolder archive) {
        Map<String, String> digests = new HashMap<>();
        assertThat(archive.entries(
                        FOLDER,
                        entry -> entry.digest()
                                .ifPresent(bytes ->
                                        digests.put(entry.path(), HexFormat.of().formatHex(bytes)))))
                .isEmpty();
        return digests;
    }

    @Test
    void aFolderIsListedAndFetchedWithoutTheOthers() {
        Map<String, String> files = new HashMap<>();
        try (ArchivedFolder archive = open(FIRST)) {
            Map<String, String> digests = digests(archive);
            assertThat(digests)
                    .hasSize(5)
                    .allSatisfy((path, digest) -> assertThat(path).startsWith(FOLDER + "/"));
            Set<String> wanted = Set.copyOf(digests.values());

            assertThat(archive.fetch(FOLDER, wanted, (digest, file) -> files.put(digest, read(file))))
                    .isEmpty();

            assertThat(files.keySet()).isEqualTo(wanted);
            assertThat(files.get(digests.get(FOLDER + "/0"))).isEqualTo("content 00");
            assertThat(archive.fetch("repositories/1", wanted, (digest, file) -> {}))
                    .isEqualTo(wanted);
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLostPackIsSaidByWhatItHad() throws IOException {
        try (Stream<Path> packs = Files.walk(box.objects.resolve("packs"))) {
            for (Path pack : packs.filter(Files::isRegularFile).toList()) {
                Files.delete(pack);
            }
        }
        List<String> got = new ArrayList<>();
        try (ArchivedFolder archive = open(FIRST)) {
            Set<String> wanted = Set.copyOf(digests(archive).values());

            assertThat(archive.fetch(FOLDER, wanted, (digest, file) -> got.add(digest)))
                    .isEqualTo(wanted);
        }
        assertThat(got).isEmpty();
    }

    private Optional<String> smallFile(String path, int longest, long most) {
        try (ArchivedFolder archive = open(FIRST)) {
            return archive.smallFile(path, longest, most).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aSmallFileIsReadAloneAndNoFileOfAnotherSizeOrOfTooManyPacks() throws IOException {
        assertThat(smallFile(FOLDER + "/0", 10, 1 << 20)).contains("content 00");
        assertThat(smallFile(FOLDER + "/0", 9, 1 << 20)).isEmpty();
        assertThat(smallFile(FOLDER + "/0", 10, 10)).isEmpty();
        assertThat(smallFile(FOLDER, 10, 1 << 20)).isEmpty();
        assertThat(smallFile("nothing", 10, 1 << 20)).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aSmallFileOfALostPackIsUnknown() throws IOException {
        try (Stream<Path> packs = Files.walk(box.objects.resolve("packs"))) {
            for (Path pack : packs.filter(Files::isRegularFile).toList()) {
                Files.delete(pack);
            }
        }

        assertThat(smallFile(FOLDER + "/0", 10, 1 << 20)).isEmpty();
    }

    @Test
    void aSnapshotThatIsNotArchivedIsUnknownAndLeavesNothing() {
        assertThatThrownBy(() -> open(ArchiveBox.SECOND))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_UNKNOWN));
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
