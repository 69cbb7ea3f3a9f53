package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.EntryType;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.DiskSpace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fetched is what was archived, and nothing half fetched passes for a snapshot. */
class SnapshotFetchTest {
    private static final String SHARED = "repositories/1/nw/a/b/c/1/0";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;
    private FetchBox other;
    private Path to;

    @BeforeEach
    void box() throws IOException {
        box = new ArchiveBox(volume.resolve("one"));
        store = new VersionedStore(box.clock);
        other = new FetchBox(Files.createDirectories(volume.resolve("other")), store);
        to = volume.resolve("to");
    }

    private void archive(String... ids) {
        for (String id : ids) {
            box.seal(id);
            box.archive(id, store, box.disk);
        }
    }

    /** A second one, which shares what did not change. */
    private void twoSnapshots() throws IOException {
        box.filled(FIRST);
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/2/nw/a/b/c/2/0", "another content");
        Files.delete(box.snapshot(SECOND).resolve("repositories/3/nw/a/b/c/3/4"));
        archive(FIRST, SECOND);
    }

    private FetchedSnapshot fetch(String id) {
        return other.to(to, FetchPaths.ALL, id, box.disk);
    }

    private String differences(String id) {
        return ArchiveBox.differences(box.snapshot(id), other.snapshot(id));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertFails(FailureKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void aTreeWithHostileNamesComesBackAsItWas(long seed) throws IOException {
        new RandomTree(new Random(seed), 80).fill(box.snapshot(FIRST));
        box.file(FIRST, "links/one", "x");
        Tool.run("ln", "-s", "../one", box.snapshot(FIRST).resolve("links/two").toString());
        Tool.run(
                "touch",
                "-h",
                "-d",
                "@-5.123456789",
                box.snapshot(FIRST).resolve("links/two").toString());
        Files.setAttribute(box.snapshot(FIRST).resolve("links/one"), "unix:mode", 06755);
        archive(FIRST);

        FetchedSnapshot fetched = fetch(FIRST);

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
        assertThat(TreeDescription.differences(TreeDescription.of(box.snapshot(FIRST)), TreeDescription.of(to)))
                .isEmpty();
        assertThat(fetched.linked() + fetched.kept()).isZero();
        assertThat(other.warnings).isEmpty();
        assertThat(names(other.state)).isEmpty();
    }

    @Test
    void aLargeFileIsJoinedFromItsParts() throws IOException {
        box.filled(FIRST);
        byte[] large = new byte[49 << 20];
        new Random(1).nextBytes(large);
        Files.write(box.snapshot(FIRST).resolve("large"), large);
        archive(FIRST);

        assertThat(fetch(FIRST).packs()).isGreaterThan(1);

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
    }

    @Test
    void onlyThePathsOfAGlobAreFetched() throws IOException {
        twoSnapshots();
        Files.setAttribute(box.snapshot(FIRST).resolve("repositories"), "unix:mode", 0755);

        other.to(to, FetchPaths.of(List.of("repositories/1/**/3", "v?rs[i]on")), FIRST, box.disk);

        try (Stream<Path> files = Files.walk(to)) {
            assertThat(files.filter(Files::isRegularFile).map(to::relativize).map(Path::toString))
                    .containsExactlyInAnyOrder("version", "repositories/1/nw/a/b/c/1/3");
        }
        assertThat(Files.getAttribute(to.resolve("repositories"), "unix:mode"))
                .isEqualTo(Files.getAttribute(box.snapshot(FIRST).resolve("repositories"), "unix:mode"));
    }

    @Test
    void globsAreThoseOfJava() {
        for (String glob : List.of("a/**", "*.gz", "{a,b}/?", "a[!b-c]d", "a\\*", "x**y", "[^]")) {
            FetchPaths paths = FetchPaths.of(List.of(glob));
            var java = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            for (String path : List.of("a/b", "a/b/c", "x.gz", "a/x", "b/y", "aed", "abd", "a*", "x/1/y", "^")) {
                boolean above = Stream.iterate(Path.of(path), one -> one != null, Path::getParent)
                        .anyMatch(java::matches);
                assertThat(paths.matches(path)).as(glob + " " + path).isEqualTo(above);
            }
        }
        assertFails(FailureKind.CONFIGURATION_INVALID, () -> FetchPaths.of(List.of("../x")));
        assertFails(FailureKind.CONFIGURATION_INVALID, () -> FetchPaths.of(List.of("[a")));
    }

    @Test
    void aFolderWithAnythingInItIsRefused() throws IOException {
        twoSnapshots();
        Files.createDirectories(to);
        Files.writeString(to.resolve("mine"), "x");

        assertFails(FailureKind.CONFIGURATION_INVALID, () -> fetch(FIRST));

        assertThat(names(to)).containsExactly("mine");
    }

    @Test
    void snapshotsShareFilesAsTheyDid() throws IOException {
        twoSnapshots();

        List<FetchedSnapshot> fetched = other.toVolume(box.disk, SECOND, FIRST);

        assertThat(fetched).extracting(FetchedSnapshot::snapshot).containsExactly(FIRST, SECOND);
        assertThat(differences(FIRST)).isEmpty();
        assertThat(differences(SECOND)).isEmpty();
        assertThat(shared(other.data)).isEqualTo(shared(box.data)).isNotEmpty();
        assertThat(fetched.get(1).fetchedBytes()).isEqualTo("another content".length());
        assertThat(other.verified(FIRST, box.disk).found()).isZero();
        assertThat(other.verified(SECOND, box.disk).found()).isZero();
        assertThat(other.evidence().of(FIRST).archived()).isPresent();
        assertThat(other.evidence().of(SECOND).archived())
                .as("packs of linked files were not read")
                .isEmpty();
        assertThat(names(other.data)).containsExactly(FIRST, SECOND);
    }

    /** Files of both snapshots that are one. */
    private static SortedSet<String> shared(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(SECOND))) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> isOne(
                            file,
                            data.resolve(FIRST).resolve(data.resolve(SECOND).relativize(file))))
                    .map(file -> data.resolve(SECOND).relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isOne(Path one, Path two) {
        try {
            return Files.exists(two) && Files.getAttribute(one, "unix:ino").equals(Files.getAttribute(two, "unix:ino"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatWasWrittenToIsNotLinked() throws IOException {
        twoSnapshots();
        other.toVolume(box.disk, FIRST);
        Files.writeString(other.snapshot(FIRST).resolve(SHARED), "damaged by hand");

        other.toVolume(box.disk, SECOND);

        assertThat(differences(SECOND)).isEmpty();
        assertThat(other.inode(SECOND, SHARED)).isNotEqualTo(other.inode(FIRST, SHARED));
    }

    @Test
    void aSnapshotThatIsThereIsNotTouched() throws IOException {
        twoSnapshots();
        Files.createDirectories(other.snapshot(FIRST));

        assertFails(FailureKind.CONFIGURATION_INVALID, () -> other.toVolume(box.disk, SECOND, FIRST));

        assertThat(names(other.data)).containsExactly(FIRST);
        assertThat(names(other.snapshot(FIRST))).isEmpty();
    }

    @Test
    void aSnapshotOfAnotherApplianceIsRefused() throws IOException {
        twoSnapshots();
        other.appliance = "00000000-1f0e-4b52-9d3e-6a5a1c1b7f10";

        assertFails(FailureKind.CONFIGURATION_INVALID, () -> other.toVolume(box.disk, FIRST));

        assertThat(names(other.data)).isEmpty();
    }

    @Test
    void roomIsAskedForBeforeAnythingIsFetched() throws IOException {
        twoSnapshots();
        other.room = place -> new DiskSpace(1 << 30, 4096, 0, 0);

        assertFails(FailureKind.VOLUME_FULL, () -> other.toVolume(box.disk, FIRST));

        assertThat(store.fetched()).noneMatch(key -> key.startsWith("packs/"));
        other.room = null;
        other.toVolume(box.disk, FIRST);
        assertThat(differences(FIRST)).isEmpty();
    }

    /** They lie in the work folder, on the same file system. */
    @Test
    void theRoomOfThePacksThatAreReadAtATimeIsAskedFor() throws IOException {
        twoSnapshots();
        long files = 22 * 4096; // each is less than a block
        other.room = place -> new DiskSpace(1 << 30, files, 0, 0);

        assertFails(FailureKind.VOLUME_FULL, () -> other.toVolume(box.disk, FIRST));

        other.room = place -> new DiskSpace(1 << 30, files + (1 << 20), 0, 0);
        other.toVolume(box.disk, FIRST);
    }

    @Test
    void noMorePacksAreReadAtATimeThanMemoryHolds() {
        assertThat(new ArchiveAccess(to, box.disk, store, Optional.empty(), 32).lanes())
                .isEqualTo(8);
        assertThat(new ArchiveAccess(to, box.disk, store, Optional.empty(), 3).lanes())
                .isEqualTo(3);
    }

    @Test
    void whereverTheDiskBreaksNothingIsASnapshotAndTheNextFetchEnds() throws IOException {
        twoSnapshots();
        other.toVolume(box.disk, FIRST);
        FaultyDisk counting = FaultyDisk.brokenFrom(Integer.MAX_VALUE, box.disk);
        other.toVolume(counting, SECOND);
        int operations = counting.operations();
        for (int n = 1; n <= operations; n += 1 + operations / 8) {
            forget(SECOND);
            try {
                other.toVolume(FaultyDisk.brokenFrom(n, box.disk), SECOND);
            } catch (Failure expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
            if (!Files.exists(other.snapshot(SECOND))) {
                other.toVolume(box.disk, SECOND);
            }
            assertThat(other.verified(SECOND, box.disk).found())
                    .as("operation " + n)
                    .isZero();
            assertThat(names(other.data)).as("operation " + n).containsExactly(FIRST, SECOND);
        }
        assertThat(differences(SECOND)).isEmpty();
        assertThat(operations).isGreaterThan(50);
    }

    /** Also where the mark is gone already, and the folder does not have its own mode and time yet. */
    @Test
    void aFetchIntoAFolderThatIsCutOffAtItsEndGoesOn() throws IOException {
        box.filled(FIRST);
        Files.setAttribute(box.snapshot(FIRST), "unix:mode", 0750);
        archive(FIRST);
        FaultyDisk counting = FaultyDisk.brokenFrom(Integer.MAX_VALUE, box.disk);
        Path cut = Files.createDirectories(volume.resolve("cut"));
        other.to(cut.resolve("whole"), FetchPaths.ALL, FIRST, counting);
        for (int left = 0; left < 12; left++) {
            Path place = cut.resolve("left" + left);
            FaultyDisk breaks = FaultyDisk.brokenFrom(counting.operations() - left, box.disk);
            assertThatThrownBy(() -> other.to(place, FetchPaths.ALL, FIRST, breaks))
                    .as("%d operations were left", left)
                    .isInstanceOf(Failure.class);

            try {
                other.to(place, FetchPaths.ALL, FIRST, box.disk);
            } catch (Failure complete) { // only temporary files were left
                assertThat(complete).hasMessageContaining("is not empty");
            }

            assertThat(ArchiveBox.differences(box.snapshot(FIRST), place))
                    .as("%d operations were left", left)
                    .isEmpty();
        }
        assertThat(names(cut)).hasSize(13).noneMatch(name -> name.startsWith("."));
    }

    private void forget(String id) {
        Tool.run(
                "rm",
                "-rf",
                other.snapshot(id).toString(),
                other.data.resolve("fetching-" + id).toString());
        Tool.run("rm", "-rf", other.state.resolve("seals/" + id + ".json").toString());
    }

    @Test
    void whereverTheStoreFailsTheNextFetchGoesOn() throws IOException {
        twoSnapshots();
        for (int n = 1; n < 8; n += 2) {
            FetchBox failing = new FetchBox(
                    Files.createDirectories(volume.resolve("failing" + n)),
                    new FailingStore(store, n, FailingStore.Fault.REFUSES));
            assertThatThrownBy(() -> failing.toVolume(box.disk, FIRST))
                    .as("call " + n)
                    .isInstanceOf(Failure.class);
            assertThat(failing.snapshot(FIRST)).doesNotExist();

            failing.toVolume(box.disk, FIRST);

            assertThat(ArchiveBox.differences(box.snapshot(FIRST), failing.snapshot(FIRST)))
                    .as("call " + n)
                    .isEmpty();
        }
    }

    @Test
    void whatIsThereAlreadyIsReadAndNotFetchedAgain() throws IOException {
        twoSnapshots();
        Path fetching = other.data.resolve("fetching-" + FIRST);
        other.toVolume(box.disk, FIRST);
        Files.move(other.snapshot(FIRST), fetching);
        Path damaged = fetching.resolve(SHARED);
        var time = Files.getLastModifiedTime(damaged);
        Files.writeString(damaged, "content 1X");
        Files.setLastModifiedTime(damaged, time);

        FetchedSnapshot fetched = other.toVolume(box.disk, FIRST).get(0);

        assertThat(fetched.kept()).isEqualTo(fetched.files() - 1);
        assertThat(fetched.fetchedBytes()).isEqualTo(10);
        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void noPackIsFetchedOfAUnitWhoseFilesAreAllThere() throws IOException {
        twoSnapshots();
        other.toVolume(box.disk, FIRST);
        Files.move(other.snapshot(FIRST), other.data.resolve("fetching-" + FIRST));

        FetchedSnapshot fetched = other.toVolume(box.disk, FIRST).get(0);

        assertThat(fetched.kept()).isEqualTo(fetched.files());
        assertThat(fetched.packs()).isZero();
        assertThat(fetched.whole()).as("it says nothing of the store").isFalse();
        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void whatRetentionGaveUpInTheStoreIsFetchedAndNotArchived() throws IOException {
        box.filled(FIRST);
        archive(FIRST);
        new StoreSnapshots(store).giveUp(FIRST, ArchiveBox.UUID, "run", "not needed");

        assertThat(other.toVolume(box.disk, FIRST).get(0).whole()).isTrue();

        assertThat(differences(FIRST)).isEmpty();
        assertThat(other.evidence().of(FIRST).archived()).isEmpty();
    }

    @Test
    void oneFolderIsFetchedIntoByOneProcess() throws IOException {
        twoSnapshots();
        Files.createDirectories(to);
        AliveLock another = AliveLock.take(box.disk, to.resolve(FetchMark.LOCK)).orElseThrow();

        assertThatThrownBy(() -> fetch(FIRST)).hasMessageContaining("by another process");

        another.close();
        fetch(FIRST);
        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Operation not permitted", "Invalid cross-device link"})
    void whereNothingCanBeLinkedFilesAreFetched(String reason) throws IOException {
        twoSnapshots();
        other.toVolume(box.disk, FIRST);

        other.toVolume(FetchBox.withoutLinks(box.disk, reason), SECOND);

        assertThat(differences(SECOND)).isEmpty();
        assertThat(shared(other.data)).isEmpty();
        assertThat(other.warnings)
                .filteredOn(words -> words.contains(reason))
                .as("not one for each file")
                .hasSize(1);
    }

    @Test
    void aCancelledFetchIsNoSnapshotAndGoesOn() throws IOException {
        twoSnapshots();
        AtomicInteger asked = new AtomicInteger();
        Failure cancelled = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");
        for (int n : new int[] {5, 25, 60}) {
            asked.set(n);
            other.progress = new CountedProgress(() -> {}, () -> {
                if (asked.decrementAndGet() == 0) {
                    throw cancelled;
                }
            });
            assertFails(FailureKind.RUN_CANCELLED, () -> other.toVolume(box.disk, FIRST));
            assertThat(other.snapshot(FIRST)).doesNotExist();
        }
        other.progress = new CountedProgress();

        other.toVolume(box.disk, FIRST);

        assertThat(differences(FIRST)).isEmpty();
        assertThat(names(other.state)).noneMatch(name -> name.startsWith("archive-plan"));
    }

    @Test
    void aRootOfANewerFormatIsNamed() throws IOException {
        box.filled(FIRST);
        archive(FIRST);
        String key = StoreRoots.key(FIRST, 1).text();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.fetch(
                new ObjectKey(key),
                0,
                store.find(new ObjectKey(key)).orElseThrow().length(),
                bytes);
        String root = bytes.toString(StandardCharsets.UTF_8);
        store.lose(key);
        store.overwrite(
                key, root.replaceFirst("\"format\" ?: ?1", "\"format\":9").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> fetch(FIRST)).hasMessageContaining("has the format 9");

        assertThat(to).doesNotExist();
    }

    /** Only root may set owners: the same file is whole for any other user, whatever the list says. */
    @Test
    void aUserWhoIsNotRootKeepsItsOwnOwner() throws IOException {
        FetchFolder folder = new FetchFolder(box.disk, volume, false, new CountedProgress());
        EntryFacts facts = new EntryFacts(
                EntryType.FILE,
                0640,
                12345,
                54321,
                1,
                Instant.parse("2026-11-20T12:00:00.123456789Z"),
                Optional.empty(),
                0);
        Path file = Files.writeString(volume.resolve("file"), "x");
        Object owner = Files.getAttribute(file, "unix:uid");

        folder.setFacts("file", facts);

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(owner);
        byte[] digest = Sha256.digest().digest("x".getBytes(StandardCharsets.US_ASCII));
        assertThat(folder.isProven("file", facts, digest)).isTrue();
        FetchFolder ofRoot = new FetchFolder(box.disk, volume, true, new CountedProgress());
        assertThat(ofRoot.isProven("file", facts, digest)).isFalse();
    }

    @Test
    void whatIsLostIsNamedAndTheRestIsFetched() throws IOException {
        box.filled(FIRST);
        archive(FIRST);
        String pack = packs().get(0);
        store.lose(pack);

        assertThatThrownBy(() -> other.toVolume(box.disk, FIRST))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED))
                .hasMessageContaining("of snapshot " + FIRST + " cannot be had from the store; the first: ");

        assertThat(other.warnings).anyMatch(words -> words.contains(pack) && words.contains("is lost"));
        assertThat(names(other.data)).containsExactly("fetching-" + FIRST);
        assertThat(other.data.resolve("fetching-" + FIRST + "/incomplete")).exists();
        assertThat(other.evidence().of(FIRST).sealed()).isFalse();
    }

    private List<String> packs() {
        return store.keys().stream().filter(key -> key.startsWith("packs/")).toList();
    }

    @Test
    void anotherRootHasWhatOneLost() throws IOException {
        twoSnapshots();
        packs().forEach(store::lose);
        box.archiver(store, box.disk).repair(box.snapshotOf(FIRST), "20261120T120000Z-archive-0002", box.progress);

        other.toVolume(box.disk, FIRST);

        assertThat(differences(FIRST)).isEmpty();
    }

    /** The first begins as a document in UTF-32 does. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0{\0", "{"})
    void aLaterRootThatIsJunkKeepsNothingFromAFetch(String junk) throws IOException {
        twoSnapshots();
        store.overwrite("snapshots/" + FIRST + ".2.json", junk.getBytes(StandardCharsets.ISO_8859_1));

        other.toVolume(box.disk, FIRST);

        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void aDeleteMarkerHidesNothing() throws IOException {
        twoSnapshots();
        store.keys().forEach(store::hide);

        other.toVolume(box.disk, FIRST);

        assertThat(differences(FIRST)).isEmpty();
        assertThat(other.evidence().of(FIRST).archived()).isEmpty();
    }

    @Test
    void theEngineTakesNothingThatIsBeingFetchedForASnapshot() throws IOException {
        twoSnapshots();
        packs().forEach(store::lose);

        assertFails(FailureKind.ARCHIVE_DAMAGED, () -> other.toVolume(box.disk, FIRST));

        Catalogue found = new Snapshots(other.settings(), box.disk).list();
        assertThat(names(other.data))
                .containsExactly("fetching-" + FIRST)
                .noneMatch(name -> name.matches("[0-9].*|prune.*"));
        assertThat(found.all()).isEmpty();
        assertThat(found.strays()).isEmpty();
        assertThat(found.pruningObstacles()).isEmpty();
    }

    @Test
    void aLinkInTheWayLeadsNowhere() throws IOException {
        twoSnapshots();
        Path outside = Files.createDirectory(volume.resolve("outside"));
        Path fetching = Files.createDirectories(other.data.resolve("fetching-" + FIRST));
        Files.createSymbolicLink(fetching.resolve("repositories"), outside);

        assertFails(FailureKind.ARCHIVE_DAMAGED, () -> other.toVolume(box.disk, FIRST));

        assertThat(other.warnings).anyMatch(words -> words.contains("where something else is"));
        assertThat(names(outside)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repositories/2/nw", "repositories/2/nw/a/b/c/2", SHARED, "version"})
    void aLinkAnywhereInTheWayLeadsNowhere(String place) throws IOException {
        twoSnapshots();
        Path outside = Files.createDirectory(volume.resolve("outside"));
        Path fetching = other.data.resolve("fetching-" + FIRST);
        Files.createDirectories(fetching.resolve(place).getParent());
        Files.createSymbolicLink(fetching.resolve(place), outside);
        Object mode = Files.getAttribute(outside, "unix:mode");

        if (Files.isDirectory(box.snapshot(FIRST).resolve(place))) {
            assertFails(FailureKind.ARCHIVE_DAMAGED, () -> other.toVolume(box.disk, FIRST));
        } else {
            other.toVolume(box.disk, FIRST);
            assertThat(differences(FIRST)).isEmpty();
        }

        assertThat(names(outside)).isEmpty();
        assertThat(Files.getAttribute(outside, "unix:mode")).isEqualTo(mode);
    }

    /** Only this user or root can do that while a fetch runs: as files are written, folders finished, or all is there. */
    @ParameterizedTest
    @ValueSource(strings = {"write .*/repositories/2/.*", "chown .*/repositories/2", "delete .*/incomplete"})
    void aFolderThatBecomesALinkMeanwhileIsNoSnapshot(String when) throws IOException {
        twoSnapshots();
        Path folder = other.data.resolve("fetching-" + FIRST).resolve("repositories/2");
        Path outside = volume.resolve("outside");
        Disk swapping = new ObservedDisk(operation -> {
            if (operation.matches(when) && !Files.exists(outside)) {
                Files.move(folder, outside);
                Files.createSymbolicLink(folder, outside);
            }
        });

        assertThatThrownBy(() -> other.toVolume(swapping, FIRST)).isInstanceOf(Failure.class);

        assertThat(outside).exists();
        assertThat(names(other.data)).containsExactly("fetching-" + FIRST);
        assertThat(other.evidence().of(FIRST).sealed()).isFalse();
    }

    /** It was proven by the same run, so that nothing looked at it again before it was linked. */
    @Test
    void aFileThatChangesBeforeItIsLinkedIsSeenByTheSeal() throws IOException {
        twoSnapshots();
        AtomicInteger changes = new AtomicInteger();
        Disk changing = new ObservedDisk(operation -> {
            if (operation.startsWith("link ") && operation.contains(SHARED) && changes.getAndIncrement() == 0) {
                Files.writeString(other.snapshot(FIRST).resolve(SHARED), "written to meanwhile");
            }
        });

        assertFails(FailureKind.SEAL_FAILED, () -> other.toVolume(changing, FIRST, SECOND));

        assertThat(changes).hasValue(1);
        assertThat(other.snapshot(SECOND)).doesNotExist();
        assertThat(other.evidence().of(SECOND).sealed()).isFalse();
        other.toVolume(box.disk, SECOND);
        assertThat(differences(SECOND)).isEmpty();
    }

    @Test
    void aFolderThatNoGlobMatchesIsNotSetThroughALink() throws IOException {
        twoSnapshots();
        FetchPaths version = FetchPaths.of(List.of("version"));
        Disk cut = new ObservedDisk(operation -> {
            if (operation.startsWith("delete ") && operation.endsWith("/incomplete")) {
                throw new IOException("cut off");
            }
        });
        assertThatThrownBy(() -> other.to(to, version, FIRST, cut)).isInstanceOf(Failure.class);
        Path outside = Files.createDirectory(volume.resolve("outside"));
        Path below = Files.createDirectory(outside.resolve("1"));
        Files.setAttribute(below, "unix:mode", 0711);
        Files.createSymbolicLink(to.resolve("repositories"), outside);
        Object before = Files.getLastModifiedTime(below);

        other.to(to, version, FIRST, box.disk);

        assertThat((int) Files.getAttribute(below, "unix:mode") & 07777).isEqualTo(0711);
        assertThat(Files.getLastModifiedTime(below)).isEqualTo(before);
    }

    @Test
    void modesAreExactWhateverTheUmaskTakes() throws IOException {
        box.filled(FIRST);
        for (int mode : new int[] {0, 0200, 0444, 0666, 0777, 02755, 04711}) {
            box.file(FIRST, "modes/file" + mode, "x");
            Files.setAttribute(box.snapshot(FIRST).resolve("modes/file" + mode), "unix:mode", mode);
        }
        for (int mode : new int[] {0, 0500, 0777, 01777, 02770}) {
            Path folder = Files.createDirectories(box.snapshot(FIRST).resolve("modes/folder" + mode + "/below"));
            Files.writeString(folder.resolve("file"), "y");
            Files.setAttribute(folder.getParent(), "unix:mode", mode);
        }
        if (FetchFolder.mayOwn()) {
            Path owned = box.snapshot(FIRST).resolve("modes/file" + 04711);
            Files.setAttribute(owned, "unix:uid", 12345);
            Files.setAttribute(owned, "unix:mode", 04711); // another owner took set-user-id away
            Files.setAttribute(box.snapshot(FIRST).resolve("modes/folder" + 02770), "unix:gid", 54321);
        }
        archive(FIRST);

        fetch(FIRST);

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
    }

    @Test
    void aSnapshotThatIsNotArchivedIsNamedBeforeAnythingIsWritten() throws IOException {
        assertFails(FailureKind.STORE_FAILED, () -> fetch(THIRD));

        assertThat(to).doesNotExist();
    }
}
