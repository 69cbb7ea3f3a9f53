package io.ghekeeper.archive;

import static io.ghekeeper.lab.SampleContent.random;
import static io.ghekeeper.lab.SampleContent.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person has on the worst day: age, zstd, tar and cat, without this program. */
@Tag("core")
class PackFormatIT {
    private static final String NO_UTF8 = "caf\u00e9-\u00ff\u0080";
    private static final long PART = 1 << 20;

    @TempDir
    Path volume;

    private PackBox box;
    private AgeKeys keys;
    private Path out;

    @BeforeEach
    void make() throws IOException {
        box = new PackBox(volume);
        keys = new AgeKeys(volume);
        out = Files.createDirectory(volume.resolve("out"));
    }

    /**
     * Both in a locale that is plain and in one of UTF-8. bsdtar takes half a second before a whole one for half a second after
     * it, where that is before 1970, so the times from there are whole.
     */
    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C tar x", "LC_ALL=C.UTF-8 tar x", "LC_ALL=C bsdtar xp", "LC_ALL=C.UTF-8 bsdtar xp"})
    void everyFileComesBackByteForByteWithItsModeAndTime(String tar) throws Exception {
        odd("2026-11-18T03:17:00.123456789Z", "1969-12-31T23:59:58Z", "1901-01-01T00:00:00Z");
        large();
        List<PackInput> job = new ArrayList<>();
        for (PackInput input : box.all()) {
            job.addAll(box.inputs(input.path(), PART));
        }
        assertThat(job).extracting(PackInput::parts).contains(3);

        PackedFile pack = build(job, keys.encryption());
        Tool.run(
                "bash",
                "-eo",
                "pipefail",
                "-c",
                "cd \"$0\"; age -d -i \"$1\" \"$2\" | zstd -dq | " + tar + "; find . -name '*.part000001of*' -print0 |"
                        + " while IFS= read -rd '' p; do f=${p%.part*}; cat \"$f\".part* >\"$f\";"
                        + " chmod --reference=\"$p\" \"$f\"; touch -r \"$p\" \"$f\"; rm \"$f\".part*; done",
                out.toString(),
                keys.identity().toString(),
                pack.object().file().toString());

        assertSame();
    }

    @Test
    void aTimeBefore1970HasItsNanoseconds() throws Exception {
        odd("1969-12-31T23:59:58.250000001Z", "1969-12-31T23:59:59.5Z", "1901-01-01T00:00:00.75Z");

        PackedFile pack = build(box.all(), new NoEncryption());
        unpack("tar x", pack);

        assertSame();
    }

    @Test
    void aSnapshotWithoutEncryptionNeedsNoKey() throws Exception {
        box.file("text", text(5 << 20));
        box.file("random", random(5 << 20));

        PackedFile pack = build(box.all(), new NoEncryption());
        Tool.run("zstd", "-tq", pack.object().file().toString());
        unpack("tar x", pack);

        assertSame();
        assertThat(pack.object().key().text()).endsWith(".tar.zst");
    }

    @Test
    void aPackOfNoBytesIsRead() throws Exception {
        box.file("empty", new byte[0]);

        unpack("tar x", build(box.all(), new NoEncryption()));

        assertSame();
    }

    /** The rest of the pack says nothing of these. */
    @Test
    void gnuTarWarnsOfNothingButTheCharacterSetOfNamesThatAreNoText() throws Exception {
        odd("2026-11-18T03:17:00.123456789Z", "2026-11-18T03:17:00Z", "2000-01-01T00:00:00.5Z");

        String said = unpack("LC_ALL=C tar x", build(box.all(), new NoEncryption()));

        assertThat(said.lines().distinct())
                .containsExactly("tar: Ignoring unknown extended header keyword 'hdrcharset'");
        assertThat(unpack("LC_ALL=C tar x --warning=no-unknown-keyword", build(box.all(), new NoEncryption())))
                .isEmpty();
    }

    @Test
    void aPartWhoseNameHasNoRoomIsNamedByItsDigest() throws Exception {
        String name = "n".repeat(240);
        box.file("d/" + name, random((int) PART + 1));
        List<PackInput> job = box.inputs("d/" + name, PART);

        unpack("tar x", build(job, new NoEncryption()));

        Tool.run(
                "bash",
                "-ec",
                "cd \"$0\"/d; cat *.part* >" + name + "; rm *.part*; touch -r \"$1\" " + name,
                out.toString(),
                box.snapshot.resolve("d").resolve(name).toString());
        assertSame();
    }

    private void odd(String first, String second, String third) throws IOException {
        mode(0644, first, file(NO_UTF8, random(10)));
        mode(04755, second, file("set-user-id", text(700)));
        mode(01644, third, file("two\nlines", text(513)));
        mode(0600, first, file("l".repeat(255), text(512)));
        mode(
                0640,
                second,
                file("folder" + NO_UTF8 + "/" + "l".repeat(255) + "/" + PackBox.bytes("\u00e9\u4e2d"), random(511)));
        mode(0400, third, file("-rf *", text(10)));
        mode(0644, first, file(("d".repeat(200) + "/").repeat(14) + "e".repeat(180), text(100)));
        mode(0644, first, file("empty", new byte[0]));
        mode(0644, first, file("n".repeat(100), new byte[0]));
        mode(0644, first, file("n".repeat(99) + "/" + "m".repeat(101), new byte[1]));
        Path sparse = file("sparse", new byte[0]);
        Tool.run("truncate", "--size", "900000", sparse.toString());
        mode(0644, first, sparse);
    }

    private void large() throws IOException {
        mode(0444, "2026-11-18T03:17:00.987654321Z", file("large", random(2 * (int) PART + 12345)));
    }

    private Path file(String path, byte[] content) throws IOException {
        Path file = PathBytes.resolve(box.snapshot, path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static void mode(int mode, String time, Path file) throws IOException {
        Files.setAttribute(file, "unix:mode", mode);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }

    private PackedFile build(List<PackInput> job, Encryption encryption) throws InterruptedException {
        return box.builder(new LocalDisk(), encryption).build(job, new CountedProgress());
    }

    private String unpack(String tar, PackedFile pack) {
        return Tool.run(
                "bash",
                "-eo",
                "pipefail",
                "-c",
                "cd \"$0\"; zstd -dqc \"$1\" | " + tar,
                out.toString(),
                pack.object().file().toString());
    }

    /** All files of the snapshot, and no others. */
    private void assertSame() throws IOException {
        List<PackInput> all = box.all();
        assertThat(all).isNotEmpty().allSatisfy(input -> {
            Path file = PathBytes.resolve(out, input.path());
            assertThat(PackBox.facts(file)).isEqualTo(input.facts());
            assertThat(Files.mismatch(file, input.file())).isEqualTo(-1);
        });
        try (var files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile)).hasSameSizeAs(all);
        }
    }
}
