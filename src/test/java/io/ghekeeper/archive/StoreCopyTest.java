package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of an archive in another store is an archive of its own. */
class StoreCopyTest extends TwoStores {
    private static final int STEP = 13;

    @Test
    void hasTheSameObjectsAndIsReadByItself() throws IOException {
        copy(target);

        assertThat(objects(target)).isEqualTo(objects(source));
        assertThat(copied).extracting(CopiedSnapshot::snapshot).containsExactly(SECOND, FIRST);
        assertThat(copied.get(1).sent()).isEqualTo(8); // two packs, two lists, two manifests and two roots
        requireWhole(target, FIRST);
        requireWhole(target, SECOND);
        assertThat(box.warnings).isEmpty();
    }

    @Test
    void isFetchedByteForByteFromAFolder() throws IOException {
        FolderStore folder = folder(box.disk);
        copy(folder);

        FetchBox fetch = new FetchBox(volume.resolve("fetched"), folder);
        fetch.toVolume(box.disk, FIRST, SECOND);

        for (String id : List.of(FIRST, SECOND)) {
            assertThat(ArchiveBox.differences(box.snapshot(id), fetch.snapshot(id)))
                    .isEmpty();
        }
    }

    @Test
    void sendsNothingTwice() {
        copy(target);
        Map<String, String> before = objects(target);

        copy(target);

        assertThat(copied).extracting(CopiedSnapshot::sent).containsExactly(0L, 0L);
        assertThat(objects(target)).isEqualTo(before);
        assertThat(roots(target)).hasSize(2);
    }

    @Test
    void takesOnlyWhatIsAskedFor() {
        copy(target, FIRST);

        assertThat(roots(target)).containsExactly("snapshots/" + FIRST + ".json");
        requireWhole(target, FIRST);
        Failure unknown = refused(target, "20200101T000000");
        assertThat(unknown.kind()).isEqualTo(FailureKind.SNAPSHOT_UNKNOWN);
        assertThat(unknown).hasMessageContaining("20200101T000000");
    }

    @Test
    void leavesOutWhatRetentionGaveUpOnEitherSide() {
        new StoreSnapshots(source).giveUp(FIRST, UUID, "run", "why");

        copy(target);

        assertThat(copied).extracting(CopiedSnapshot::snapshot).containsExactly(SECOND);
        assertThat(refused(target, FIRST)).hasMessageContaining("tombstone");
        new StoreSnapshots(target).giveUp(SECOND, UUID, "run", "why");
        copy(target);
        assertThat(copied).isEmpty();
        assertThat(box.warnings).last().asString().contains("s3://copy has a tombstone of it");
    }

    @Test
    void neverTouchesTheStoreOfAnotherAppliance() {
        copy(target);
        String other = UUID.replace('3', '4');
        VersionedStore foreign = new VersionedStore(box.clock);
        put(foreign, "format.json", "{\"format\":1,\"appliance\":\"" + other + "\",\"encryption\":\"none\"}");

        Failure failure = refused(foreign);

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
        assertThat(failure).hasMessageContaining(other).hasMessageContaining("s3://copy");
        assertThat(objects(foreign)).containsOnlyKeys("format.json");
    }

    @Test
    void aDamagedObjectKeepsOnlyItsOwnSnapshotsFromBeingCopied() throws IOException {
        source.damage(newestPack());

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(failure).hasMessageContaining(SECOND);
        assertThat(objects(target)).doesNotContainKey(newestPack());
        assertThat(roots(target)).containsExactly("snapshots/" + FIRST + ".json");
        requireWhole(target, FIRST);
    }

    @Test
    void anObjectInAColdClassKeepsOnlyItsOwnSnapshotsFromBeingCopied() throws IOException {
        String pack = newestPack();
        source.freeze(pack);

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_COLD);
        assertThat(failure).hasMessageContaining(SECOND);
        assertThat(box.warnings).anyMatch(words -> words.contains(pack) && words.contains("it is cold"));
        assertThat(roots(target)).containsExactly("snapshots/" + FIRST + ".json");
        requireWhole(target, FIRST);
    }

    @Test
    void damageIsNamedBesideWhatIsOnlyCold() throws IOException {
        source.freeze(newestPack());
        source.damage(rows(FIRST).stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow());

        assertThat(refused(target).kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(roots(target)).isEmpty();
    }

    @Test
    void anObjectOfTheSameNameWithOtherContentIsNotReliedOn() throws IOException {
        put(target, newestPack(), "something else");

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(box.warnings).anyMatch(words -> words.contains("with other content"));
        assertThat(roots(target)).containsExactly("snapshots/" + FIRST + ".json");
    }

    @Test
    void anObjectOfTheSameLengthWithOtherContentIsNotReliedOn() throws IOException {
        String pack = newestPack();
        put(target, pack, "x".repeat((int)
                        source.find(new ObjectKey(pack)).orElseThrow().length()));

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(box.warnings).anyMatch(words -> words.contains("with other content"));
        assertThat(roots(target)).containsExactly("snapshots/" + FIRST + ".json");
    }

    @Test
    void whatTheCopyLostIsSentAgainWithAFurtherRoot() throws IOException {
        copy(target);
        target.lose(newestPack());

        copy(target);

        assertThat(copied.get(0).root()).isEqualTo(2);
        assertThat(copied.get(1).root()).isEqualTo(1);
        requireWhole(target, SECOND);
    }

    @Test
    void whatAPruneRunThereAnnouncedIsNotReliedOn() throws IOException {
        copy(target);
        target.lose("snapshots/" + SECOND + ".json");
        box.clock.pass(Duration.ofDays(15));
        prune();

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure).hasMessageContaining(SECOND).hasMessageContaining("announced");
        assertThat(roots(target)).containsExactly("snapshots/" + FIRST + ".json");
        box.clock.pass(Duration.ofHours(25));
        prune();
        assertThat(target.keys()).doesNotContain(newestPack());
        copy(target);
        requireWhole(target, SECOND);
    }

    private void prune() {
        new StorePrune(target, box.disk, box.state, words -> {}).run(UUID, PruneOptions.NONE, report -> true);
    }

    @Test
    void isLockedByThePolicyAndTheClockOfTheOtherStore() {
        lock = Optional.of(new LockPolicy(Duration.ofDays(30), Duration.ofDays(60)));

        copy(target);

        Instant least = box.clock.instant().plus(Duration.ofDays(30));
        target.list(
                "",
                object -> assertThat(target.find(object.key()).orElseThrow().retainedUntil())
                        .as(object.key().text())
                        .hasValueSatisfying(end -> assertThat(end).isAfterOrEqualTo(least)));
        box.clock.set(box.clock.instant().plus(Duration.ofDays(20)));
        copy(target);
        Instant later = box.clock.instant().plus(Duration.ofDays(30));
        target.list(
                "",
                object -> assertThat(target.find(object.key()).orElseThrow().retainedUntil())
                        .as(object.key().text())
                        .hasValueSatisfying(end -> assertThat(end).isAfterOrEqualTo(later)));
        assertThat(roots(target)).hasSize(2);
    }

    @Test
    void isLockedFromItsRootOnHoweverLongTheCopyTook() throws IOException {
        lock = Optional.of(new LockPolicy(Duration.ofDays(30), Duration.ofDays(60)));
        box.progress = new CountedProgress(() -> box.clock.pass(Duration.ofDays(8)), () -> {});

        copy(target, FIRST);

        Instant least = box.clock.instant().plus(Duration.ofDays(30));
        List<String> keys = new ArrayList<>(rows(FIRST));
        keys.addAll(roots(target));
        for (String key : keys) {
            assertThat(target.find(new ObjectKey(key)).orElseThrow().retainedUntil())
                    .as(key)
                    .hasValueSatisfying(end -> assertThat(end).isAfterOrEqualTo(least));
        }
    }

    @Test
    void afterAKillAtAnyOperationItIsBegunAgain() throws IOException {
        for (int n = 1; ; n += STEP) {
            Tool.run("rm", "-rf", volume.resolve("copy").toString());
            FaultyDisk broken = FaultyDisk.brokenFrom(n, box.disk);
            try {
                copy(folder(broken));
                break;
            } catch (Failure killed) {
                assertThat(killed.kind()).as(killed.toString()).isNotEqualTo(FailureKind.INTERNAL);
            }
            copy(folder(box.disk));
            requireWhole(folder(box.disk), FIRST);
            requireWhole(folder(box.disk), SECOND);
            assertThat(roots(folder(box.disk))).as("killed at " + n).hasSize(2);
        }
    }

    @Test
    void endsWhenTheRunIsToEnd() {
        Failure end = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing to do.");
        box.progress = new CountedProgress(
                () -> {
                    throw end;
                },
                () -> {});

        assertThat(refused(target)).isSameAs(end);
        assertThat(roots(target)).isEmpty();
    }

    /** One snapshot was copied again after the store had lost a pack: roots name two versions of it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 89, 100})
    void anAttachmentReadsTheVersionThatIsThere(int others) throws IOException {
        for (int n = 0; n < others; n++) {
            put(target, "other/" + n, "text"); // the names of versions have a digit more then, and sort in another way
        }
        copy(target);
        List<String> lost =
                rows(FIRST).stream().filter(key -> key.startsWith("packs/")).toList();
        lost.forEach(target::lose);
        copy(target, SECOND);
        box.loseState();
        box.warnings.clear();

        AttachedStore attached = archiver(target, box.disk)
                .attachment(Optional.empty())
                .attach(Optional.of(UUID), new CountedProgress());

        assertThat(attached.index()).contains(new AttachedStore.TakenUp(2, 2, 0));
        assertThat(box.warnings).isEmpty();
        assertThat(archiver(target, box.disk)
                        .attachment(Optional.empty())
                        .needs(Optional.of(UUID), box.progress)
                        .unlisted())
                .isZero();
    }
}
