package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.seal.DamagedEntries;
import io.ghekeeper.seal.DamagedEntry;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.FileRepair;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.seal.Verifier;
import io.ghekeeper.snapshot.RemovalPermits;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on the volume are put right from the archive. */
class VolumeRepairTest {
    private static final String FILE = "repositories/1/nw/a/b/c/1/0";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;

    private static final RemovalPermits FREE = id -> Optional.of(new RemovalPermits.RemovalPermit() {
        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public void close() {}
    });

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        Path file = box.snapshot(FIRST).resolve(FILE);
        Files.setAttribute(file, "unix:mode", 0640);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.123456789Z")));
        Files.createSymbolicLink(box.snapshot(FIRST).resolve("repositories/1/nw/current"), Path.of("a/b"));
        box.share(FIRST, SECOND);
        box.seal(FIRST, SECOND);
        store = new VersionedStore(box.clock);
        box.archive(FIRST, store, new LocalDisk());
    }

    /** As a disk does that gives back another byte: times and size stay. */
    private void damage(Path file) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
        Files.setLastModifiedTime(file, before);
    }

    private List<Difference> verify(String id) {
        List<Path> others = Stream.of(FIRST, SECOND, THIRD)
                .filter(other -> !other.equals(id))
                .map(box::snapshot)
                .filter(Files::isDirectory)
                .toList();
        return new Verifier(box.state, new LocalDisk(), box.clock, 2)
                .verify(box.snapshotOf(id), others, difference -> {}, new Unwatched())
                .differences();
    }

    /** What a run does between two verifications. */
    private Set<String> repair(Disk disk, RemovalPermits permits, String... ids) {
        DamagedEntries damaged = new DamagedEntries(box.state, disk);
        FileRepair repair = new FileRepair(disk, permits);
        Map<String, List<DamagedEntry>> byDigest = new LinkedHashMap<>();
        for (String id : ids) {
            Snapshot snapshot = box.snapshotOf(id);
            repair.begin(snapshot);
            for (DamagedEntry entry :
                    damaged.search(snapshot, id.equals(ids[0])).next(100, () -> {})) {
                if (entry.digest().isPresent()) {
                    byDigest.computeIfAbsent(entry.digest().get(), none -> new ArrayList<>())
                            .add(entry);
                } else {
                    repair.make(entry);
                }
            }
        }
        return new ArchiveFetch(new ArchiveAccess(box.state, disk, store, Optional.empty(), 2), box.warnings::add)
                .fetch(
                        ids[0],
                        byDigest.keySet(),
                        (digest, file) -> repair.place(byDigest.get(digest), file, new Unwatched()),
                        new CountedProgress());
    }

    @Test
    void aDamagedFileIsPutRightInEachSnapshotThatSharesIt() throws IOException {
        Path first = box.snapshot(FIRST).resolve(FILE);
        Path second = box.snapshot(SECOND).resolve(FILE);
        Tool.run(
                "cp",
                "-a",
                box.snapshot(FIRST).toString(),
                volume.resolve("sound").toString());
        damage(first);
        byte[] damaged = Files.readAllBytes(first);
        assertThat(verify(FIRST)).hasSize(1);

        assertThat(repair(new LocalDisk(), FREE, FIRST, SECOND)).isEmpty();

        assertThat(verify(FIRST)).isEmpty();
        assertThat(verify(SECOND)).isEmpty();
        assertThat(Files.getAttribute(first, "unix:ino")).isEqualTo(Files.getAttribute(second, "unix:ino"));
        Path aside = box.snapshot(FIRST).resolve(Snapshot.PUT_ASIDE);
        try (Stream<Path> kept = Files.list(aside)) {
            assertThat(kept.toList())
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasBinaryContent(damaged));
        }
        Tool.run("rm", "-r", aside.toString());
        Tool.run(
                "touch",
                "-r",
                volume.resolve("sound").toString(),
                box.snapshot(FIRST).toString());
        Path folder = Path.of(FILE).getParent();
        Tool.run(
                "touch",
                "-r",
                volume.resolve("sound").resolve(folder).toString(),
                box.snapshot(FIRST).resolve(folder).toString());
        assertThat(ArchiveBox.differences(volume.resolve("sound"), box.snapshot(FIRST)))
                .isEmpty();
    }

    @Test
    void rootManifestAndListsAreFetchedOnceForAllRoundsOfARepair() {
        String known = digest(FILE);
        int before = store.fetched().size();

        try (ArchiveFetch.OpenArchive archive = new ArchiveFetch(
                        new ArchiveAccess(box.state, new LocalDisk(), store, Optional.empty(), 2), box.warnings::add)
                .open(new CountedProgress())) {
            for (int round = 0; round < 3; round++) {
                assertThat(archive.fetch(FIRST, Set.of(known), (digest, file) -> {}))
                        .isEmpty();
            }
        }

        List<String> fetched = store.fetched().subList(before, store.fetched().size());
        assertThat(fetched).anyMatch(key -> key.startsWith("units/"));
        assertThat(fetched.stream().filter(key -> !key.startsWith("packs/"))).doesNotHaveDuplicates();
        assertThat(box.state.toFile().list((folder, name) -> name.startsWith("archive-plan.")))
                .isEmpty();
    }

    private String digest(String path) {
        return Tool.run("sha256sum", box.snapshot(FIRST).resolve(path).toString())
                .substring(0, 64);
    }

    @Test
    void aCopyOfALargeFileIsEndedBetweenTwoPieces() throws IOException {
        Path large = box.snapshot(FIRST).resolve("large");
        Files.write(large, new byte[3 << 20]);
        box.seal(FIRST);
        damage(large);
        byte[] damaged = Files.readAllBytes(large);
        verify(FIRST);
        Path content = Files.write(volume.resolve("content"), new byte[3 << 20]);
        FileRepair repair = new FileRepair(new LocalDisk(), FREE);
        List<DamagedEntry> entries = new DamagedEntries(box.state, new LocalDisk())
                .search(box.snapshotOf(FIRST), false)
                .next(100, () -> {});
        AtomicLong copied = new AtomicLong();

        assertThatThrownBy(() -> repair.place(entries, content, endedAfter(1 << 20, copied)))
                .hasMessage("cancelled");

        assertThat(large).hasBinaryContent(damaged);
        repair.begin(box.snapshotOf(FIRST));
        repair.place(entries, content, endedAfter(Long.MAX_VALUE, copied));
        assertThat(copied).hasValue(4 << 20);
        assertThat(verify(FIRST)).isEmpty();
    }

    private static SealProgress endedAfter(long bytes, AtomicLong copied) {
        return new SealProgress() {
            @Override
            public void read(long count) {
                copied.addAndGet(count);
            }

            @Override
            public void walked() {}

            @Override
            public void requireGoOn() {
                if (copied.get() >= bytes) {
                    throw new Failure(FailureKind.RUN_CANCELLED, "cancelled", "None.");
                }
            }
        };
    }

    @Test
    void whatIsMissingIsMadeAgain() {
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("repositories/1").toString());
        assertThat(verify(FIRST)).isNotEmpty();

        assertThat(repair(new LocalDisk(), FREE, FIRST)).isEmpty();

        assertThat(verify(FIRST)).isEmpty();
        assertThat(box.snapshot(FIRST).resolve("repositories/1/nw/current")).isSymbolicLink();
    }

    @Test
    void whatCannotBePutRightKeepsNothingLaterFromBeingFound() throws IOException {
        Path files = box.snapshot(FIRST).resolve(FILE).getParent();
        damage(files.resolve("0"));
        damage(files.resolve("1"));
        Files.delete(files.resolve("2"));
        Files.delete(files.resolve("3"));
        verify(FIRST);
        DamagedEntries.DamageSearch search =
                new DamagedEntries(box.state, new LocalDisk()).search(box.snapshotOf(FIRST), true);
        List<String> found = new ArrayList<>();

        for (List<DamagedEntry> next = search.next(1, () -> {}); !next.isEmpty(); next = search.next(1, () -> {})) {
            next.forEach(entry -> found.add(entry.sealed().path()));
        }

        String folder = FILE.substring(0, FILE.length() - 1);
        assertThat(found).containsExactly(folder + "0", folder + "1", folder + "2", folder + "3");
    }

    @Test
    void anotherSnapshotsRootIsOfUse() throws IOException {
        damage(box.snapshot(SECOND).resolve(FILE));
        verify(SECOND);

        assertThat(repair(new LocalDisk(), FREE, SECOND, FIRST)).isEmpty(); // only FIRST is archived

        assertThat(verify(SECOND)).isEmpty();
        assertThat(verify(FIRST)).isEmpty();
    }

    @Test
    void whatTheArchiveLacksStaysDamaged() throws IOException {
        damage(box.snapshot(FIRST).resolve(FILE));
        verify(FIRST);
        store.keys().stream().filter(key -> key.startsWith("packs/")).toList().forEach(store::lose);

        assertThat(repair(new LocalDisk(), FREE, FIRST, SECOND)).hasSize(1);

        assertThat(verify(FIRST)).hasSize(1);
        assertThat(box.warnings).anyMatch(words -> words.contains("is lost"));
    }

    @Test
    void whatARunUsesIsNotTouched() throws IOException {
        Path file = box.snapshot(FIRST).resolve(FILE);
        damage(file);
        byte[] damaged = Files.readAllBytes(file);
        verify(FIRST);

        assertThatThrownBy(() -> repair(new LocalDisk(), id -> Optional.empty(), FIRST))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RUN_ACTIVE));

        assertThat(file).hasBinaryContent(damaged);
    }

    @Test
    void whereverTheDiskFailsAMissingFolderHasItsModeAfterTheNextRepair() throws IOException {
        Path folder = box.snapshot(FIRST).resolve("empty/empty");
        Files.delete(folder);
        FaultyDisk counting = FaultyDisk.sound();
        repair(counting, FREE, FIRST);
        int operations = counting.operations();
        assertThat(verify(FIRST)).isEmpty();
        for (int n = 1; n <= operations; n++) {
            Files.deleteIfExists(folder);
            try {
                repair(FaultyDisk.failingFrom(n), FREE, FIRST);
            } catch (Failure expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
            repair(new LocalDisk(), FREE, FIRST);

            assertThat(verify(FIRST)).as("operation " + n).isEmpty();
        }
        assertThat(operations).isGreaterThan(4);
    }

    @Test
    void noFolderIsMadeWhereARunBeginsMeanwhile() throws IOException {
        Path folder = box.snapshot(FIRST).resolve("empty/empty");
        Files.delete(folder);
        AtomicInteger asked = new AtomicInteger();
        RemovalPermits begun = id -> asked.getAndIncrement() == 0 ? FREE.permit(id) : Optional.empty();

        assertThatThrownBy(() -> repair(new LocalDisk(), begun, FIRST))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RUN_ACTIVE));

        assertThat(folder).doesNotExist();
    }

    @Test
    void aLinkInTheWayLeadsNowhere() throws IOException {
        damage(box.snapshot(FIRST).resolve(FILE));
        verify(FIRST);
        Path network = box.snapshot(FIRST).resolve("repositories/1");
        Path outside = volume.resolve("outside");
        Tool.run("mv", network.toString(), outside.toString());
        Files.createSymbolicLink(network, outside);
        byte[] before = Files.readAllBytes(outside.resolve("nw/a/b/c/1/0"));

        assertThatThrownBy(() -> repair(new LocalDisk(), FREE, FIRST)).isInstanceOf(Failure.class);

        assertThat(outside.resolve("nw/a/b/c/1/0")).hasBinaryContent(before);
    }

    @Test
    void whereverTheDiskFailsTheFileIsTheOldOrTheNewOneAndTheNextRepairEnds() throws IOException {
        Path file = box.snapshot(FIRST).resolve(FILE);
        byte[] sound = Files.readAllBytes(file);
        Path saved = volume.resolve("saved");
        damage(file);
        byte[] damaged = Files.readAllBytes(file);
        verify(FIRST);
        Tool.run("cp", "-a", box.data.toString(), saved.toString());
        FaultyDisk counting = FaultyDisk.sound();
        repair(counting, FREE, FIRST, SECOND);
        int operations = counting.operations();
        for (int n : KillPoints.of(operations, 3).toArray()) {
            Tool.run("rm", "-r", box.data.toString());
            Tool.run("cp", "-a", saved.toString(), box.data.toString()); // other inodes: verified again
            verify(FIRST);
            try {
                repair(FaultyDisk.brokenFrom(n, box.disk), FREE, FIRST, SECOND);
            } catch (Failure expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
            assertThat(Files.readAllBytes(file)).as("operation " + n).isIn(sound, damaged);
            verify(FIRST);
            verify(SECOND);
            repair(new LocalDisk(), FREE, FIRST, SECOND);

            assertThat(verify(FIRST)).as("operation " + n).isEmpty();
            assertThat(verify(SECOND)).as("operation " + n).isEmpty();
        }
        assertThat(operations).isGreaterThan(15);
    }
}
