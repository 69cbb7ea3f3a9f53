package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store lost is sent again, under other names, with a further root. */
class ArchiveRepairTest {
    private static final String RUN = "20261121T120000Z-archive-0002";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/1/nw/a/b/c/1/new", "new content");
        box.seal(FIRST, SECOND);
        store = new VersionedStore(box.clock);
        box.archive(FIRST, store, new LocalDisk());
        box.archive(SECOND, store, new LocalDisk());
    }

    private ArchivedSnapshot repair(String id) {
        return box.archiver(store, new LocalDisk()).repair(box.snapshotOf(id), RUN, box.progress);
    }

    /** As {@code archive verify --all} does. */
    private List<String> readAll() {
        StoreVerifyOptions options = new StoreVerifyOptions(
                "file://" + box.objects, 2, OptionalLong.empty(), Optional.empty(), Optional.empty(), true, Set.of());
        StoreVerification found = new StoreVerifier(
                        box.state, new LocalDisk(), box.clock, store, options, box.warnings::add)
                .verify(RUN, box.progress)
                .verification();
        return found.with(new StoreReadBacks(box.state).read(found.store())).damaged().stream()
                .map(StoredCopy::snapshot)
                .toList();
    }

    private List<String> roots(String id) {
        return StoreRoots.of(store).stream()
                .filter(root -> root.snapshot().equals(id))
                .map(root -> root.key().text())
                .toList();
    }

    private VerifiedFiles verify(String id) {
        return new ArchiveVerifyFiles(new ArchiveAccess(box.state, new LocalDisk(), store, Optional.empty(), 2))
                .verify(id, new CountedProgress());
    }

    private List<String> objectsOf(String id) throws IOException {
        return objectsOf(id, 1);
    }

    private List<String> objectsOf(String id, int number) throws IOException {
        List<String> keys = new ArrayList<>();
        try (WorkFolder work = new WorkFolder(new LocalDisk(), volume.resolve("work"), () -> {})) {
            StoreRoots.StoreRoot root = StoreRoots.of(store).stream()
                    .filter(one -> one.snapshot().equals(id) && one.number() == number)
                    .findFirst()
                    .orElseThrow();
            StoreRoots.read(store, root, work, row -> keys.add(row.key().text()));
        }
        return keys;
    }

    private void requireRepaired(String key) {
        assertThatThrownBy(() -> box.archive(FIRST, store, new LocalDisk()))
                .as(key)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.hint()).contains("ghe-keeper archive " + FIRST + " --repair"));

        ArchivedSnapshot archived = repair(FIRST);

        assertThat(archived.objectsSent()).isPositive();
        assertThat(roots(FIRST)).containsExactly("snapshots/" + FIRST + ".json", "snapshots/" + FIRST + ".2.json");
        assertThat(verify(FIRST).first()).isEmpty();
        assertThat(verify(FIRST).root()).isEqualTo(2);
        assertThat(box.archive(FIRST, store, new LocalDisk()).objectsSent()).isZero();
    }

    @Test
    void whatIsLostIsSentAgainWithAFurtherRoot() throws IOException {
        String lost = objectsOf(FIRST).stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        store.lose(lost);

        requireRepaired(lost);
    }

    @Test
    void whereverARepairIsKilledTheNextOneEndsWell() throws IOException {
        String lost = objectsOf(FIRST).stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        store.lose(lost);
        int n = 1;
        for (int found = 1; roots(FIRST).size() < 2; n += 9) {
            try {
                box.archiver(store, FaultyDisk.brokenFrom(n, new LocalDisk()))
                        .repair(box.snapshotOf(FIRST), RUN, box.progress);
            } catch (Failure killed) {
                assertThat(killed.getMessage()).doesNotContain("internal");
                // Nothing counts as whole before the further root.
                assertThat(roots(FIRST)).as("killed at " + n).hasSize(found);
                assertThat(verify(FIRST).isWhole()).as("killed at " + n).isFalse();
            }
            found = roots(FIRST).size();
        }

        repair(FIRST);

        assertThat(n).as("operations").isGreaterThan(20);
        assertThat(verify(FIRST).first()).isEmpty();
        assertThat(verify(FIRST).root()).isEqualTo(2);
        assertThat(box.archive(FIRST, store, new LocalDisk()).objectsSent()).isZero();
        assertThat(box.state.resolve("archive/outbox")).isEmptyDirectory();
    }

    @Test
    void whatAReadingFoundDamagedIsReliedOnByNoSnapshot() throws IOException {
        readAll();
        String pack = objectsOf(FIRST).stream()
                .filter(key -> key.startsWith("packs/") && sharedBySecond(key))
                .findFirst()
                .orElseThrow();
        String name = pack + "!"
                + store.find(new ObjectKey(pack)).orElseThrow().version().orElseThrow();
        ReadBack damage = new ReadBack(box.clock.instant(), "a-read-back", 1, Optional.of(pack));
        StoreReadBacks readings = new StoreReadBacks(box.state);
        readings.put(new LocalDisk(), "file://" + box.objects, FIRST, new StoreReadBack(damage, 1, Set.of(name), true));

        assertThat(readAll()).containsExactlyInAnyOrder(FIRST, SECOND);
        requireRepaired(pack);
        assertThat(readAll()).containsExactly(SECOND);
        assertThat(repair(SECOND).objectsSent()).isPositive();
        assertThat(readAll()).isEmpty();
        assertThat(objectsOf(SECOND, 2)).doesNotContain(pack);
        box.share(SECOND, THIRD);
        box.file(THIRD, "new", "new");
        box.seal(THIRD).archive(THIRD, store, new LocalDisk());
        assertThat(objectsOf(THIRD, 1)).doesNotContain(pack);
    }

    /** It may be in any object, so that none of them is used any more. */
    @Test
    void allIsSentAgainWhereAReadingFoundDamageAndNotInWhichObjects() throws IOException {
        StoreReadBacks readings = doubt(1);
        assertThatThrownBy(() -> box.archive(FIRST, store, new LocalDisk()))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.hint())
                                .contains("read-back " + FIRST, "archive " + FIRST + " --repair"))
                .hasMessageContaining("it is not known in which objects");

        assertThatThrownBy(() -> repair(FIRST))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.hint())
                                .contains("read-back " + FIRST)
                                .doesNotContain("--repair"))
                .hasMessageContaining("a later root");

        assertThat(box.warnings).anyMatch(warning -> warning.contains("not in which of the "));
        assertThat(roots(FIRST)).hasSize(2);
        assertThat(objectsOf(FIRST, 2)).doesNotContainAnyElementsOf(objectsOf(FIRST, 1));
        List<String> sent = store.keys();
        assertThatThrownBy(() -> repair(FIRST)).hasMessageContaining("a later root"); // once is enough
        assertThat(store.keys()).isEqualTo(sent);
        assertThat(verify(FIRST).root()).isEqualTo(2);
        ReadBack whole = new ReadBack(box.clock.instant(), "a-read-back", 0, Optional.empty());
        readings.put(new LocalDisk(), "file://" + box.objects, FIRST, new StoreReadBack(whole, 2, Set.of(), true));
        assertThat(repair(FIRST).objectsSent()).isZero();
    }

    private StoreReadBacks doubt(int root) {
        ReadBack damage = new ReadBack(box.clock.instant(), "a-read-back", 1, Optional.of("uuid: no pack holds it"));
        StoreReadBacks readings = new StoreReadBacks(box.state);
        readings.put(new LocalDisk(), "file://" + box.objects, FIRST, new StoreReadBack(damage, root, Set.of(), false));
        return readings;
    }

    @Test
    void allIsSentAgainAlsoWhereSomethingElseIsLost() throws IOException {
        doubt(1);
        List<String> before = objectsOf(FIRST);
        store.lose(before.stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow());

        assertThatThrownBy(() -> repair(FIRST)).hasMessageContaining("a later root");

        assertThat(objectsOf(FIRST, 2)).doesNotContainAnyElementsOf(before);
    }

    /** What it named is not known, so that none of it can be left out. */
    @Test
    void aDoubtStaysWhereTheDoubtedRootIsDamaged() throws IOException {
        doubt(1);
        store.lose("snapshots/" + FIRST + ".json");
        store.overwrite("snapshots/" + FIRST + ".json", "{}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> repair(FIRST))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.hint())
                                .contains("read-back " + FIRST, "archive " + FIRST + " --repair"))
                .hasMessageContaining("all objects of " + FIRST + " are in the store, but");
        doubt(2); // as the hint has it
        List<String> second = objectsOf(FIRST, 2);
        assertThatThrownBy(() -> repair(FIRST)).hasMessageContaining("a later root");
        assertThat(objectsOf(FIRST, 3)).doesNotContainAnyElementsOf(second);
    }

    private boolean sharedBySecond(String key) {
        try {
            return objectsOf(SECOND, 1).contains(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLostListIsSentAgain() throws IOException {
        String lost = objectsOf(FIRST).stream()
                .filter(key -> key.startsWith("units/"))
                .findFirst()
                .orElseThrow();
        store.lose(lost);

        requireRepaired(lost);
    }

    @Test
    void aLostManifestIsSentAgain() throws IOException {
        String lost = objectsOf(FIRST).stream()
                .filter(key -> key.startsWith("manifests/"))
                .findFirst()
                .orElseThrow();
        store.lose(lost);

        requireRepaired(lost);
    }

    @Test
    void whatADeleteMarkerHidesIsSentAgain() throws IOException {
        objectsOf(FIRST).forEach(store::hide);

        requireRepaired("all");
    }

    @Test
    void nothingIsPutOverWhatHasAnotherContent() throws IOException {
        byte[] other = "other".getBytes(StandardCharsets.UTF_8);
        List<String> objects = objectsOf(FIRST);
        objects.forEach(key -> store.overwrite(key, other));

        requireRepaired("all");
        assertThat(objects)
                .allSatisfy(key -> assertThat(
                                store.find(new ObjectKey(key)).orElseThrow().length())
                        .isEqualTo(other.length));
    }

    @Test
    void whatAReadingFoundDamagedIsSentAgain() throws IOException {
        List<String> objects = objectsOf(FIRST);
        objects.forEach(store::damage);
        assertThat(repair(FIRST).objectsSent()).isZero(); // nothing shows it but a reading

        readAll();
        repair(FIRST);

        assertThat(verify(FIRST).first()).isEmpty();
        assertThat(verify(FIRST).root()).isEqualTo(2);
    }

    @Test
    void aHiddenOrDamagedRootGetsAFurtherOne() {
        store.hide("snapshots/" + FIRST + ".json");
        requireRepaired("root");

        store.lose("snapshots/" + FIRST + ".2.json");
        store.overwrite("snapshots/" + FIRST + ".2.json", "{}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> box.archive(FIRST, store, new LocalDisk())).isInstanceOf(Failure.class);
        repair(FIRST);

        assertThat(verify(FIRST).root()).isEqualTo(3);
        assertThat(verify(FIRST).isWhole()).isTrue();
    }

    @Test
    void whatIsWholeIsOnlyProven() {
        ArchivedSnapshot archived = repair(FIRST);

        assertThat(archived.objectsSent()).isZero();
        assertThat(roots(FIRST)).hasSize(1);
    }

    @Test
    void aSnapshotThatSharedTheLostPackIsRepairedWithoutSendingItAgain() throws IOException {
        String lost = objectsOf(FIRST).stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        store.lose(lost);
        repair(FIRST);
        long before =
                store.keys().stream().filter(key -> key.startsWith("packs/")).count();

        repair(SECOND);

        assertThat(verify(SECOND).first()).isEmpty();
        assertThat(store.keys().stream().filter(key -> key.startsWith("packs/")))
                .hasSize((int) before);
    }
}
