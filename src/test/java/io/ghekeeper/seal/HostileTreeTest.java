package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that go or change while they are read, and names that sort badly. */
class HostileTreeTest {
    private static final int LARGE = 3 << 20;

    @TempDir
    Path volume;

    private SealBox box;
    private final List<Difference> heard = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
    }

    @Test
    void aFileThatIsRemovedWhileItIsReadDamagesNoOther() throws IOException {
        Files.write(box.file(FIRST, "pages/1a/large", ""), new byte[LARGE]);
        for (int i = 0; i < 50; i++) {
            box.file(FIRST, "storage/" + i + "/object", "0123456789");
        }
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        AtomicBoolean removed = new AtomicBoolean();

        VerifiedSnapshot verified = verify(List.of(box.snapshot(SECOND)), bytes -> {
            if (bytes > 100 && removed.compareAndSet(false, true)) {
                Tool.run("rm", "-r", box.snapshot(FIRST).resolve("storage").toString());
            }
        });

        assertThat(verified.isWhole()).isFalse();
        assertThat(verified.shared()).isEmpty();
    }

    @Test
    void aSnapshotThatIsBeingRemovedAtTheEndIsNotCalledDamaged() throws IOException {
        box.seal(FIRST);
        Files.createFile(box.snapshot(FIRST).resolve("incomplete"));

        assertGone();
    }

    private void assertGone() {
        Failure failure = catchThrowableOfType(Failure.class, () -> verify(List.of(), bytes -> {}));

        assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_UNKNOWN);
    }

    @Test
    void aSnapshotThatIsGoneIsNotADamagedSeal() throws IOException {
        box.seal(FIRST);
        Tool.run("rm", "-r", box.snapshot(FIRST).toString());

        assertGone();
    }

    @Test
    void whatIsInAFolderThatCannotBeReadIsNotCalledMissing() throws IOException {
        box.file(FIRST, "pages/1a/b/c", "c");
        box.file(FIRST, "pages/1a/b/d/e", "e");
        box.seal(FIRST);
        AtomicBoolean swapped = new AtomicBoolean();

        // The walk has seen the folder, and cannot list it.
        VerifiedSnapshot verified = verify(List.of(), bytes -> {
            if (swapped.compareAndSet(false, true)) {
                Tool.run("rm", "-r", box.snapshot(FIRST).resolve("pages").toString());
            }
        });

        assertThat(verified.differences())
                .extracting(Difference::path)
                .doesNotHaveDuplicates()
                .hasSize(1);
    }

    @Test
    void severalMissingFoldersAreNamedOnceEach() throws IOException {
        for (String unit : List.of("pages/1a", "pages/1b", "storage/1", "repositories/5/nw/5f/f1/2d/4")) {
            box.file(FIRST, unit + "/file", "x");
        }
        box.seal(FIRST);
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("pages").toString());
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("repositories").toString());
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("storage").toString());

        assertThat(verify(List.of(), bytes -> {}).differences())
                .extracting(Difference::path)
                .containsExactly("pages", "repositories", "storage");
    }

    @Test
    void namesAroundTheCutsOfUnitsAreSealedAndFoundWhole() throws IOException {
        for (String path : List.of(
                "-rf",
                "-x/y/z",
                " ",
                "a/c",
                "a-b",
                "a.b",
                "a b/c/d",
                "%2e/%00/x",
                "back\\slash/b \\/c",
                "pages/1a/x",
                "pages/1a-b",
                "pages/1a.b/x",
                "repositories/5/nw/5f/f1/2d/4/4.git/HEAD",
                "repositories/5/nw/5f-x",
                "repositories/5/nw/5f.a/f1/2d/4/x",
                "repositories/5/nw-x/5f/f1/2d/4/x",
                "repositories/5/nw/5f/f1/2d/4-x",
                "repositories/5/nw/5f/f1/2d/4.x/y",
                "repositories/5/nw.x",
                "repositories/5-x/nw/5f/f1/2d/4/x",
                "repositories/5/a",
                "repositories/5/z",
                "repositories/x/é/y ",
                "repositories.x/5",
                "repositories-x/5/nw/5f/f1/2d/4/x",
                "é/ü/x",
                "\u0001/\u007f/x")) {
            box.file(FIRST, path, path);
        }
        Files.createDirectories(box.snapshot(FIRST).resolve("empty/empty/empty"));
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        box.seal(SECOND);

        assertThat(verify(List.of(), bytes -> {}).differences()).isEmpty();
        assertThat(box.bytesRead()).isLessThan(20);
        assertThat(box.units(SECOND)).isEqualTo(box.units(FIRST));
    }

    @Test
    void anEmptySnapshotIsSealedAndVerified() throws IOException {
        Tool.run("rm", box.snapshot(FIRST).resolve("version").toString());

        assertThat(box.seal(FIRST).files()).isZero();
        assertThat(verify(List.of(), bytes -> {}).isWhole()).isTrue();
    }

    @Test
    void aUnitThatBecameAFileIsFound() throws IOException {
        box.file(FIRST, "pages/1a/x", "x");
        box.seal(FIRST);
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("pages/1a").toString());
        box.file(FIRST, "pages/1a", "x");

        assertThat(verify(List.of(), bytes -> {}).isWhole()).isFalse();
    }

    @Test
    void aPipeInThePlaceOfAFileDoesNotKeepTheSealFromEnding() throws IOException {
        Files.write(box.file(FIRST, "pages/1a/large", ""), new byte[LARGE]);
        for (int i = 0; i < 50; i++) {
            box.file(FIRST, "storage/" + i + "/object", "0123456789");
        }
        SwappedFiles swap = new SwappedFiles(box.snapshot(FIRST));

        Failure failure = catchThrowableOfType(Failure.class, () -> box.seal(FIRST, new LocalDisk(), 1, swap));

        assertThat(failure).isSameAs(swap.end);
    }

    /** Files become pipes when the walk has seen them, and before any of them is read. Then the seal is ended. */
    private static final class SwappedFiles implements SealProgress {
        /** The snapshot with all that is in it. */
        private static final int SEEN = 6 + 2 * 50;

        private static final long HUNG_NANOS = 500_000_000L;

        final Failure end = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");
        private final Path snapshot;
        private final CountDownLatch seen = new CountDownLatch(SEEN);
        private volatile long swapped;

        SwappedFiles(Path snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public void walked() {
            seen.countDown();
        }

        @Override
        public void read(long bytes) {
            if (bytes < 100 || swapped != 0) {
                return;
            }
            try {
                assertThat(seen.await(1, TimeUnit.MINUTES)).isTrue();
                Tool.run(
                        "bash",
                        "-c",
                        "cd \"$0\"; for f in storage/*/object; do rm $f; mkfifo $f; done",
                        snapshot.toString());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            swapped = System.nanoTime();
        }

        @Override
        public void requireGoOn() {
            if (swapped != 0 && System.nanoTime() - swapped > HUNG_NANOS) {
                throw end;
            }
        }
    }

    private VerifiedSnapshot verify(List<Path> others, SealBox.Reading reading) {
        return new Verifier(box.state, new LocalDisk(), Clock.fixed(SealBox.NOW, ZoneOffset.UTC), 1)
                .verify(box.snapshotOf(FIRST), others, heard::add, new SealProgress() {
                    @Override
                    public void read(long bytes) {
                        reading.on(bytes);
                    }

                    @Override
                    public void walked() {}

                    @Override
                    public void requireGoOn() {
                        reading.on(0);
                    }
                });
    }
}
