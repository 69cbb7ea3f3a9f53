package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of one file within a unit say so in its list, and no other line does. */
class NameMarkTest {
    private static final String NETWORK = "repositories/5/nw/5f/f1/2d/4";
    private static final String OTHER = "repositories/5/nw/5f/f1/2e/9";

    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        for (String name : List.of("a", "b", "c")) {
            box.file(FIRST, NETWORK + "/" + name, "the same");
            box.file(FIRST, OTHER + "/" + name, "the same");
        }
    }

    private void link(String id, String name, String existing) throws IOException {
        Files.createLink(box.snapshot(id).resolve(name), box.snapshot(id).resolve(existing));
    }

    private List<String> lines(String id, String unit) throws IOException {
        try (InputStream list = box.files().units().open(box.units(id).get(unit))) {
            return new String(list.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    /** Lines with a mark, as {@code <name> <digits of the mark>}. */
    private List<String> marks(String id, String unit) throws IOException {
        return lines(id, unit).stream()
                .filter(NameMark::isIn)
                .map(line ->
                        line.replaceAll(".*/(\\S+) type=file .* tags=file-([0-9a-f]{16}) sha256digest=.*", "$1 $2"))
                .toList();
    }

    /** By hand: what is written here is in archives, and must not become another one. */
    private static String markOf(String path) {
        return HexFormat.of()
                .formatHex(Sha256.digest().digest(path.getBytes(StandardCharsets.ISO_8859_1)))
                .substring(0, 16);
    }

    @Test
    void namesOfOneFileHaveTheMarkOfTheFirst() throws IOException {
        link(FIRST, NETWORK + "/aa", NETWORK + "/c");
        link(FIRST, NETWORK + "/z", NETWORK + "/c");
        link(FIRST, NETWORK + "/y", NETWORK + "/b");

        box.seal(FIRST);

        String one = markOf(NETWORK + "/aa");
        String another = markOf(NETWORK + "/b");
        assertThat(marks(FIRST, NETWORK))
                .containsExactly("aa " + one, "b " + another, "c " + one, "y " + another, "z " + one);
        assertThat(marks(FIRST, OTHER)).isEmpty();
    }

    @Test
    void aListWithoutSuchNamesIsAsItWasWhateverOtherSnapshotsShare() throws IOException {
        box.seal(FIRST);
        assertThat(lines(FIRST, NETWORK)).noneMatch(line -> line.contains("tags="));
        box.share(FIRST, SECOND);

        SealedSnapshot sealed = box.seal(SECOND);

        assertThat(sealed.newUnits()).isZero();
        assertThat(box.units(SECOND)).isEqualTo(box.units(FIRST));
    }

    @Test
    void aNameInAnotherUnitHasNoMark() throws IOException {
        link(FIRST, OTHER + "/z", NETWORK + "/a");

        box.seal(FIRST);

        assertThat(marks(FIRST, NETWORK)).isEmpty();
        assertThat(marks(FIRST, OTHER)).isEmpty();
    }

    @Test
    void aNewNameOfAnOldFileIsFound() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        link(SECOND, NETWORK + "/z", NETWORK + "/a");

        box.seal(SECOND);

        assertThat(marks(SECOND, NETWORK))
                .containsExactly("a " + markOf(NETWORK + "/a"), "z " + markOf(NETWORK + "/a"));
        assertThat(marks(FIRST, NETWORK)).isEmpty();
    }

    @Test
    void marksMakeNothingDifferent() throws IOException {
        link(FIRST, NETWORK + "/z", NETWORK + "/a");
        box.seal(FIRST);
        box.share(FIRST, SECOND);

        box.seal(SECOND);

        assertThat(box.bytesRead()).isZero();
        assertThat(box.units(SECOND)).isEqualTo(box.units(FIRST));
        assertThat(box.verify(SECOND, List.of(), difference -> {}).found()).isZero();
    }

    @Test
    void marksAreTheSameOnAnotherVolume() throws IOException {
        link(FIRST, NETWORK + "/z", NETWORK + "/a");
        box.seal(FIRST);
        SealBox other = new SealBox(volume.resolve("other"));
        Tool.run("cp", "-a", box.snapshot(FIRST).toString(), other.data.toString());

        other.seal(FIRST);

        assertThat(other.units(FIRST)).isEqualTo(box.units(FIRST));
    }

    /** 1 MiB of lines is in memory. */
    @Test
    void aLongListIsMarkedToo() throws IOException {
        for (int i = 0; i < 7000; i++) {
            box.file(FIRST, NETWORK + "/d/" + i, "");
        }
        link(FIRST, NETWORK + "/z", NETWORK + "/d/6999");

        box.seal(FIRST);

        assertThat(lines(FIRST, NETWORK).size())
                .as("with the first line, and two folders")
                .isEqualTo(7007);
        assertThat(marks(FIRST, NETWORK))
                .containsExactly("6999 " + markOf(NETWORK + "/d/6999"), "z " + markOf(NETWORK + "/d/6999"));
        try (Stream<Path> left = Files.list(box.state.resolve("seals/units"))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    /** However few inodes fit into memory, the list is the same. */
    @Test
    void aUnitWithMoreInodesThanFitIntoMemoryIsReadInParts() throws IOException {
        box.seal(FIRST);
        ListStore units = box.files().units();
        ListStore numbers = box.files().inodes();
        units.prepare();
        numbers.prepare();
        Random random = new Random(1);
        List<Long> inodes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            inodes.add(i % 50 == 0 ? 7L : random.nextLong(400));
        }

        List<String> sums = new ArrayList<>();
        for (int most : new int[] {500, 499, 100, 7}) {
            LinkedInodes linked = new LinkedInodes(most);
            ListWriter entries = units.begin();
            ListWriter written = numbers.begin();
            entries.write(MtreeLine.HEADER);
            for (int i = 0; i < inodes.size(); i++) {
                entries.write("./pages/" + i + " type=file size=1 sha256digest=" + "0".repeat(64) + "\n");
                written.write(inodes.get(i) + "\n");
                linked.add(inodes.get(i));
            }
            sums.add(linked.mark(entries, written, inodes.size()).finish());
            written.finish();
        }

        assertThat(sums).containsOnly(sums.get(0));
        units.flush();
        try (InputStream list = units.open(sums.get(0))) {
            String text = new String(list.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(text.lines()
                            .filter(line -> line.contains(markOf("pages/0")))
                            .map(line -> line.replaceAll("\\./pages/(\\d+) .*", "$1"))
                            .collect(Collectors.toList()))
                    .contains("0", "50", "100", "450");
        }
    }

    @Test
    void aLineWithoutItsMarkIsAsItWas() {
        String line = "./a type=file size=1 sha256digest=" + "0".repeat(64);
        String marked = NameMark.with(line, 0x123);

        assertThat(marked).contains(" size=1 tags=file-0000000000000123 sha256digest=");
        assertThat(NameMark.isIn(marked)).isTrue();
        assertThat(NameMark.isIn(line)).isFalse();
        assertThat(NameMark.isIn("./a type=dir")).isFalse();
        assertThat(NameMark.without(marked)).isEqualTo(line);
        assertThat(NameMark.without(line)).isEqualTo(line);
    }

    /** Else two files of a snapshot could become one, because they are one in another. */
    @Test
    void aFileIsOneWithThatOfAnotherSnapshotWhereNoOtherOfThisSnapshotCanBe() {
        String line = "./b type=file size=1 sha256digest=" + "0".repeat(64);
        String ofA = NameMark.with(line, NameMark.of("a"));
        String ofB = NameMark.with(line, NameMark.of("b"));

        assertThat(NameMark.mayBeOne("b", line, line)).isTrue();
        assertThat(NameMark.mayBeOne("b", ofA, line)).isTrue();
        assertThat(NameMark.mayBeOne("b", ofA, ofA)).isTrue();
        assertThat(NameMark.mayBeOne("b", line, ofB)).isTrue();
        assertThat(NameMark.mayBeOne("b", line, ofA)).isFalse();
        assertThat(NameMark.mayBeOne("b", ofB, ofA)).isFalse();
    }

    /** As file systems number them that reserve some for each file. */
    @Test
    void inodesInStepsAreSpreadOverAllParts() {
        for (long step = 1; step <= 4096; step *= 2) {
            long[] held = new long[8];
            for (long inode = 0; inode < 80_000; inode++) {
                held[(int) LinkedInodes.part(inode * step, held.length)]++;
            }

            assertThat(LongStream.of(held).summaryStatistics())
                    .as("steps of %d", step)
                    .matches(counts -> counts.getMin() > 5_000 && counts.getMax() < 15_000);
        }
    }
}
