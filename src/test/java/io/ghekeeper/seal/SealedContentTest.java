package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedContentTest {
    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, "repositories/5/nw/5f/f1/2d/4/4.git/HEAD", "ref: refs/heads/main\n");
        box.file(FIRST, "repositories/5/nw/5f/f1/2d/5/5.git/HEAD", "ref: refs/heads/other\n");
        box.file(FIRST, "pages/1a/a name \\ with\nall", "x");
        Files.createDirectories(box.snapshot(FIRST).resolve("empty/empty"));
    }

    private SealedContent content() {
        return new SealedContent(box.state, new LocalDisk(), box.snapshotOf(FIRST));
    }

    @Test
    void showsEachEntryOfEachUnitOnceAsTheSealHasIt() throws IOException {
        SealedSnapshot sealed = box.seal(FIRST);
        SortedMap<String, SealEntry> found = new TreeMap<>();
        long entries = 0;
        try (ContentUnits units = content().units()) {
            assertThat(units.sealedAt()).isEqualTo(sealed.at());
            for (Optional<ContentUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                entries += unit.get().entries();
                addEntries(unit.get(), found);
            }
        }

        assertThat(entries).isEqualTo(sealed.entries());
        assertThat(found.keySet()).isEqualTo(box.entries(FIRST).keySet()).contains(".", "repositories/5/nw");
        SortedMap<String, SealEntry> sealedEntries = box.entries(FIRST);
        assertThat(found)
                .allSatisfy((path, entry) -> assertThat(entry.facts())
                        .isEqualTo(sealedEntries.get(path).facts()));
    }

    private void addEntries(ContentUnit unit, SortedMap<String, SealEntry> found) throws IOException {
        long count = 0;
        try (ContentEntries entries = content().entries(unit.list())) {
            for (; !entries.isAtEnd(); entries.next()) {
                SealEntry entry = ContentEntries.parse(entries.line());
                assertThat(UnitPath.of(entry.path(), entry.facts().type())).isEqualTo(unit.path());
                assertThat(digest(entries.line()))
                        .isEqualTo(entry.digest().map(digest -> HexFormat.of().formatHex(digest)));
                if (entry.digest().isPresent()) {
                    assertThat(entries.line().substring(ContentEntries.sizeBegin(entries.line())))
                            .startsWith(entry.facts().size() + " ");
                }
                assertThat(found.put(entry.path(), entry)).isNull();
                count++;
            }
        }
        assertThat(count).isEqualTo(unit.entries());
    }

    private static Optional<String> digest(String line) {
        int begin = ContentEntries.digestBegin(line);
        return begin == 0 ? Optional.empty() : Optional.of(line.substring(begin));
    }

    @Test
    void anEntryIsFoundAgainByItsPlace() throws IOException {
        box.seal(FIRST);
        try (ContentUnits units = content().units()) {
            String list = units.next().orElseThrow().list();
            SortedMap<Long, String> lines = new TreeMap<>();
            try (ContentEntries entries = content().entries(list)) {
                for (; !entries.isAtEnd(); entries.next()) {
                    lines.put(entries.place(), entries.line());
                }
            }
            assertThat(lines).hasSizeGreaterThan(1);
            for (long place : lines.keySet()) {
                try (ContentEntries entries = content().entries(list)) {
                    lines.tailMap(place).forEach((at, line) -> {
                        entries.skipTo(at);
                        assertThat(entries.line()).isEqualTo(line);
                    });
                }
            }
        }
    }

    @Test
    void theFileOfAListIsWhatZstdReads() throws IOException {
        box.seal(FIRST);
        try (ContentUnits units = content().units()) {
            ContentUnit unit = units.next().orElseThrow();

            assertThat(Tool.run("zstd", "-dcq", content().file(unit.list()).toString()))
                    .startsWith("#mtree\n")
                    .contains("sha256digest=");
        }
    }

    @Test
    void aSnapshotWithoutASealHasNoContent() {
        Failure failure = catchThrowableOfType(Failure.class, () -> content().units());

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_MISSING);
    }

    @Test
    void aDamagedListIsNamed() throws IOException {
        box.seal(FIRST);
        try (ContentUnits units = content().units()) {
            ContentUnit unit = units.next().orElseThrow();
            Path file = content().file(unit.list());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);

            Failure failure =
                    catchThrowableOfType(Failure.class, () -> content().entries(unit.list()));

            assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_DAMAGED);
            assertThat(failure).hasMessageContaining(unit.list());
        }
    }

    @Test
    void aDamagedRootIsNamed() throws IOException {
        box.seal(FIRST);
        Files.writeString(box.files().root(FIRST), "{");

        Failure failure = catchThrowableOfType(Failure.class, () -> content().units());

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_DAMAGED);
    }
}
