package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.StoreFile;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The locks of what a bucket keeps. Its clock cannot be set, so a test lengthens the term where time would pass. */
abstract class KeptLocksContract {
    @TempDir
    Path volume;

    ArchiveBox box;

    /** Both have a file that the other one lacks. */
    @BeforeEach
    void make() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        box.clock.pass(Duration.between(box.clock.instant(), Instant.now()));
        box.storeName = Optional.of("s3://archive/ghe");
        box.share(FIRST, SECOND);
        box.file(FIRST, "storage/1/first", "of the first only");
        box.file(SECOND, "storage/1/second", "of the second only");
        box.seal(FIRST, SECOND);
        term(10);
    }

    abstract ObjectStore store();

    private void term(int days) {
        box.lock = Optional.of(new LockPolicy(Duration.ofDays(days), Duration.ofDays(400)));
    }

    private ArchivedSnapshot archive(String id) {
        return box.archive(id, store(), new LocalDisk());
    }

    private Map<String, Instant> extend(ArchivedSnapshot archived) {
        return box.archiver(store(), new LocalDisk())
                .extendLocks(box.snapshotOf(archived.snapshot()), Optional.of(archived), box.progress);
    }

    private SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>();
        store().list("", object -> keys.add(object.key().text()));
        return keys;
    }

    private Optional<Instant> lock(String key) {
        return store().find(new ObjectKey(key)).orElseThrow().retainedUntil();
    }

    private void requireLocked(SortedSet<String> keys, Instant until) {
        assertThat(keys)
                .allSatisfy(key -> assertThat(lock(key))
                        .as(key)
                        .hasValueSatisfying(end -> assertThat(end).isAfterOrEqualTo(until)));
    }

    @Test
    void aSnapshotThatIsThereIsLockedAgainWithItsRootAndItsReceiptSaysSo() {
        Instant first = archive(FIRST).lockedUntil().orElseThrow();
        requireLocked(keys(), first);
        term(40);

        ArchivedSnapshot again = archive(FIRST);

        assertThat(again.objectsSent()).isZero();
        assertThat(again.lockedUntil().orElseThrow())
                .isAfter(first)
                .isAfterOrEqualTo(box.clock.instant().plus(Duration.ofDays(40)));
        assertThat(keys())
                .anyMatch(key -> key.startsWith("snapshots/"))
                .anyMatch(key -> key.startsWith("manifests/"))
                .anyMatch(key -> key.startsWith("units/"))
                .anyMatch(key -> key.startsWith("packs/"));
        requireLocked(keys(), again.lockedUntil().orElseThrow());
    }

    @Test
    void aShorterTermShortensNoLockAndTheReceiptKeepsTheLaterEnd() {
        term(40);
        Instant first = archive(FIRST).lockedUntil().orElseThrow();
        term(10);

        assertThat(archive(FIRST).lockedUntil()).contains(first);
        requireLocked(keys(), first);
    }

    @Test
    void eachObjectOfAKeptSnapshotIsLockedAsLongAsThoseOfTheNewest() {
        archive(FIRST);
        term(40);
        ArchivedSnapshot second = archive(SECOND);
        Instant until = second.lockedUntil().orElseThrow();
        assertThat(keys())
                .as("what the second does not need")
                .anyMatch(key -> lock(key).orElseThrow().isBefore(until));

        assertThat(extend(second)).containsExactly(Map.entry(FIRST, until));

        requireLocked(keys(), until);
        assertThat(extend(second)).as("all are locked for long enough").isEmpty();
    }

    @Test
    void aSnapshotWithATombstoneIsNotLockedAgain() {
        Instant end = archive(FIRST).lockedUntil().orElseThrow();
        new StoreSnapshots(store()).giveUp(FIRST, ArchiveBox.UUID, "a-run", "no rule keeps it");
        term(40);

        assertThat(extend(archive(SECOND))).isEmpty();

        assertThat(lock("snapshots/" + FIRST + ".json")).contains(end);
    }

    @Test
    void aLostObjectFailsTheRunAfterAllOtherLocksWereExtended() {
        box.lock = Optional.empty();
        archive(FIRST);
        SortedSet<String> ofFirst = keys();
        ArchivedSnapshot second = archive(SECOND);
        ofFirst.removeIf(key -> !key.startsWith("packs/"));
        String lost = ofFirst.first();
        store().delete(new ObjectKey(lost));
        term(40);

        Failure failure = catchThrowableOfType(Failure.class, () -> extend(second));

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure).hasMessageContaining("1 object").hasMessageContaining(lost);
        SortedSet<String> left = keys();
        left.removeAll(List.of("format.json", "RESTORE.txt", "restore.sh")); // are locked with an archive
        requireLocked(left, box.clock.instant().plus(Duration.ofDays(40)));
        assertThat(catchThrowableOfType(Failure.class, () -> extend(second)))
                .as("nothing is remembered of snapshots that may need it")
                .isNotNull();
    }

    @Test
    void withoutWhatIsRememberedTheStoreIsAskedAgain() throws IOException {
        archive(FIRST);
        ArchivedSnapshot second = archive(SECOND);
        extend(second);
        Path remembered = StoreFile.of(box.state.resolve("archive"), "lock-ends", box.storeName.orElseThrow())
                .written();
        assertThat(extend(second)).isEmpty();
        String sound = Files.readString(remembered);

        for (String damaged : new String[] {"", "s3://archive/ghe\n" + FIRST + "\n", sound.replace("ghe", "other")}) {
            Files.writeString(remembered, damaged);

            assertThat(extend(second)).containsKey(FIRST);
        }
    }

    @Test
    void whereNothingIsLockedNothingIsExtended() {
        box.lock = Optional.empty();
        archive(FIRST);

        assertThat(archive(FIRST).lockedUntil()).isEmpty();
        assertThat(extend(archive(SECOND))).isEmpty();
        assertThat(keys()).allSatisfy(key -> assertThat(lock(key)).isEmpty());
    }
}
