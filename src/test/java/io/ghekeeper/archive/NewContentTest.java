package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The join that finds what is to be packed, against a plain one in memory. */
class NewContentTest {
    private static final long BUDGET = 200_000;

    @TempDir
    Path volume;

    private final Random random = new Random(11);
    private WorkFolder work;
    private ArchiveState state;

    @BeforeEach
    void make() throws IOException {
        work = new WorkFolder(new LocalDisk(), volume.resolve("work"), () -> {});
        state = new ArchiveState(
                new LocalDisk(), Files.createDirectories(volume.resolve("archive")), "a store", warning -> {});
    }

    @Test
    void findsEachMissingContentOnceByItsFirstNameWhateverTheBudget() throws IOException {
        for (int round = 0; round < 30; round++) {
            List<ListedFile> files = files(random.nextInt(2000), 1 + random.nextInt(900));
            Map<String, String> held = hold(files);
            TreeMap<String, String> plain = new TreeMap<>();
            for (ListedFile file : files) {
                if (!held.containsKey(file.digest())) {
                    plain.merge(file.digest(), file.order(), (a, b) -> a.compareTo(b) < 0 ? a : b);
                }
            }

            NewContent found = find(files, 300 + random.nextInt(20_000));

            assertThat(found.files()).isEqualTo(plain.size());
            assertThat(lines(found.missing()))
                    .containsExactlyElementsOf(plain.values().stream()
                            .map(order -> order + " 1-1")
                            .sorted()
                            .toList());
            assertThat(lines(found.needs()))
                    .containsExactlyElementsOf(new TreeSet<>(files.stream()
                            .filter(f -> !held.containsKey(f.digest()))
                            .map(f -> f.digest() + " 1 " + f.unit())
                            .toList()));
            assertThat(lines(found.packs()))
                    .containsExactlyElementsOf(new TreeSet<>(files.stream()
                            .filter(f -> held.containsKey(f.digest()))
                            .map(f -> f.unit() + " " + held.get(f.digest()))
                            .toList()));
            make();
        }
    }

    /** A file of a list. Which name is the first goes by the unit, and then by the place in its list. */
    private record ListedFile(String unit, long place, String digest, long size) {
        String line() {
            return "./" + place + " type=file mode=0644 uid=0 gid=0 size=" + size
                    + " time=1700000000.000000001 sha256digest=" + digest;
        }

        String order() {
            return unit + " " + SealedUnitLists.digits(place);
        }
    }

    private static String hex(String begin, int number) {
        String digits = begin + String.format(Locale.ROOT, "%08x", number * 0x9E3779B1);
        return digits + "0".repeat(64 - digits.length());
    }

    private List<ListedFile> files(int count, int contents) {
        List<ListedFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int content = random.nextInt(contents);
            files.add(new ListedFile(SealedUnitLists.digits(random.nextInt(9)), i, hex("", content), content));
        }
        return files;
    }

    /** Some of them; the first pack of each. */
    private Map<String, String> hold(List<ListedFile> files) throws IOException {
        Map<String, String> held = new TreeMap<>();
        for (int part = 0; part < 3; part++) {
            StateChange change = new StateChange(work, BUDGET);
            for (ListedFile file : files) {
                if (random.nextInt(6) == 0) {
                    held.merge(file.digest(), hex("f", part), (a, b) -> a.compareTo(b) < 0 ? a : b);
                    change.add(StateTable.CONTENTS, new PackedPart(file.digest(), 1, 1, hex("f", part)).line());
                }
            }
            state.add(change);
        }
        return held;
    }

    private NewContent find(Iterable<ListedFile> files, long budget) throws IOException {
        LineSorter byDigest = new LineSorter(work, budget);
        NewContent.ListedFiles listed = new NewContent.ListedFiles(byDigest);
        for (ListedFile file : files) {
            listed.add(file.unit(), file.place(), file.line());
        }
        return NewContent.join(byDigest, state, work, budget);
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> all = new ArrayList<>();
        try (LineCursor lines = new SortedLines(file)) {
            while (!lines.isAtEnd()) {
                all.add(lines.take());
            }
        }
        return all;
    }

    @Test
    void onlyTheMissingPartsOfALargeFileArePackedAgain() throws IOException {
        long size = 5 * PackedPart.PART + 7;
        ListedFile file = new ListedFile(SealedUnitLists.digits(1), 7, hex("", 1), size);
        StateChange change = new StateChange(work, BUDGET);
        for (int part : new int[] {1, 3, 4}) {
            change.add(StateTable.CONTENTS, new PackedPart(file.digest(), part, 6, hex("f", part)).line());
        }
        change.add(StateTable.CONTENTS, new PackedPart(file.digest(), 2, 7, hex("f", 9)).line());
        state.add(change);

        NewContent found = find(List.of(file), BUDGET);

        assertThat(lines(found.missing())).containsExactly(file.order() + " 2-2,5-6");
        List<PackInput> parts = cut(file, "2-2,5-6");
        assertThat(parts).extracting(PackInput::part).containsExactly(2, 5, 6);
        assertThat(parts).extracting(PackInput::length).containsExactly(PackedPart.PART, PackedPart.PART, 7L);
        assertThat(parts)
                .extracting(PackInput::offset)
                .containsExactly(PackedPart.PART, 4 * PackedPart.PART, 5 * PackedPart.PART);
        assertThat(found.bytes()).isEqualTo(2 * PackedPart.PART + 7);
    }

    private List<PackInput> cut(ListedFile file, String missing) throws IOException {
        List<PackInput> all = new ArrayList<>();
        try {
            PackJobs jobs = new PackJobs(volume, new PackJobs.JobListener() {
                @Override
                public void largeFile(PackInput part) {}

                @Override
                public void pack(List<PackInput> job) {
                    assertThat(job).hasSizeLessThanOrEqualTo(8192);
                    assertThat(job.stream().mapToLong(PackInput::length).sum()).isLessThanOrEqualTo(PackedPart.PART);
                    all.addAll(job);
                }
            });
            jobs.add(ContentEntries.parse(file.line()), missing);
            jobs.end();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /** The lines are 30 times what the sorters may hold. */
    @Test
    void manyEntriesAreJoinedWithASmallBudget() throws IOException {
        int count = Integer.getInteger("archive.entries", 200_000);
        long budget = Math.max(BUDGET, count * 8L);
        LineSorter byDigest = new LineSorter(work, budget);
        NewContent.ListedFiles listed = new NewContent.ListedFiles(byDigest);
        for (int i = 0; i < count; i++) {
            ListedFile file = new ListedFile(SealedUnitLists.digits(i / 100), i, hex("", i), i % 997);
            listed.add(file.unit(), file.place(), file.line());
        }
        NewContent found = NewContent.join(byDigest, state, work, budget);

        assertThat(found.files()).isEqualTo(count);
        assertThat(lines(found.missing())).hasSize(count);
        assertThat(volume.resolve("work").toFile().list()).hasSize(3);
    }
}
