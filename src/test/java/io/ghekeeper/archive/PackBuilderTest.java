package io.ghekeeper.archive;

import static io.ghekeeper.lab.SampleContent.random;
import static io.ghekeeper.lab.SampleContent.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.pack.PackFrames;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackMember;
import io.ghekeeper.seal.MtreeLine;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pack is made of, and when there is none. */
class PackBuilderTest {
    private static final int LONG = 3 << 20;

    @TempDir
    Path volume;

    private PackBox box;

    @BeforeEach
    void make() throws IOException {
        box = new PackBox(volume);
    }

    @Test
    void aPackIsNamedByTheDigestOfItsBytesAndLiesInTheOutboxAlone() throws Exception {
        box.file("a/one", text(1000));
        box.file("b", random(2000));

        PackedFile pack = build(box.all());

        byte[] stored = Files.readAllBytes(pack.object().file());
        String sha256 = HexFormat.of().formatHex(Sha256.digest().digest(stored));
        assertThat(HexFormat.of().formatHex(pack.object().sha256())).isEqualTo(sha256);
        assertThat(pack.object().length()).isEqualTo(stored.length);
        assertThat(pack.object().key().text()).isEqualTo("packs/" + sha256.substring(0, 2) + "/" + sha256 + ".tar.zst");
        assertThat(box.outbox()).containsExactly(sha256 + ".tar.zst");
        assertThat(pack.members())
                .hasSize(2)
                .allSatisfy(member -> assertThat(member.parts()).isEqualTo(1));
        assertThat(pack.members().get(1).digest()).isEqualTo(Sha256.digest().digest(random(2000)));
    }

    @Test
    void theSameFilesMakeTheSamePack() throws Exception {
        box.file("a", random(LONG));
        box.file("b", text(LONG));

        assertThat(build(box.all()).object().sha256())
                .isEqualTo(build(box.all()).object().sha256());
    }

    @Test
    void theIndexSaysWhereEachMemberIs() throws Exception {
        box.file("d/empty", new byte[0]);
        box.file("d/text", text(LONG));
        box.file("random", random(1234));
        List<PackInput> job = new ArrayList<>(box.all());
        box.file("large", random(2500));
        job.addAll(box.inputs("large", 1000));

        PackedFile pack = build(job);

        PackFrames frames = PackFrames.of(Files.readAllBytes(pack.object().file()));
        assertThat(frames.index()).hasSize(6);
        for (int i = 0; i < job.size(); i++) {
            PackInput input = job.get(i);
            String[] words = frames.index().get(i).split(" ", -1);
            int offset = Integer.parseInt(words[1]);
            byte[] content = Arrays.copyOfRange(frames.tar(), offset, offset + Integer.parseInt(words[2]));
            byte[] digest = Sha256.digest().digest(content);
            byte[] file = Files.readAllBytes(input.file());
            assertThat(content)
                    .isEqualTo(Arrays.copyOfRange(file, (int) input.offset(), (int) (input.offset() + input.length())));
            assertThat(words[0]).isEqualTo(HexFormat.of().formatHex(input.digest()));
            assertThat(words[3] + " " + words[4]).isEqualTo(input.part() + " " + input.parts());
            assertThat(words[5])
                    .isEqualTo(input.isWhole() ? "-" : HexFormat.of().formatHex(digest));
            assertThat(MtreeLine.path(words[6])).isEqualTo(input.path());
        }
        assertThat(pack.members()).extracting(PackMember::part).containsExactly(1, 1, 1, 1, 2, 3);
    }

    @Test
    void anEmptyFileIsOnePartAndALargeOneIsCut() throws Exception {
        box.file("empty", new byte[0]);
        box.file("large", new byte[2001]);

        assertThat(box.inputs("empty", 1000)).hasSize(1);
        assertThat(box.inputs("large", 2001)).hasSize(1);
        assertThat(box.inputs("large", 1000))
                .extracting(PackInput::offset, PackInput::length)
                .containsExactly(tuple(0L, 1000L), tuple(1000L, 1000L), tuple(2000L, 1L));
    }

    @Test
    void whatIsReadIsCounted() throws Exception {
        box.file("a", text(LONG));
        CountedProgress progress = new CountedProgress();

        box.builder(new LocalDisk()).build(box.all(), progress);

        assertThat(progress.read()).isEqualTo(LONG);
    }

    @Test
    void aFileThatIsWrittenToWhileItIsReadIsNotPacked() throws Exception {
        Path file = box.file("dir/file", text(LONG));
        List<PackInput> job = box.all();

        refuses("dir/file", "it changed while it was read", () -> build(job, () -> append(file)));
    }

    @Test
    void aFileThatIsCutOffWhileItIsReadIsNotPacked() throws Exception {
        Path file = box.file("file", text(LONG));
        List<PackInput> job = box.all();

        refuses("file", "it ends too early", () -> build(job, () -> write(file, new byte[5])));
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadIsNotPacked() throws Exception {
        Path file = box.file("file", text(LONG));
        FileTime time = Files.getLastModifiedTime(file);
        List<PackInput> job = box.all();

        refuses(
                "file",
                "it changed while it was read",
                () -> build(job, () -> {
                    write(file.resolveSibling("another"), text(LONG));
                    rename(file.resolveSibling("another"), file);
                    setTime(file, time);
                }));
    }

    @Test
    void aFileThatIsAnotherOneThanWasSealedIsNotPacked() throws Exception {
        Path file = box.file("file", text(100));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-18T03:00:00.123456789Z")));
        PackInput input = box.input("file");

        FlippedBit.in(file);
        refuses("file", "its content is another one, of the same size and time", () -> build(List.of(input)));

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-18T03:00:00.123456788Z")));
        refuses(
                "file",
                "it was modified at 2026-11-18T03:00:00.123456788Z, and not at 2026-11-18T03:00:00.123456789Z",
                () -> build(List.of(input)));

        append(file);
        refuses("file", "it has 101 bytes, and had 100", () -> build(List.of(input)));
    }

    @Test
    void aLinkInPlaceOfAFileIsNotFollowed() throws Exception {
        Path file = box.file("file", text(100));
        Path aside = volume.resolve("aside");
        PackInput input = box.input("file");

        Files.move(file, aside);
        Files.createSymbolicLink(file, aside);

        refuses("file", "it is not a file", () -> build(List.of(input)));
    }

    @Test
    void aFileThatIsGoneIsNamed() throws Exception {
        box.file("first", text(10));
        Path file = box.file("r\u00e9po\u001b[31m", text(100));
        List<PackInput> job = box.all();

        Files.delete(file);

        refuses("r\u00e9po", "there is no such file or directory", () -> build(job));
    }

    /** Its bytes could be others: that is what {@code requireSealed} is for. */
    @Test
    void aLargeFileIsProvenByItsDigestAsAWhole() throws Exception {
        Path file = box.file("large", random(LONG));
        List<PackInput> parts = box.inputs("large", 1 << 20);
        assertThat(parts).hasSize(3);
        PackBuilder builder = box.builder(new LocalDisk());

        builder.requireSealed(parts.get(1), new CountedProgress());
        FlippedBit.in(file);
        refuses(
                "large",
                "its content is another one",
                () -> builder.requireSealed(parts.get(0), new CountedProgress()));

        append(file);
        refuses("large", "bytes, and had", () -> build(parts.subList(0, 1)));
    }

    @Test
    void nothingStaysInTheOutboxWhenAnyWriteFails() throws Exception {
        box.file("a", random(LONG));
        box.file("b", text(LONG));
        List<PackInput> job = box.all();
        FaultyDisk counting = FaultyDisk.sound();
        box.builder(counting).build(job, new CountedProgress());
        clearOutbox();

        assertThat(counting.operations()).isGreaterThan(6);
        for (int n = 1; n <= counting.operations(); n++) {
            PackBuilder builder = box.builder(FaultyDisk.failingOnce(n));
            assertThatThrownBy(() -> builder.build(job, new CountedProgress()))
                    .as("at %d", n)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL))
                    .hasMessageContaining("outbox")
                    .hasMessageContaining(FaultyDisk.FULL);
            assertThat(box.outbox()).as("at %d", n).isEmpty();
        }
    }

    @Test
    void whatADiskThatIsBrokenLeavesIsRemovedBeforeTheNextRun() throws Exception {
        box.file("a", random(LONG));
        List<PackInput> job = box.all();
        FaultyDisk counting = FaultyDisk.sound();
        box.builder(counting).build(job, new CountedProgress());
        clearOutbox();

        for (int n = 2; n <= counting.operations() - 1; n++) {
            PackBuilder builder = box.builder(FaultyDisk.failingFrom(n));
            assertThatThrownBy(() -> builder.build(job, new CountedProgress())).isInstanceOf(Failure.class);
            assertThat(box.outbox()).as("at %d", n).containsExactly("0.new");

            box.objects(new LocalDisk(), new NoEncryption()).prepare();
            assertThat(box.outbox()).isEmpty();
        }
    }

    @Test
    void aRunThatMustEndEndsWithItsReasonAndLeavesNothing() throws Exception {
        box.file("a", random(LONG));
        List<PackInput> job = box.all();
        Failure reason = new Failure(FailureKind.RUN_OVERDUE, "it took too long", "wait");

        assertThatThrownBy(() -> box.builder(new LocalDisk()).build(job, new CountedProgress(() -> {}, () -> {
                    throw reason;
                })))
                .isSameAs(reason);
        assertThat(box.outbox()).isEmpty();
    }

    @Test
    void anInterruptionEndsItAndLeavesNothing() throws Exception {
        box.file("a", random(LONG));
        List<PackInput> job = box.all();

        assertThatThrownBy(() -> build(job, Thread.currentThread()::interrupt))
                .isInstanceOf(InterruptedException.class);
        assertThat(box.outbox()).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    private PackedFile build(List<PackInput> job) throws InterruptedException {
        return build(job, () -> {});
    }

    private PackedFile build(List<PackInput> job, Runnable onRead) throws InterruptedException {
        return box.builder(new LocalDisk()).build(job, new CountedProgress(onRead, () -> {}));
    }

    private void refuses(String path, String why, ThrowingCallable build) throws IOException {
        assertThatThrownBy(build)
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED);
                    assertThat(failure.hint()).contains("ghe-keeper verify " + PackBox.SNAPSHOT);
                })
                .hasMessageStartingWith(path)
                .hasMessageContaining(" of " + PackBox.SNAPSHOT + " is not what was sealed: ")
                .hasMessageContaining(why);
        assertThat(box.outbox()).isEmpty();
    }

    private void clearOutbox() throws IOException {
        for (String name : box.outbox()) {
            Files.delete(box.outbox.resolve(name));
        }
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setTime(Path file, FileTime time) {
        try {
            Files.setLastModifiedTime(file, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
