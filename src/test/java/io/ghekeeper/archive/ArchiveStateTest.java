package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of the archive is a cache: whatever becomes of it, what is archived is whole. */
class ArchiveStateTest {
    private static final long BUDGET = 1000;

    @TempDir
    Path volume;

    private ArchiveBox box;

    @BeforeEach
    void make() throws IOException {
        box = new ArchiveBox(volume).twoSealed();
        box.archive(FIRST);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(box.state.resolve("archive"))) {
            return files.filter(file -> file.toString().endsWith(".zst"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachDamagedSegmentIsKeptAsideAndItsContentSentAgain() throws IOException {
        ArchiveBox template = box.copiedTo(volume.resolve("template"));
        List<Path> segments = segments();
        assertThat(segments).hasSizeGreaterThan(3);
        for (Path sound : segments) {
            box = template.copiedTo(volume.resolve("copy"));
            Path segment = box.state.resolve("archive").resolve(sound.getFileName());
            byte[] damaged = Files.readAllBytes(sound);
            damaged[damaged.length / 2] ^= 1;
            Files.delete(segment);
            Files.write(segment, damaged);

            box.archive(SECOND);

            assertThat(box.warnings).as(segment.toString()).isNotEmpty();
            assertThat(box.warnings.get(0)).contains(segment.toString());
            assertThat(segment.resolveSibling(segment.getFileName() + ".damaged"))
                    .exists();
            assertThat(box.fetched(SECOND)).isEmpty();
        }
    }

    @Test
    void severalDamagedSegmentsAreAllKeptAside() throws IOException {
        List<Path> segments = segments();
        for (Path segment : segments) {
            Files.write(segment, new byte[] {1, 2, 3});
        }

        box.archive(SECOND);

        assertThat(box.warnings).hasSize(segments.size());
        assertThat(segments)
                .allSatisfy(segment -> assertThat(segment.resolveSibling(segment.getFileName() + ".damaged"))
                        .exists());
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void whatCannotBeReadInTheOutboxIsSentAgain() throws IOException {
        Path outbox = box.state.resolve("archive/outbox");
        Files.writeString(outbox.resolve("ab.tar.zst"), "bytes");
        Files.writeString(outbox.resolve("ab.tar.zst.holds"), "packs/ab/ab.tar.zst 5 ab - - 0\ncontents ");
        Files.writeString(outbox.resolve("cd.tar.zst.holds"), "packs/cd/cd.tar.zst 5 cd - - 0\nend\n");
        Files.writeString(outbox.resolve("cd.tar.zst.sent"), "packs");

        box.archive(SECOND);

        assertThat(outbox).isEmptyDirectory();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void aDamagedIndexMeansThatAllIsSentAgain() throws IOException {
        Path index = box.state.resolve("archive/state");
        Files.writeString(index, Files.readString(index).replace("end", "End"));

        box.archive(SECOND);

        assertThat(box.warnings).hasSize(1);
        assertThat(box.warnings.get(0)).contains(index.toString()).contains("sent again");
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void whatWasSeenInAnotherStoreCountsForNothing() throws IOException {
        Tool.run("bash", "-c", "rm -r \"$0\"/*", box.objects.toString());
        box.storeName = Optional.of("s3://another");

        box.archive(SECOND);

        assertThat(box.warnings).hasSize(1);
        assertThat(box.warnings.get(0)).contains("s3://another").contains("sent again");
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void whatTheStoreLostIsSentAgain() throws IOException {
        for (String kind : List.of("packs", "units", "manifests")) {
            Tool.run("bash", "-c", "rm -r \"$0\"/" + kind, box.objects.toString());
        }

        box.archive(SECOND);

        assertThat(box.warnings).hasSize(1);
        assertThat(box.warnings.get(0)).contains("sent again");
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void anObjectOfAnotherLengthIsNamedAndNoRootIsWritten() throws IOException {
        String pack = box.keys().stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        Files.write(box.objects.resolve(pack), new byte[] {1});

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(SECOND));

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure).hasMessageContaining(pack);
        assertThat(box.keys()).doesNotContain("snapshots/" + SECOND + ".json");
    }

    @Test
    void aSnapshotWhoseObjectsAreGoneIsNotCalledArchived() throws IOException {
        String pack = box.keys().stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        Files.delete(box.objects.resolve(pack));

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure).hasMessageContaining(pack);
    }

    @Test
    void aTableConsistsOfFewFilesHoweverOftenItIsAddedTo() throws IOException {
        Path folder = Files.createDirectories(volume.resolve("table"));
        ArchiveState state = new ArchiveState(new LocalDisk(), folder, "a store", box.warnings::add);
        Set<String> lines = new TreeSet<>();
        try (WorkFolder work = new WorkFolder(new LocalDisk(), volume.resolve("work"), () -> {})) {
            for (int i = 0; i < 100; i++) {
                StateChange change = new StateChange(work, BUDGET);
                for (int j = 0; j <= i % 7; j++) {
                    String line = "packs/" + (i * 31 % 100) + "/" + j + " 1 x - - 0";
                    lines.add(line);
                    change.add(StateTable.OBJECTS, line);
                }
                state.add(change);
                assertThat(folder.toFile().list()).hasSizeLessThan(14);
            }
        }
        ArchiveState again = new ArchiveState(new LocalDisk(), folder, "a store", box.warnings::add);
        again.open();
        List<String> read = new ArrayList<>();
        try (LineCursor cursor = again.lines(StateTable.OBJECTS)) {
            while (!cursor.isAtEnd()) {
                read.add(cursor.take());
            }
        }
        assertThat(read).containsExactlyElementsOf(lines);
    }
}
