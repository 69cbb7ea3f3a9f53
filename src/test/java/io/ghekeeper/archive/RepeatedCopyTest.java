package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.MergedLines;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.snapshot.StoreFile;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a copy asks of a store that has most of it. */
class RepeatedCopyTest extends TwoStores {
    private static final String CONTENT = "(packs|units|manifests)/.*";
    private static final int STEP = 11;

    /** What the next copy asks about objects that are no roots, one by one. */
    private List<String> askedByCopy(String... ids) {
        target.asked();
        copy(target, ids);
        return target.asked().stream()
                .filter(what -> what.matches("\\w+ " + CONTENT))
                .toList();
    }

    private Path recorded() {
        return StoreFile.of(box.state.resolve("archive"), "copy", "s3://copy").written();
    }

    @Test
    void listsTheStoreOnceAndAsksForNoObject() {
        copy(target);
        target.asked();

        copy(target);

        List<String> asked = target.asked();
        assertThat(asked).noneMatch(what -> what.matches("\\w+ " + CONTENT));
        assertThat(asked).filteredOn("versions "::equals).hasSize(1);
        assertThat(asked).noneMatch("list "::equals);
        assertThat(copied).extracting(CopiedSnapshot::sent).containsExactly(0L, 0L);
        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
    }

    @Test
    void eachObjectIsAskedForItsChecksumOnceAndBeforeItsRootIsThere() throws IOException {
        List<String> needed = new ArrayList<>(new TreeSet<>(rows(FIRST)));
        rows(SECOND).stream().filter(key -> !needed.contains(key)).forEach(needed::add);

        List<String> first = askedByCopy();
        List<String> later = askedByCopy();

        assertThat(first)
                .filteredOn(what -> what.startsWith("checksum "))
                .containsExactlyInAnyOrderElementsOf(
                        needed.stream().map(key -> "checksum " + key).toList());
        assertThat(later).isEmpty();
    }

    @Test
    void onlyWhatIsNewIsAskedForItsChecksum() throws IOException {
        List<String> before = rows(FIRST);
        copy(target, FIRST);

        List<String> asked = askedByCopy();

        assertThat(asked)
                .filteredOn(what -> what.startsWith("checksum "))
                .containsExactlyInAnyOrderElementsOf(rows(SECOND).stream()
                        .filter(key -> !before.contains(key))
                        .map(key -> "checksum " + key)
                        .toList());
    }

    @Test
    void aCopyOfOneSnapshotForgetsNothingOfTheOthers() {
        copy(target);
        copy(target, FIRST);

        assertThat(askedByCopy()).isEmpty();
    }

    @Test
    void whatADeleteMarkerHidesIsSentAgain() throws IOException {
        copy(target);
        target.hide(newestPack());

        copy(target);

        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(2, 1);
        requireWhole(target, SECOND);
        assertThat(askedByCopy()).isEmpty();
    }

    @Test
    void whatLiesOverAnObjectIsAskedForAndNotReliedOn() throws IOException {
        copy(target);
        String pack = newestPack();
        int length = (int) target.find(new ObjectKey(pack)).orElseThrow().length();
        target.overwrite(pack, new byte[length]);

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(box.warnings).anyMatch(words -> words.contains(pack) && words.contains("with other content"));
        target.uncover(pack);
        copy(target);
        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
    }

    /** As radosgw: it keeps no checksum, and shows by the etag alone that something else lies there. */
    @Test
    void whatLiesOverAnObjectIsReadWhereTheStoreHasNoChecksum() throws IOException {
        copy(new WithoutChecksums());
        String pack = newestPack();
        int length = (int) target.find(new ObjectKey(pack)).orElseThrow().length();
        target.overwrite(pack, new byte[length]);

        for (int run = 1; run <= 2; run++) {
            assertThat(catchThrowableOfType(Failure.class, () -> copy(new WithoutChecksums(), FIRST)))
                    .isNull();
            Failure failure = refused(new WithoutChecksums());

            assertThat(failure).as("run " + run).isNotNull();
            assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
            assertThat(roots(target)).doesNotContain("snapshots/" + SECOND + ".2.json");
        }
        target.uncover(pack);
        copy(new WithoutChecksums());
        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
    }

    private final class WithoutChecksums extends PruneBox.Hooked {
        WithoutChecksums() {
            super(target, () -> {});
        }

        @Override
        public Optional<String> checksum(ObjectKey key, Optional<String> version) {
            return Optional.empty();
        }
    }

    /** Its root there says the same, as it names no versions. */
    @Test
    void whatAFolderTookAndDoesNotKeepIsNotCopied() throws IOException {
        copy(folder(box.disk));
        Files.delete(volume.resolve("copy").resolve(newestPack()));

        Failure failure = refused(new PruneBox.Hooked(folder(box.disk), () -> {}) {
            @Override
            public Optional<StoredObject> putIfAbsent(
                    ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
                return Optional.of(
                        new StoredObject(key, content.length(), Optional.empty(), Optional.empty(), Optional.empty()));
            }
        });

        assertThat(failure).isNotNull();
        assertThat(copied).extracting(CopiedSnapshot::snapshot).containsExactly(FIRST);
    }

    @Test
    void aFolderThatLostAnObjectOrHasAnotherLengthIsSeen() throws IOException {
        copy(folder(box.disk));
        Path pack = volume.resolve("copy").resolve(newestPack());
        Files.delete(pack);

        copy(folder(box.disk));

        requireWhole(folder(box.disk), SECOND);
        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
        Files.writeString(pack, "shorter");
        assertThat(refused(folder(box.disk)).kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(copied).extracting(CopiedSnapshot::snapshot).containsExactly(FIRST);
    }

    @Test
    void locksAreAskedForWhenTheyAreDueAlone() {
        lock = Optional.of(new LockPolicy(Duration.ofDays(30), Duration.ofDays(60)));
        copy(target);
        List<String> sameWeek = askedByCopy();
        box.clock.pass(Duration.ofDays(8));

        List<String> nextWeek = askedByCopy();

        assertThat(sameWeek).isEmpty();
        assertThat(nextWeek).isNotEmpty().allMatch(what -> what.startsWith("retain "));
        assertThat(nextWeek).doesNotHaveDuplicates();
        assertThat(askedByCopy()).isEmpty();
        Instant least = box.clock.instant().plus(Duration.ofDays(30));
        target.list(
                "packs/",
                object -> assertThat(target.find(object.key())
                                .orElseThrow()
                                .retainedUntil()
                                .orElseThrow())
                        .isAfterOrEqualTo(least));
    }

    @Test
    void withoutItsRecordItAsksForEachObjectOnce() throws IOException {
        copy(target);
        Files.delete(recorded());
        target.damageWithChecksum(newestPack());

        assertThat(refused(target).kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        assertThat(copied).extracting(CopiedSnapshot::snapshot).containsExactly(FIRST);
        assertThat(Files.exists(recorded())).isTrue();
    }

    @Test
    void aDamagedRecordIsNamedAndEachObjectIsAskedFor() throws IOException {
        copy(target);
        Files.writeString(recorded(), "not lines");

        assertThat(askedByCopy()).anyMatch(what -> what.startsWith("checksum "));
        assertThat(box.warnings).hasSize(1).allMatch(words -> words.contains("each object is asked for again"));
        assertThat(askedByCopy()).isEmpty();
    }

    @Test
    void theRecordOfAnotherStoreCountsForNothing() throws IOException {
        copy(target);
        VersionedStore another = new VersionedStore(box.clock);

        copy(another);

        assertThat(objects(another)).isEqualTo(objects(source));
        requireWhole(another, SECOND);
    }

    @Test
    void whatAVerificationThereFoundDamagedIsNotReliedOnAlsoWhereNothingIsNew() throws IOException {
        copy(target);
        ObjectKey pack = new ObjectKey(newestPack());
        String name = pack + "!" + target.find(pack).orElseThrow().version().orElseThrow();
        Path line = volume.resolve("line");
        try (SortedLinesWriter writer = new SortedLinesWriter(box.disk, line)) {
            writer.write(name + " changed");
            writer.finish();
        }
        new LookRecord(box.disk, box.state.resolve("archive"), "s3://copy", box.warnings::add)
                .replaceDoubts(new MergedLines(List.of(new SortedLines(line))));

        Failure failure = refused(target);

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure).hasMessageContaining(SECOND).hasMessageContaining(pack.text());
        assertThat(copied).extracting(CopiedSnapshot::snapshot).containsExactly(FIRST);
    }

    @Test
    void whatWasSeenMoreThanAnHourAgoIsLookedAtAgain() throws IOException {
        copy(target);
        box.progress = new CountedProgress(() -> {}, () -> box.clock.pass(Duration.ofMinutes(61)));

        assertThat(askedByCopy())
                .containsAll(rows(SECOND).stream().map(key -> "find " + key).toList());
        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(1, 1);
    }

    @Test
    void aListThatIsNotInOrderConfirmsNothing() throws IOException {
        copy(target);
        target.lose(newestPack());

        copy(new PruneBox.Hooked(target, () -> {}) {
            @Override
            public void versions(String prefix, Consumer<StoredVersion> each) {
                List<StoredVersion> all = new ArrayList<>();
                super.versions(prefix, all::add);
                Collections.reverse(all);
                all.forEach(each);
            }
        });

        assertThat(copied).extracting(CopiedSnapshot::root).containsExactly(2, 1);
        requireWhole(target, SECOND);
    }

    @Test
    void whateverAnswerIsLostOrRefusedTheNextRunEndsWell() throws IOException {
        copy(target);
        target.lose(newestPack());
        VersionedStore before = target;
        byte[] record = Files.readAllBytes(recorded());
        for (FailingStore.Fault fault : List.of(FailingStore.Fault.REFUSES, FailingStore.Fault.LOSES_ANSWER)) {
            for (int n = 1; ; n++) {
                target = before.copy(box.clock);
                Files.write(recorded(), record);
                FailingStore failing = new FailingStore(target, n, fault);
                Failure failure = refused(failing);
                if (failing.calls() < n) {
                    break;
                }
                assertThat(failure).as(fault + " at " + n).isNotNull();
                copy(target);
                requireWhole(target, SECOND);
                requireWhole(target, FIRST);
                assertThat(askedByCopy()).as(fault + " at " + n).isEmpty();
            }
        }
    }

    @Test
    void whereverARepeatedRunIsKilledTheNextOneEndsWell() throws IOException {
        copy(target);
        target.lose(newestPack());
        VersionedStore before = target;
        for (int n = 1; ; n += STEP) {
            target = before.copy(box.clock);
            try {
                copy(target, FaultyDisk.brokenFrom(n, box.disk));
                break;
            } catch (Failure killed) {
                assertThat(killed.kind()).as(killed.toString()).isNotEqualTo(FailureKind.INTERNAL);
            }
            copy(target);
            requireWhole(target, SECOND);
            assertThat(askedByCopy()).as("killed at " + n).isEmpty();
        }
        requireWhole(target, SECOND);
    }
}
