package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
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
            Set<String> held = hold(files);
            TreeMap<String, String> plain = new TreeMap<>();
            for (ListedFile file : files) {
                if (!held.contains(file.digest())) {
                    plain.merge(file.digest(), file.order(), (a, b) -> a.compareTo(b) < 0 ? a : b);
                }
            }

            NewContent found = find(files, 300 + random.nextInt(20_000));

            assertThat(found.files()).isEqualTo(plain.size());
            assertThat(jobs(found)).isSorted().containsExactlyInAnyOrderElementsOf(lines(plain.values()));
            assertThat(needs(found))
                    .isEqualTo(new TreeSet<>(
                            files.stream().map(f -> f.digest() + " 1 " + f.list()).toList()));
            make();
        }
    }

    private static List<String> lines(Iterable<String> orders) {
        List<String> lines = new ArrayList<>();
        orders.forEach(order -> lines.add(order.substring(order.indexOf(' ') + 1)));
        return lines;
    }

    /** A file of a list. Which name is the first goes by the list, and then by the line. */
    private record ListedFile(String list, String path, String digest, long size) {
        String line() {
            return path + " type=file mode=0644 uid=0 gid=0 size=" + size + " time=1700000000.000000001 sha256digest="
                    + digest;
        }

        String order() {
            return list + " " + line();
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
            files.add(new ListedFile(
                    hex("a", random.nextInt(9)), "./repositories/" + random.nextInt(50) + "/" + i, hex("", content), content));
        }
        return files;
    }

    private Set<String> hold(List<ListedFile> files) throws IOException {
        Set<String> held = new TreeSet<>();
        for (int part = 0; part < 3; part++) {
            StateChange change = new StateChange(work, BUDGET);
            for (ListedFile file : files) {
                if (random.nextInt(6) == 0) {
                    held.add(file.digest());
                    change.add(
                            StateTable.CONTENTS, new ContentPart(file.digest(), 1, 1, hex("f", part)).line());
                }
            }
            state.add(change);
        }
        return held;
    }

    private NewContent find(Iterable<ListedFile> files, long budget) throws IOException {
        LineSorter byDigest = new LineSorter(work, budget);
        for (ListedFile file : files) {
            NewContent.add(file.list(), file.line(), byDigest);
        }
        return NewContent.join(byDigest, state, work, budget);
    }

    private static List<String> jobs(NewContent found) throws IOException {
        List<String> jobs = new ArrayList<>();
        try (LineCursor lines = new SortedLines(found.jobs())) {
            for (; !lines.isAtEnd(); lines.next()) {
                assertThat(NewContent.missing(lines.peek())).isEqualTo("1-1");
                jobs.add(NewContent.entry(lines.peek()));
            }
        }
        return jobs;
    }

    private static Set<String> needs(NewContent found) throws IOException {
        Set<String> needs = new TreeSet<>();
        try (LineCursor lines = new SortedLines(found.needs())) {
            while (!lines.isAtEnd()) {
                needs.add(lines.take());
            }
        }
        return needs;
    }

    @Test
    void onlyTheMissingPartsOfALargeFileArePackedAgain() throws IOException {
        long size = 5 * ContentPart.PART + 7;
        ListedFile file = new ListedFile(hex("a", 1), "./mysql.sql.gz", hex("", 1), size);
        StateChange change = new StateChange(work, BUDGET);
        for (int part : new int[] {1, 3, 4}) {
            change.add(StateTable.CONTENTS, new ContentPart(file.digest(), part, 6, hex("f", part)).line());
        }
        change.add(StateTable.CONTENTS, new ContentPart(file.digest(), 2, 7, hex("f", 9)).line());
        state.add(change);

        NewContent found = find(List.of(file), BUDGET);

        try (LineCursor jobs = new SortedLines(found.jobs())) {
            assertThat(NewContent.missing(jobs.peek())).isEqualTo("2-2,5-6");
            List<PackInput> parts = cut(jobs);
            assertThat(parts).extracting(PackInput::part).containsExactly(2, 5, 6);
            assertThat(parts).extracting(PackInput::length).containsExactly(ContentPart.PART, ContentPart.PART, 7L);
            assertThat(parts).extracting(PackInput::offset).containsExactly(
                    ContentPart.PART, 4 * ContentPart.PART, 5 * ContentPart.PART);
        }
        assertThat(found.bytes()).isEqualTo(2 * ContentPart.PART + 7);
    }

    private List<PackInput> cut(LineCursor jobs) throws IOException {
        List<PackInput> all = new ArrayList<>();
        try {
            new PackJobs(volume, new PackJobs.JobListener() {
                        @Override
                        public void largeFile(PackInput part) {}

                        @Override
                        public void pack(List<PackInput> job) {
                            assertThat(job).hasSizeLessThanOrEqualTo(8192);
                            assertThat(job.stream().mapToLong(PackInput::length).sum())
                                    .isLessThanOrEqualTo(ContentPart.PART);
                            all.addAll(job);
                        }
                    })
                    .cut(jobs);
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
        for (int i = 0; i < count; i++) {
            ListedFile file = new ListedFile(
                    hex("a", i / 100), "./repositories/" + i % 50 + "/nw/a/b/c/" + i / 100 + "/" + i, hex("", i), i % 997);
            NewContent.add(file.list(), file.line(), byDigest);
        }
        NewContent found = NewContent.join(byDigest, state, work, budget);

        assertThat(found.files()).isEqualTo(count);
        try (LineCursor jobs = new SortedLines(found.jobs())) {
            assertThat(ContentEntries.size(jobs.peek())).isNotNegative();
        }
        assertThat(volume.resolve("work").toFile().list()).hasSizeLessThan(4);
    }
}
