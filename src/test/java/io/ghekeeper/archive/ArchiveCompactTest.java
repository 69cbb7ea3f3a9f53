package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.archive.CompactPlan.LeftOutReason;
import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoreReadBacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is alive in packs that are mostly dead goes into new ones, and nothing needs the old ones then. */
class ArchiveCompactTest {
    @TempDir
    Path volume;

    private CompactBox compacted;
    private ArchiveBox box;

    @BeforeEach
    void archive() throws IOException {
        compacted = new CompactBox(volume.resolve("box"), ArchiveBox::store, new NoEncryption());
        box = compacted.box;
    }

    private CompactPlan plan(String... onVolume) {
        return compacted.plan(onVolume);
    }

    private CompactedStore compact(String... onVolume) {
        return compacted.compact(onVolume);
    }

    private void assertComesBack(String id) throws IOException {
        compacted.assertComesBack(id);
        assertThat(box.restored(id)).isEmpty();
    }

    @Test
    void thePlanNamesThePackAndChangesNothing() {
        var before = box.keys();

        CompactPlan plan = plan(SECOND, THIRD);

        assertThat(plan.packs()).hasSize(1);
        assertThat(plan.packs().get(0).bytes()).isGreaterThan(150_000);
        assertThat(plan.packs().get(0).alive()).isBetween(20_000L, 40_000L);
        assertThat(plan.fromVolume()).containsExactly(THIRD, SECOND);
        assertThat(plan.fromStore()).isEmpty();
        assertThat(plan.downloads()).isZero();
        assertThat(plan.bytes()).isBetween(20_000L, 22_000L);
        assertThat(box.keys()).isEqualTo(before);
    }

    @Test
    void eachSnapshotGetsARootThatDoesNotNameTheOldPack() throws IOException {
        String old = plan(SECOND, THIRD).packs().get(0).key();

        CompactedStore done = compact(SECOND, THIRD);

        assertThat(done.packs()).isEqualTo(1);
        assertThat(done.snapshots()).isEqualTo(2);
        assertThat(box.keys()).contains("snapshots/" + SECOND + ".2.json", "snapshots/" + THIRD + ".2.json", old);
        assertThat(plan(SECOND, THIRD).isEmpty()).isTrue();
        assertThat(compact(SECOND, THIRD).snapshots()).isZero();
        assertComesBack(SECOND);
        assertComesBack(THIRD);
        Tool.run("rm", box.objects.resolve(old).toString());
        assertComesBack(SECOND);
        assertComesBack(THIRD);
    }

    /** Snapshots of which the volume has only the third. */
    @Test
    void whatIsInTheStoreOnlyIsReadThereAndNothingElse() throws IOException {
        CompactPlan plan = plan(THIRD);
        assertThat(plan.fromStore()).containsExactly(SECOND);
        assertThat(plan.downloads()).isZero(); // the third has it on the volume

        CompactPlan without = plan();
        assertThat(without.fromStore()).containsExactly(THIRD, SECOND);
        assertThat(without.downloads()).isEqualTo(1);
        assertThat(without.downloadBytes()).isEqualTo(without.packBytes());

        assertThat(compact().snapshots()).isEqualTo(2);

        assertThat(plan().isEmpty()).isTrue();
        loseOldPack(without);
        assertComesBack(SECOND);
        assertComesBack(THIRD);
    }

    private void loseOldPack(CompactPlan plan) {
        plan.packs()
                .forEach(pack -> Tool.run("rm", box.objects.resolve(pack.key()).toString()));
    }

    @Test
    void aSecondSnapshotUsesWhatTheFirstOneSent() throws IOException {
        CompactPlan plan = plan(THIRD);

        assertThat(compact(THIRD).objectsSent()).isEqualTo(5); // one pack, two manifests, two roots

        loseOldPack(plan);
        assertComesBack(SECOND);
        assertComesBack(THIRD);
    }

    @Test
    void theNextArchiveDoesNotReferToTheOldPack() throws IOException {
        CompactPlan plan = plan(SECOND, THIRD);
        compact(SECOND, THIRD);
        String fourth = "20261121T031700";
        box.share(THIRD, fourth);
        box.file(fourth, "storage/newest", compacted.text(1000));
        box.file(fourth, "storage/back", Files.readString(box.snapshot(FIRST).resolve("storage/old")));
        box.seal(fourth);

        box.archive(fourth);

        loseOldPack(plan);
        assertComesBack(fourth);
    }

    @Test
    void theNextArchiveSendsNoListAgain() throws IOException {
        compact(SECOND, THIRD);
        String fourth = "20261121T031700";
        box.share(THIRD, fourth);
        box.seal(fourth);
        var before = lists();

        box.archive(fourth);

        assertThat(lists()).isEqualTo(before);
    }

    private SortedSet<String> lists() {
        SortedSet<String> lists = box.keys();
        lists.removeIf(key -> !key.startsWith("units/"));
        return lists;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNewRootSaysTheSameOfAnotherManifest(boolean onVolume) throws IOException {
        RootFacts before = facts(SECOND);
        box.clock.pass(Duration.ofHours(5));

        compact(onVolume ? new String[] {SECOND, THIRD} : new String[0]);

        RootFacts after = facts(SECOND);
        assertThat(after.manifest()).isNotEqualTo(before.manifest());
        assertThat(after).isEqualTo(before.with(after.manifest(), before.lockedUntil()));
        assertThat(after.release()).contains("v3.12.1");
    }

    private RootFacts facts(String id) throws IOException {
        try (WorkFolder work = new WorkFolder(box.disk, volume.resolve("facts"), () -> {})) {
            return StoreRoots.read(box.store(), StoreRoots.of(box.store(), id).get(0), work, row -> {});
        }
    }

    @Test
    void aPackWithoutADeadMemberStaysWhateverItsLength() {
        compact(SECOND, THIRD);

        CompactPlan plan = box.archiver(box.store(), box.disk)
                .compaction(Optional.empty(), new DeadPacks(1, false))
                .plan(Optional.of(UUID), compacted.snapshots(SECOND, THIRD), box.progress);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void aDamagedFileOnTheVolumeEndsItBeforeAnyRoot() throws IOException {
        Path shared = box.snapshot(THIRD).resolve("storage/shared");
        FileTime time = Files.getLastModifiedTime(shared);
        byte[] bytes = Files.readAllBytes(shared);
        bytes[7] ^= 1;
        Files.write(shared, bytes);
        Files.setLastModifiedTime(shared, time);

        assertThatThrownBy(() -> compact(SECOND, THIRD))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED));

        assertThat(box.keys()).doesNotContain("snapshots/" + THIRD + ".2.json", "snapshots/" + SECOND + ".2.json");
    }

    @Test
    void aDamagedOldPackKeepsItsSnapshotsAndFailsTheRun() throws IOException {
        CompactPlan plan = plan();
        Path pack = box.objects.resolve(plan.packs().get(0).key());
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        Files.write(pack, bytes);

        assertThatThrownBy(this::compact)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED));

        assertThat(box.keys()).doesNotContain("snapshots/" + THIRD + ".2.json", "snapshots/" + SECOND + ".2.json");
        assertThat(plan().packs()).as("what it holds is known still").hasSize(1);
    }

    /** A pack that is not rewritten, beside the one that is, in one unit. */
    @Test
    void aLostPackThatWasToStayFailsTheRunAndIsNamed() throws IOException {
        SortedSet<String> before = box.keys();
        before.removeIf(key -> !key.startsWith("packs/"));
        String old = plan().packs().get(0).key();
        String lost = before.stream()
                .filter(key -> !key.equals(old))
                .max(Comparator.comparingLong(
                        key -> box.objects.resolve(key).toFile().length()))
                .orElseThrow(); // storage/new of the second snapshot
        Files.delete(box.objects.resolve(lost));

        assertThatThrownBy(() -> compact())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED))
                .hasMessageContaining(lost);

        assertThat(box.keys()).doesNotContain("snapshots/" + THIRD + ".2.json", "snapshots/" + SECOND + ".2.json");
    }

    /** The part of the volume's notes that says which packs there are is damaged. What it named counts as unknown. */
    @Test
    void aPackThatTheRunFindsToBeUnknownKeepsItsSnapshotAndIsNoDamage() throws IOException {
        String fourth = "20261121T031700";
        box.share(THIRD, fourth);
        Files.delete(box.snapshot(fourth).resolve("storage/new"));
        box.seal(fourth);
        box.archive(fourth);
        assertThat(plan(fourth).fromStore()).containsExactly(THIRD, SECOND);
        damage("objects");

        CompactedStore done = compact(fourth);

        assertThat(done.snapshots()).isEqualTo(1);
        assertThat(box.warnings)
                .anyMatch(words -> words.equals(
                        new LeftOutSnapshot(SECOND, LeftOutReason.UNKNOWN_PACKS, Optional.empty()).words()));
        assertThat(box.keys()).doesNotContain("snapshots/" + SECOND + ".2.json");
        assertComesBack(SECOND);
        assertComesBack(fourth);
    }

    /** Nothing is on the volume, so that all is taken from the store. */
    @ParameterizedTest
    @ValueSource(strings = {"objects", "contents", "units", "manifests"})
    void aDamagedPartOfTheNotesIsPutAsideAndNoFailure(String table) throws IOException {
        List<Path> damaged = damage(table);
        boolean counts = table.equals("contents");

        assertThat(plan().isEmpty()).as("what is in packs is not known").isEqualTo(counts);
        assertThat(box.warnings).hasSameSizeAs(damaged).allMatch(words -> words.endsWith("counts as unknown"));
        assertThat(damaged).allMatch(Files::exists);
        assertThat(compact().snapshots()).isEqualTo(counts ? 0 : 2);

        assertThat(damaged).noneMatch(Files::exists);
        assertThat(box.warnings).anyMatch(words -> words.contains(" it is kept as "));
        box.warnings.clear();
        assertThat(compact().snapshots()).isZero();
        assertThat(box.warnings).isEmpty();
        assertComesBack(SECOND);
        assertComesBack(THIRD);
    }

    private List<Path> damage(String table) throws IOException {
        try (Stream<Path> files = Files.list(box.state.resolve("archive"))) {
            List<Path> parts = files.filter(one -> one.getFileName().toString().startsWith(table + "."))
                    .toList();
            for (Path file : parts) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            return parts;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillAtAnyChangeLosesNothingAndLeavesNoOrphan(boolean onVolume) throws IOException {
        String[] volumes = onVolume ? new String[] {SECOND, THIRD} : new String[0];
        Path copies = volume.resolve("copies");
        ArchiveBox counted = box.copiedTo(copies);
        FaultyDisk sound = FaultyDisk.sound();
        compacted.at(counted).compact(sound, volumes);
        for (int n : KillPoints.of(sound.operations(), 23).toArray()) {
            CompactBox struck = compacted.at(box.copiedTo(copies));
            try {
                struck.compact(FaultyDisk.brokenFrom(n, box.disk), volumes);
            } catch (Failure | UncheckedIOException killed) {
                assertThat(struck.box.read(THIRD)).as("at " + n).isNotEmpty();
            }
            struck.compact(volumes);
            assertThat(struck.plan(volumes).isEmpty()).as("at " + n).isTrue();
            SortedSet<String> orphans = struck.box.orphans();
            orphans.removeIf(key -> key.startsWith("tombstones/"));
            assertThat(orphans).as("at " + n).isEmpty();
            struck.assertComesBack(SECOND);
            struck.assertComesBack(THIRD);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAKilledRunSentAndTheStoreLostIsSentAgain(boolean onVolume) throws IOException {
        String[] volumes = onVolume ? new String[] {SECOND, THIRD} : new String[0];
        CompactBox struck = struckBeforeItsFirstRoot(volumes);
        SortedSet<String> sent = struck.box.keys();
        sent.removeAll(box.keys());
        for (String key : sent) {
            Files.delete(struck.box.objects.resolve(key));
        }

        assertThat(struck.compact(volumes).snapshots()).isEqualTo(2);

        struck.assertComesBack(SECOND);
        struck.assertComesBack(THIRD);
    }

    private CompactBox struckBeforeItsFirstRoot(String... volumes) throws IOException {
        for (int n = 5; ; n += 5) {
            CompactBox struck = compacted.at(box.copiedTo(volume.resolve("struck")));
            try {
                struck.compact(FaultyDisk.brokenFrom(n, box.disk), volumes);
            } catch (Failure | UncheckedIOException killed) {
                // It may have sent a pack.
            }
            SortedSet<String> keys = struck.box.keys();
            assertThat(keys).as("a pack is sent before a root").doesNotContain("snapshots/" + THIRD + ".2.json");
            keys.removeAll(box.keys());
            if (keys.stream().anyMatch(key -> key.startsWith("manifests/"))) {
                return struck;
            }
        }
    }

    /** A run that was killed before the volume's notes forgot a pack; then the pack that took in its content is mostly dead. */
    @Test
    void aPackThatAKilledRunLeftIsReliedOnByNone() throws IOException {
        String fourth = "20261121T031700";
        String fifth = "20261122T031700";
        box.share(THIRD, fourth);
        box.file(fourth, "storage/big", compacted.text(60_000));
        box.file(fourth, "storage/tiny", compacted.text(1_000));
        box.share(fourth, fifth);
        Files.delete(box.snapshot(fifth).resolve("storage/big"));
        box.seal(fourth, fifth);
        box.archive(fourth);
        box.archive(fifth);
        String old = plan(SECOND, THIRD, fourth, fifth).packs().get(0).key();
        assertThatThrownBy(() -> compacted
                        .compaction(box.disk, Optional.empty(), false)
                        .compact(
                                Optional.of(UUID),
                                compacted.snapshots(SECOND, THIRD, fourth, fifth),
                                CompactBox.RUN,
                                box.progress,
                                new KilledAt(4)))
                .isInstanceOf(IllegalStateException.class);
        new StoreSnapshots(box.store()).giveUp(fourth, UUID, "a-run", "no rule keeps it");
        assertThat(plan(SECOND, THIRD, fifth).packs()).hasSize(1);

        compact(SECOND, THIRD, fifth);

        assertThat(Files.readString(box.objects.resolve("snapshots/" + fifth + ".3.json")))
                .doesNotContain(old);
        assertThat(plan(SECOND, THIRD, fifth).isEmpty()).isTrue();
        Files.delete(box.objects.resolve(old));
        assertComesBack(fifth);
    }

    private record KilledAt(AtomicInteger left) implements ArchiveCompact.CompactListener {
        KilledAt(int roots) {
            this(new AtomicInteger(roots));
        }

        @Override
        public void planned(CompactPlan plan) {}

        @Override
        public void rooted(String snapshot, int root, Optional<Instant> lockedUntil) {
            if (left.decrementAndGet() == 0) {
                throw new IllegalStateException("killed");
            }
        }
    }

    @Test
    void aSnapshotWithAPackThatTheVolumeDoesNotKnowIsLeftOutAndNeverCalledDamaged() throws IOException {
        forgetAllBut(plan().packs().get(0).key());
        var before = box.keys();

        CompactPlan plan = plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.leftOut())
                .extracting(LeftOutSnapshot::snapshot, LeftOutSnapshot::reason)
                .containsExactly(tuple(THIRD, LeftOutReason.UNKNOWN_PACKS), tuple(SECOND, LeftOutReason.UNKNOWN_PACKS));
        assertThat(plan.leftOut().get(0).words()).endsWith("type: ghe-keeper archive attach --identity FILE");
        assertThat(compact().snapshots()).isZero();
        assertThat(box.keys()).isEqualTo(before);
    }

    /** What the volume knows of packs. */
    private void forgetAllBut(String known) throws IOException {
        ArchiveState state =
                new ArchiveState(box.disk, box.state.resolve("archive"), "file://" + box.objects, words -> {});
        state.open();
        try (WorkFolder work = new WorkFolder(box.disk, volume.resolve("scrub"), () -> {})) {
            LineSorter lines = new LineSorter(work, 1 << 20);
            for (String key : box.keys()) {
                if (key.startsWith("packs/") && !key.equals(known)) {
                    lines.add(key);
                }
            }
            new StateScrub(state, work, 1 << 20, new PackKeys(new NoEncryption())).forget(lines.sortedFile());
        }
    }

    @Test
    void aSnapshotThatIsInDoubtIsLeftOutAndNamed() {
        ReadBack damage = new ReadBack(box.clock.instant(), "a-read-back", 1, Optional.of("uuid: no pack holds it"));
        new StoreReadBacks(box.state)
                .put(box.disk, "file://" + box.objects, SECOND, new StoreReadBack(damage, 1, Set.of(), false));
        var before = box.keys();

        CompactPlan plan = plan(SECOND, THIRD);

        assertThat(plan.isEmpty()).as("the pack is needed by the one in doubt").isTrue();
        assertThat(plan.leftOut()).hasSize(1);
        assertThat(plan.leftOut().get(0).reason()).isEqualTo(LeftOutReason.DOUBTED);
        assertThat(plan.leftOut().get(0).words()).startsWith(SECOND + " keeps its packs: ");
        assertThat(compact(SECOND, THIRD).snapshots()).isZero();
        assertThat(box.keys()).isEqualTo(before);
    }

    @Test
    void theGainIsWhatTheStoreLosesAtLeast() throws IOException {
        CompactPlan plan = plan(SECOND, THIRD);
        var before = box.keys();

        compact(SECOND, THIRD);

        long added = 0;
        long further = 0;
        for (String key : box.keys()) {
            if (!before.contains(key)) {
                added += Files.size(box.objects.resolve(key));
                further += key.startsWith("packs/") ? 0 : Files.size(box.objects.resolve(key));
            }
        }
        assertThat(plan.furtherBytes()).isBetween(further * 3 / 4, further * 4 / 3);
        assertThat(plan.gain()).isPositive().isLessThanOrEqualTo(plan.packBytes() - added + 500);
    }

    @Test
    void partsOfALargeFileAreRewrittenOneByOne() throws IOException {
        byte[] large = new byte[49 << 20];
        new Random(2).nextBytes(large);
        byte[] dead = new byte[5 << 20];
        new Random(3).nextBytes(dead);
        String fourth = "20261121T031700";
        String fifth = "20261122T031700";
        box.share(THIRD, fourth);
        Files.write(box.snapshot(fourth).resolve("large"), large);
        Files.write(box.snapshot(fourth).resolve("mall"), dead); // shares the pack of the second part
        box.share(fourth, fifth);
        Files.delete(box.snapshot(fifth).resolve("mall"));
        box.seal(fourth, fifth);
        box.archive(fourth);
        box.archive(fifth);
        compact();
        new StoreSnapshots(box.store()).giveUp(fourth, UUID, "a-run", "no rule keeps it");

        CompactPlan plan = plan();
        assertThat(plan.fromStore()).containsExactly(fifth);
        assertThat(plan.bytes()).isEqualTo(1 << 20);

        assertThat(compact().snapshots()).isEqualTo(1);
        loseOldPack(plan);
        assertComesBack(fifth);
    }
}
