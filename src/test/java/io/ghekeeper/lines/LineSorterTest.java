package io.ghekeeper.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSorterTest {
    @TempDir
    Path folder;

    private WorkFolder work;

    @BeforeEach
    void make() throws IOException {
        work = new WorkFolder(new LocalDisk(), folder.resolve("work"), () -> {});
    }

    @Test
    void sortsAsAPlainSortDoesWhateverTheBudget() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 25; round++) {
            LineSorter sorter = new LineSorter(work, 300 + random.nextInt(9000));
            TreeSet<String> plain = new TreeSet<>();
            for (int i = random.nextInt(1500); i > 0; i--) {
                String line = line(random);
                sorter.add(line);
                plain.add(line);
            }
            try (LineCursor sorted = sorter.sorted()) {
                assertThat(read(sorted)).containsExactlyElementsOf(plain);
            }
            assertThat(folder.resolve("work")).isEmptyDirectory();
        }
    }

    private static String line(Random random) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            line.append((char) (' ' + 1 + random.nextInt(94)));
        }
        return line.charAt(0) == '#' ? "x" + line : line.toString();
    }

    private static List<String> read(LineCursor cursor) throws IOException {
        List<String> lines = new ArrayList<>();
        while (!cursor.isAtEnd()) {
            lines.add(cursor.take());
        }
        return lines;
    }

    @Test
    void equalLinesNeedNoFile() throws IOException {
        LineSorter sorter = new LineSorter(work, 1000);
        for (int i = 0; i < 10_000; i++) {
            sorter.add("line-" + i % 3);
            assertThat(folder.resolve("work")).isEmptyDirectory();
        }

        try (LineCursor sorted = sorter.sorted()) {
            assertThat(read(sorted)).containsExactly("line-0", "line-1", "line-2");
        }
        assertThat(sorter.count()).isEqualTo(10_000);
    }

    @Test
    void moreFilesThanAreOpenAtOnceAreMergedAllTheSame() throws IOException {
        LineSorter sorter = new LineSorter(work, 100);
        TreeSet<String> plain = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            String line = "line-" + (i * 7919 % 1000);
            sorter.add(line);
            plain.add(line);
            assertThat(folder.resolve("work").toFile().list()).hasSizeLessThanOrEqualTo(66);
        }
        try (LineCursor sorted = sorter.sorted()) {
            assertThat(read(sorted)).containsExactlyElementsOf(plain);
        }
    }

    @Test
    void aRunThatHasToEndDoesNotSortToTheEnd() throws IOException {
        RuntimeException end = new IllegalStateException("cancelled");
        WorkFolder ended = new WorkFolder(new LocalDisk(), folder.resolve("ended"), () -> {
            throw end;
        });
        LineSorter sorter = new LineSorter(ended, 1000);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5000; i++) {
                        sorter.add("line " + i);
                    }
                })
                .isSameAs(end);
    }

    @Test
    void whatAKilledRunLeftIsRemovedWhenTheNextOneBegins() throws IOException {
        Files.writeString(folder.resolve("work/run.7"), "left");

        work = new WorkFolder(new LocalDisk(), folder.resolve("work"), () -> {});

        assertThat(folder.resolve("work")).isEmptyDirectory();
        work.close();
        assertThat(folder.resolve("work")).doesNotExist();
    }

    @Test
    void eachFlippedBitThatChangesALineIsFoundAtTheEndAtTheLatest() throws IOException {
        Path file = written(200);
        byte[] sound = Files.readAllBytes(file);
        List<String> lines = read(new SortedLines(file));
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);

            try (LineCursor cursor = new SortedLines(file)) {
                // Some bits of zstd's headers have no meaning.
                assertThat(read(cursor)).as("byte " + i).isEqualTo(lines);
            } catch (DamagedLinesException found) {
                assertThat(found.file()).isEqualTo(file);
            }
        }
    }

    @Test
    void aFileThatIsCutOffAnywhereIsFound() throws IOException {
        Path file = written(200);
        byte[] sound = Files.readAllBytes(file);
        for (int length = 0; length < sound.length; length++) {
            Files.write(file, Arrays.copyOf(sound, length));

            assertThatThrownBy(() -> drain(file)).as("length " + length).isInstanceOf(DamagedLinesException.class);
        }
    }

    private Path written(int lines) throws IOException {
        LineSorter sorter = new LineSorter(work, 10_000);
        for (int i = 0; i < lines; i++) {
            sorter.add("line " + i);
        }
        return sorter.sortedFile();
    }

    private static void drain(Path file) throws IOException {
        try (LineCursor lines = new SortedLines(file)) {
            lines.drain();
        }
    }
}
