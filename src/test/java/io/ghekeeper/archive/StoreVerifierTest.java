package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.snapshot.StoreFile;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(3)
class StoreVerifierTest {
    private static final String RUN = "20261120T120000Z-archive-verify-0001";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;
    private List<String> firstPacks;
    private Set<String> expected = Set.of(FIRST, SECOND);
    private Optional<Instant> last = Optional.empty();

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        box.lanes = 1;
        box.lock = Optional.of(new LockPolicy(Duration.ofDays(35), Duration.ofDays(400)));
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/9/nw/a/b/c/9/new", "of the second one only");
        box.seal(FIRST, SECOND);
        store = new VersionedStore(box.clock);
        box.archive(FIRST, store, new LocalDisk());
        firstPacks = packs();
        box.archive(SECOND, store, new LocalDisk());
    }

    private List<String> packs() {
        return store.keys().stream().filter(key -> key.startsWith("packs/")).toList();
    }

    /** That of both snapshots. */
    private String shared() {
        return firstPacks.get(0);
    }

    /** That of the second one only. */
    private String own() {
        return packs().stream()
                .filter(key -> !firstPacks.contains(key))
                .findFirst()
                .orElseThrow();
    }

    private StoreVerification verify(boolean all) {
        return verify(store, all, Optional.of(Duration.ofDays(30)));
    }

    private StoreVerification verify(ObjectStore from, boolean all, Optional<Duration> within) {
        return verify(new LocalDisk(), from, all, within);
    }

    private StoreVerification verify(Disk disk, ObjectStore from, boolean all, Optional<Duration> within) {
        return verify(disk, from, "file://" + box.objects, all, within);
    }

    private StoreVerification verify(Disk disk, ObjectStore from, String name, boolean all, Optional<Duration> within) {
        Instant now = box.clock.instant();
        StoreVerifyOptions options = new StoreVerifyOptions(
                name,
                2,
                OptionalLong.empty(),
                within.map(time -> new ReadingWindow(time, now.plus(Duration.ofDays(1)))),
                last,
                all,
                expected);
        StoreVerification found = new StoreVerifier(box.state, disk, box.clock, from, options, box.warnings::add)
                .verify(RUN, box.progress)
                .verification();
        last = Optional.of(now);
        return found;
    }

    private void later(Duration time) {
        box.clock.set(box.clock.instant().plus(time));
    }

    private static String damage(StoreVerification found, String snapshot) {
        return found.of(snapshot).orElseThrow().damage().orElse("whole");
    }

    @Test
    void whereverAVerificationIsKilledNoDamageThatWasFoundIsForgotten() {
        store.damage(shared());
        FaultyDisk counting = FaultyDisk.sound();
        verify(counting, store, true, Optional.empty());
        int step = Math.max(1, counting.operations() / 12);
        for (int n = 1; n <= counting.operations(); n += step) {
            int struck = n;
            assertThatThrownBy(() -> verify(FaultyDisk.failingFrom(struck), store, true, Optional.empty()))
                    .as("killed at " + n)
                    .isInstanceOf(Failure.class);

            StoreVerification found = verify(store, false, Optional.empty()); // reads only what is doubted

            assertThat(damage(found, FIRST)).as("killed at " + n).contains(shared());
            assertThat(damage(found, SECOND)).as("killed at " + n).contains(shared());
            assertThat(found.oldestReading()).as("killed at " + n).isEmpty();
            assertThat(box.state.resolve("archive/work")).doesNotExist();
        }
        assertThat(counting.operations()).isGreaterThan(12);
    }

    @Test
    void aStoreInWhichNothingHappenedIsWhole() {
        StoreVerification found = verify(true);

        assertThat(found.damaged()).isEmpty();
        assertThat(found.lockedShort()).isEmpty();
        assertThat(found.snapshots()).extracting(StoredCopy::snapshot).containsExactly(SECOND, FIRST);
        assertThat(found.objects())
                .isEqualTo(store.keys().size() - 3); // format.json and how to restore are no snapshot's
        assertThat(found.keepsChecksums()).contains(true);
        assertThat(found.oldestReading()).contains(box.clock.instant());
        assertThat(found.snapshots()).allMatch(copy -> copy.readAt().equals(found.oldestReading()));
        assertThat(found.of(FIRST).orElseThrow().archived().orElseThrow().lockedUntil())
                .isPresent();
        assertThat(box.warnings).isEmpty();
    }

    @Test
    void anObjectThatIsGoneIsMissingForEachSnapshotThatNeedsIt() {
        store.lose(shared());

        StoreVerification found = verify(false);

        assertThat(damage(found, FIRST)).contains(shared(), "the store does not have it any more");
        assertThat(damage(found, SECOND)).contains(shared());
    }

    @Test
    void aSnapshotThatWasSentAgainIsWholeByItsLatestRoot() {
        store.lose(shared());
        verify(false);

        repair(FIRST);
        repair(SECOND);

        assertThat(verify(true).damaged()).isEmpty();
    }

    @Test
    void whatIsDamagedInItsPlaceIsSentAgainAfterAVerificationFoundIt() {
        store.damage(shared());
        assertThat(verify(true).damaged()).hasSize(2);

        repair(FIRST);
        repair(SECOND);

        assertThat(verify(true).damaged()).isEmpty();
    }

    private void repair(String snapshot) {
        box.archiver(store, new LocalDisk()).repair(box.snapshotOf(snapshot), RUN, box.progress);
    }

    @Test
    void locksThatARunExtendedLaterArePromisedToo() {
        Instant later = box.clock.instant().plus(Duration.ofDays(90));
        box.lock = Optional.of(new LockPolicy(Duration.ofDays(80), Duration.ofDays(400)));
        box.archiver(store, new LocalDisk()).extendLocks(box.snapshotOf(FIRST), Optional.empty(), box.progress);
        verify(true);
        assertThat(verify(true).lockedShort()).isEmpty();
        later(Duration.ofDays(60)); // the first promise is over

        store.unlock(own());

        assertThat(verify(true).lockedShort()).extracting(StoredCopy::snapshot).containsExactly(SECOND);
        assertThat(box.clock.instant()).isBefore(later);
    }

    @Test
    void aSnapshotThatNeedsNotTheLostObjectStaysWhole() {
        String own = own();
        store.lose(own);

        StoreVerification found = verify(false);

        assertThat(damage(found, FIRST)).isEqualTo("whole");
        assertThat(damage(found, SECOND)).contains(own);
    }

    @Test
    void whatADeleteMarkerHidesIsFoundAndItsVersionIsReadAllTheSame() {
        store.hide(own());

        StoreVerification found = verify(true);

        assertThat(damage(found, SECOND)).contains("1 object", own(), "a delete marker hides it");
        assertThat(found.of(SECOND).orElseThrow().readAt()).contains(box.clock.instant());
    }

    @Test
    void whatIsHiddenAndDamagedIsBoth() {
        store.damage(own());
        store.hide(own());

        assertThat(verify(true).of(SECOND).orElseThrow().first())
                .anyMatch(line -> line.contains("a delete marker"))
                .anyMatch(line -> line.contains("its bytes are not"));
    }

    @Test
    void anotherVersionOverAnObjectIsFound() {
        store.overwrite(own(), "other".getBytes(StandardCharsets.UTF_8));

        assertThat(damage(verify(false), SECOND)).contains("another version lies over it");
    }

    @Test
    void theSameContentTwiceIsNoDamage() throws IOException {
        store.overwrite(own(), bytes(own()));

        assertThat(verify(false).damaged()).isEmpty();
        assertThat(box.warnings).isEmpty();
    }

    private byte[] bytes(String key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectKey name = new ObjectKey(key);
        store.fetch(name, 0, store.find(name).orElseThrow().length(), bytes);
        return bytes.toByteArray();
    }

    @Test
    void aNewVersionInThePlaceOfALostOneIsNotTheObject() {
        String own = own();
        store.lose(own);
        store.overwrite(own, "other".getBytes(StandardCharsets.UTF_8));

        assertThat(damage(verify(false), SECOND)).contains("the store does not have it any more");
    }

    @Test
    void damageInPlaceIsFoundByReadingOnly() {
        store.damage(own());

        assertThat(verify(store, false, Optional.empty()).damaged()).isEmpty();
        assertThat(damage(verify(true), SECOND)).contains(own(), "its bytes are not those that were put");
        assertThat(damage(verify(true), FIRST)).isEqualTo("whole");
    }

    @Test
    void whatWasFoundDamagedStaysDamagedUntilItIsReadWhole() {
        store.damage(own());
        verify(true);

        assertThat(damage(verify(store, false, Optional.empty()), SECOND)).contains("its bytes are not");

        store.damage(own()); // the same bit: it is whole again

        assertThat(verify(store, false, Optional.empty()).damaged()).isEmpty();
    }

    @Test
    void anotherChecksumOfTheStoreIsFoundWithoutReading() {
        store.damageWithChecksum(own());

        assertThat(damage(verify(store, false, Optional.empty()), SECOND)).contains("the store's own checksum");
        assertThat(damage(verify(store, false, Optional.empty()), SECOND)).contains("the store's own checksum");
    }

    @Test
    void aStoreWithoutChecksumsIsSaidToHaveNone() {
        StoreVerification found = verify(
                new Altered(store) {
                    @Override
                    public Optional<String> checksum(ObjectKey key, Optional<String> version) {
                        return Optional.empty();
                    }
                },
                true,
                Optional.empty());

        assertThat(found.keepsChecksums()).contains(false);
        assertThat(found.checksums()).isZero();
    }

    @Test
    void aLockThatIsTakenOffIsFoundAndTheSnapshotIsWhole() {
        store.unlock(own());

        StoreVerification found = verify(false);

        assertThat(found.lockedShort()).extracting(StoredCopy::snapshot).containsExactly(SECOND);
        assertThat(found.damaged()).isEmpty();
        assertThat(verify(false).lockedShort())
                .as("asked again by the next run")
                .hasSize(1);
    }

    @Test
    void aPromiseWhoseTimeIsOverIsKept() {
        store.unlock(own());
        later(Duration.ofDays(60));

        assertThat(verify(true).lockedShort()).isEmpty();
    }

    @Test
    void aHiddenRootIsReadAndNamed() {
        store.hide("snapshots/" + FIRST + ".json");

        StoreVerification found = verify(false);

        assertThat(damage(found, FIRST)).contains("snapshots/" + FIRST + ".json", "a delete marker hides it");
        assertThat(damage(found, SECOND)).isEqualTo("whole");
    }

    @Test
    void aLostRootOfASnapshotThatHasToBeThereIsNamed() {
        store.lose("snapshots/" + FIRST + ".json");

        assertThat(damage(verify(false), FIRST)).contains("snapshots/" + FIRST + ".json", "any more");
    }

    @Test
    void aDamagedRootMakesItsSnapshotNotWhole() throws IOException {
        String key = "snapshots/" + FIRST + ".json";
        byte[] half = Arrays.copyOf(bytes(key), 200);
        store.lose(key);
        store.overwrite(key, half);

        assertThat(damage(verify(false), FIRST)).contains(key, "damaged");
    }

    @Test
    void aSnapshotIsWholeByItsLaterRoot() throws IOException {
        store.lose(shared());
        Files.delete(box.state.resolve("archive/state"));
        store.overwrite(StoreRoots.key(FIRST, 2).text(), rootOfNothing());

        assertThat(damage(verify(false), FIRST)).isEqualTo("whole");
    }

    private byte[] rootOfNothing() throws IOException {
        String root = new String(bytes("snapshots/" + FIRST + ".json"), StandardCharsets.UTF_8);
        return (root.substring(0, root.indexOf('[')) + "[]}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatRetentionGaveUpIsNotVerified() {
        store.lose(shared());
        new StoreSnapshots(store).giveUp(FIRST, ArchiveBox.UUID, "a-run", "no rule keeps it");

        assertThat(verify(false).of(FIRST)).isEmpty();
    }

    @Test
    void aTombstoneThatIsNoDocumentOfTheApplianceKeepsNothingFromBeingVerified() {
        store.overwrite(StoreRoots.tombstone(FIRST).text(), "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(verify(false).of(FIRST)).isPresent();
        assertThat(box.warnings)
                .anyMatch(words -> words.contains(StoreRoots.tombstone(FIRST).text()));
    }

    @Test
    void eachObjectIsReadWithinTheTimeAndSeldomTwice() {
        long once = verify(true).bytesRead();
        later(Duration.ofDays(1));
        long read = 0;

        for (int day = 0; day < 30; day++) {
            StoreVerification found = verify(false);
            read += found.bytesRead();
            assertThat(found.bytesRead()).isPositive();
            assertThat(found.oldestReading().orElseThrow())
                    .isAfterOrEqualTo(box.clock.instant().minus(Duration.ofDays(30)));
            later(Duration.ofDays(1));
        }

        assertThat(read).isLessThan(20 * once); // a few objects, and at least one in each run
    }

    @Test
    void afterALongPauseAllThatIsLateIsRead() {
        verify(true);
        later(Duration.ofDays(90));

        assertThat(verify(false).oldestReading()).contains(box.clock.instant());
    }

    @Test
    void aListThatLacksAnObjectTakesNothingAway() {
        StoreVerification found = verify(
                new Altered(store) {
                    @Override
                    public void versions(String prefix, Consumer<StoredVersion> each) {
                        store.versions(prefix, listed -> {
                            if (!listed.key().text().startsWith("packs/")) {
                                each.accept(listed);
                            }
                        });
                    }
                },
                false,
                Optional.empty());

        assertThat(found.damaged()).isEmpty();
        assertThat(box.warnings).anyMatch(words -> words.contains("a list of it is no proof"));
    }

    @Test
    void aListThatLacksARootFailsTheRun() {
        Altered lies = new Altered(store) {
            @Override
            public void versions(String prefix, Consumer<StoredVersion> each) {}
        };

        assertThatThrownBy(() -> verify(lies, false, Optional.empty()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED))
                .hasMessageContaining("which is there");
    }

    @Test
    void objectsThatCannotBeReadHideNothingThatTheListShows() {
        String lost = own();
        store.lose(lost);
        Altered unreadable = new Altered(store) {
            @Override
            public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
                    throws IOException {
                if (key.text().startsWith("packs/") || key.text().startsWith("units/")) {
                    throw new Failure(FailureKind.STORE_FAILED, key + " failed: away", "Check the store.");
                }
                super.fetch(key, version, offset, length, to);
            }
        };

        StoreVerification found = verify(unreadable, true, Optional.empty());

        assertThat(damage(found, SECOND)).contains(lost, "the store does not have it any more");
        assertThat(found.oldestReading()).isEmpty();
    }

    @Test
    void aStoreThatIsAwayFailsTheRun() {
        Altered away = new Altered(store) {
            @Override
            public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
                    throws IOException {
                if (key.text().startsWith("packs/")) {
                    throw new Failure(FailureKind.AWS_UNREACHABLE, key + " failed: away", "Check the store.");
                }
                super.fetch(key, version, offset, length, to);
            }
        };

        assertThatThrownBy(() -> verify(away, true, Optional.empty())).hasMessageContaining("away");
    }

    @Test
    void aCancelledRunLeavesTheRecordAsItWas() {
        store.damage(own());
        verify(true);
        box.progress = new CountedProgress(() -> {}, () -> {
            throw new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");
        });

        assertThatThrownBy(() -> verify(true)).hasMessageContaining("cancelled");

        box.progress = new CountedProgress();
        assertThat(damage(verify(store, false, Optional.empty()), SECOND)).contains("its bytes are not");
    }

    @Test
    void whatIsKnownToBeDamagedIsNoPartOfANewArchive() {
        store.damage(own());
        verify(true);

        assertThatThrownBy(() -> box.archive(SECOND, store, new LocalDisk()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(own());
    }

    @Test
    void aVerificationOfACopyForgetsNoDamageOfTheFirstStore() {
        VersionedStore copy = store.copy(box.clock);
        store.damage(own());
        verify(true);
        assertThat(verify(new LocalDisk(), copy, "s3://copy", true, Optional.empty())
                        .damaged())
                .isEmpty();

        assertThatThrownBy(() -> box.archive(SECOND, store, new LocalDisk()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(own());
    }

    @Test
    void whatAnEarlierVersionRecordedInOneFileForAllStoresCounts() throws IOException {
        store.damage(own());
        verify(true);
        StoreFile doubts = StoreFile.of(box.state.resolve("archive"), "doubted", "file://" + box.objects);
        Files.move(doubts.written(), doubts.shared());

        assertThatThrownBy(() -> box.archive(SECOND, store, new LocalDisk()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(own());
    }

    @Test
    void theRecordOfAnotherStoreCountsForNothing() throws IOException {
        verify(true);
        List<String> lines = new ArrayList<>();

        try (LineCursor looks = new LookRecord(
                        new LocalDisk(), box.state.resolve("archive"), "s3://another", box.warnings::add)
                .looks()) {
            while (!looks.isAtEnd()) {
                lines.add(looks.take());
            }
        }

        assertThat(lines).isEmpty();
    }

    @Test
    void aDamagedRecordIsNamedAndAllIsReadAgain() throws IOException {
        verify(true);
        StoreFile looks = StoreFile.of(box.state.resolve("archive"), "verified", "file://" + box.objects);
        Files.writeString(looks.written(), "not lines");

        StoreVerification found = verify(store, false, Optional.empty());

        assertThat(found.oldestReading()).isEmpty();
        assertThat(box.warnings).anyMatch(words -> words.contains("verified"));
    }

    /** A store that does one thing otherwise. */
    private abstract static class Altered implements ObjectStore {
        private final ObjectStore store;

        Altered(ObjectStore store) {
            this.store = store;
        }

        @Override
        public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
            return store.find(key, version);
        }

        @Override
        public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
                throws IOException {
            store.fetch(key, version, offset, length, to);
        }

        @Override
        public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> until) {
            return store.putIfAbsent(key, content, until);
        }

        @Override
        public void list(String prefix, Consumer<StoredObject> each) {
            store.list(prefix, each);
        }

        @Override
        public void versions(String prefix, Consumer<StoredVersion> each) {
            store.versions(prefix, each);
        }

        @Override
        public void delete(ObjectKey key, Optional<String> version) {
            store.delete(key, version);
        }

        @Override
        public void retain(ObjectKey key, Optional<String> version, Instant until) {
            store.retain(key, version, until);
        }

        @Override
        public Instant now() {
            return store.now();
        }
    }
}
