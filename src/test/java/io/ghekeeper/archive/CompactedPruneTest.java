package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.archive.EarlierRoot.RootHold;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a compaction leaves is deleted by prune runs, by their own rules, and nothing else is. */
class CompactedPruneTest {
    @TempDir
    Path volume;

    private CompactBox box(PruneBox.Kind kind) throws IOException {
        Function<ArchiveBox, ObjectStore> stores =
                kind == PruneBox.Kind.VERSIONS ? box -> new VersionedStore(box.clock) : PruneBox::dated;
        return new CompactBox(volume.resolve("box"), stores, new NoEncryption());
    }

    @ParameterizedTest
    @EnumSource(PruneBox.Kind.class)
    void theOldPackGoesAndTheSnapshotsStay(PruneBox.Kind kind) throws IOException {
        CompactBox box = box(kind);
        String old = box.plan(SECOND, THIRD).packs().get(0).key();
        box.prune(3);
        assertThat(box.has(old)).as("two snapshots need it").isTrue();

        box.compact(SECOND, THIRD);
        box.prune(1);
        assertThat(box.has(old)).as("announced").isTrue();
        box.prune(1);

        assertThat(box.has(old)).isFalse();
        box.prune(1);
        assertThat(box.has("snapshots/" + SECOND + ".json")).isFalse();
        assertThat(box.has("snapshots/" + SECOND + ".2.json")).isTrue();
        box.assertComesBack(SECOND);
        box.assertComesBack(THIRD);
        assertThat(lost(box)).isEmpty();
        assertThat(verified(box)).isEmpty();
        assertThat(box.plan(SECOND, THIRD).isEmpty()).isTrue();
    }

    /** Verified in between, when the content of the earlier root is gone and that root is not. */
    private static List<String> verified(CompactBox box) {
        StoreVerifyOptions options = new StoreVerifyOptions(
                "file://" + box.box.objects,
                2,
                java.util.OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Set.of(SECOND, THIRD));
        return new StoreVerifier(box.box.state, box.box.disk, box.box.clock, box.store, options, box.box.warnings::add)
                .verify(CompactBox.RUN, box.box.progress).verification().damaged().stream()
                        .map(io.ghekeeper.snapshot.StoredCopy::snapshot)
                        .toList();
    }

    private static List<String> lost(CompactBox box) throws IOException {
        List<String> lost = new java.util.ArrayList<>();
        try (WorkFolder work = new WorkFolder(box.box.disk, box.box.volume.resolve("looking"), () -> {})) {
            for (StoreRoots.StoreRoot root : StoreRoots.of(box.store)) {
                if (!root.snapshot().equals(FIRST)) {
                    StoreRoots.read(box.store, root, work, row -> {
                        if (box.store.find(row.key(), row.namedVersion()).isEmpty()) {
                            lost.add(root.key() + " " + row.key());
                        }
                    });
                }
            }
        }
        return lost;
    }

    @Test
    void anEarlierRootCountsWhereTheLaterOneIsNotWhole() throws IOException {
        CompactBox box = box(PruneBox.Kind.VERSIONS);
        String old = box.plan(SECOND, THIRD).packs().get(0).key();
        Set<String> before = packs(box);
        box.compact(SECOND, THIRD);
        Set<String> fresh = packs(box);
        fresh.removeAll(before);
        assertThat(fresh).hasSize(1);
        ObjectKey pack = new ObjectKey(fresh.iterator().next());
        box.store.delete(pack);

        assertThat(holds(box.prune(4, new PruneOptions(false, true, true))))
                .containsExactly(RootHold.LACKING, RootHold.LACKING);

        assertThat(box.has(old)).isTrue();
        box.assertFetched(SECOND);
    }

    @Test
    void aLaterRootWithOtherBytesOfTheSameLengthTakesNoPlaceAndIsNamed() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        String old = box.plan(SECOND, THIRD).packs().get(0).key();
        Set<String> before = packs(box);
        box.compact(SECOND, THIRD);
        Set<String> fresh = packs(box);
        fresh.removeAll(before);
        damage(box.box.objects.resolve(fresh.iterator().next()));

        assertThat(verified(box)).containsExactly(THIRD, SECOND);
        assertThat(holds(box.prune(4, new PruneOptions(false, true, true))))
                .containsExactly(RootHold.OTHER_BYTES, RootHold.OTHER_BYTES);

        assertThat(box.has(old)).isTrue();
        box.assertFetched(SECOND);
    }

    private static void damage(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void aRootOfAnotherSealTakesNoPlace() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        String old = box.plan(SECOND, THIRD).packs().get(0).key();
        box.compact(SECOND, THIRD);
        Path later = box.box.objects.resolve("snapshots/" + SECOND + ".2.json");
        put(box, later, Files.readString(later).replaceFirst("\"sealedAt\":\"2026", "\"sealedAt\":\"2027"));

        assertThat(holds(box.prune(4, new PruneOptions(false, true, true)))).contains(RootHold.OTHER_CONTENT);

        assertThat(box.has(old)).isTrue();
        assertThat(box.has("snapshots/" + SECOND + ".json")).isTrue();
    }

    @Test
    void aSnapshotOfAnotherSealIsInTheStoreOnly() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        Path root = box.box.objects.resolve("snapshots/" + SECOND + ".json");
        put(box, root, Files.readString(root).replaceFirst("\"sealedAt\":\"2026", "\"sealedAt\":\"2027"));

        assertThat(box.plan(SECOND, THIRD).fromStore()).containsExactly(SECOND);
    }

    @Test
    void aRootWithoutListsAndPacksTakesNoPlace() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        Set<String> before = packs(box);
        for (String id : List.of(SECOND, THIRD)) {
            String root = Files.readString(box.box.objects.resolve("snapshots/" + id + ".json"));
            StringBuilder text = new StringBuilder();
            for (String line : root.split("\n", -1)) {
                if (line.startsWith("{\"format")) {
                    text.append(line).append("\n");
                } else if (line.contains("manifests/")) {
                    text.append(line.replaceFirst("[],}]*$", "")).append("}");
                }
            }
            put(box, box.box.objects.resolve("snapshots/" + id + ".2.json"), text + "]}\n");
        }

        assertThat(holds(box.prune(4, new PruneOptions(false, true, true))))
                .containsExactly(RootHold.STRANGE, RootHold.STRANGE);

        assertThat(packs(box)).isEqualTo(before);
    }

    private static List<RootHold> holds(PruneReport report) {
        return report.earlier().stream().flatMap(one -> one.hold().stream()).toList();
    }

    @Test
    void earlierRootsCountUnlessThatIsAskedForAndAreNamedWithTheirBytes() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        ObjectKey old = new ObjectKey(box.plan(SECOND, THIRD).packs().get(0).key());
        box.compact(SECOND, THIRD);

        PruneReport report = box.prune(3, new PruneOptions(false, false, true));

        assertThat(box.has(old.text())).isTrue();
        assertThat(box.has("snapshots/" + SECOND + ".json")).isTrue();
        assertThat(holds(report)).containsExactly(RootHold.NOT_ASKED, RootHold.NOT_ASKED);
        assertThat(report.earlier().get(0).words())
                .startsWith("snapshots/" + SECOND + ".json is superseded by snapshots/" + SECOND + ".2.json, with ");
        // The old pack, and a manifest and a root each.
        assertThat(report.superseded().versions()).isEqualTo(5);
        assertThat(report.superseded().bytes())
                .isGreaterThan(box.store.find(old).orElseThrow().length());
    }

    @Test
    void moreThanHalfOfAnEarlierRootGoesOnlyWhereThatIsAllowed() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        String old = box.plan(SECOND, THIRD).packs().get(0).key();
        box.compact(SECOND, THIRD);

        PruneReport report = box.prune(4, new PruneOptions(false, true, false));

        assertThat(box.has(old)).isTrue();
        assertThat(holds(report)).containsExactly(RootHold.MOST_GOES, RootHold.MOST_GOES);
        assertThat(report.superseded()).isEqualTo(PruneReport.Amount.NONE);
    }

    /** By a person with the keeper's role: may put, and not delete. */
    @Test
    void aRootOfRealObjectsButTooFewTakesNoPlace() throws IOException {
        CompactBox box = box(PruneBox.Kind.FOLDER);
        Set<String> before = packs(box);
        for (String id : List.of(SECOND, THIRD)) {
            List<String> lines = Files.readAllLines(box.box.objects.resolve("snapshots/" + id + ".json"));
            StringBuilder text = new StringBuilder(lines.get(0)).append("\n");
            for (String folder : List.of("manifests/", "packs/", "units/")) {
                lines.stream()
                        .skip(1)
                        .filter(line -> line.contains("\"" + folder))
                        .min(Comparator.comparingLong(CompactedPruneTest::length))
                        .ifPresent(line -> text.append(text.indexOf("sha256") < 0 ? "" : ",")
                                .append(line.replaceFirst("^,", "").replaceFirst("[],}]*$", "}\n")));
            }
            put(box, box.box.objects.resolve("snapshots/" + id + ".2.json"), text + "]}\n");
        }

        PruneReport report = box.prune(4, new PruneOptions(false, true, false));

        assertThat(holds(report)).containsExactly(RootHold.MOST_GOES, RootHold.MOST_GOES);
        assertThat(packs(box)).isEqualTo(before);
        box.assertFetched(SECOND);
    }

    private static long length(String line) {
        return Long.parseLong(line.replaceFirst(".*\"length\":([0-9]+).*", "$1"));
    }

    @Test
    void whatWasAnnouncedIsNotForgottenByARunThatIsNotAskedForIt() throws IOException {
        CompactBox box = box(PruneBox.Kind.VERSIONS);
        String old = box.plan(SECOND, THIRD).packs().get(0).key();
        box.compact(SECOND, THIRD);
        box.prune(1);

        box.prune(2, new PruneOptions(false, false, true));
        assertThat(box.has(old)).isTrue();
        box.prune(1);

        assertThat(box.has(old)).isFalse();
        box.assertComesBack(SECOND);
    }

    @Test
    void aYoungOrAHiddenLaterRootTakesNoPlaceAndSaysWhy() throws IOException {
        CompactBox box = box(PruneBox.Kind.VERSIONS);
        box.compact(SECOND, THIRD);
        StorePrune prune = new StorePrune(box.store, box.box.disk, box.box.volume, words -> {});
        PruneOptions asked = new PruneOptions(false, true, true);

        assertThat(holds(prune.plan(asked))).containsExactly(RootHold.YOUNG, RootHold.YOUNG);
        ((VersionedStore) box.store).hide("snapshots/" + THIRD + ".2.json");
        box.box.clock.pass(Duration.ofHours(25));
        assertThat(holds(prune.plan(asked))).containsExactly(RootHold.HIDDEN);
    }

    private static void put(CompactBox box, Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(box.box.clock.instant()));
    }

    private static Set<String> packs(CompactBox box) {
        Set<String> packs = new java.util.TreeSet<>();
        box.store.list("packs/", object -> packs.add(object.key().text()));
        return packs;
    }

    @Test
    void aLockedPackIsNamedWithItsEndAndStaysUnlessThatIsAskedFor() throws IOException {
        CompactBox box = box(PruneBox.Kind.VERSIONS);
        ObjectKey old = new ObjectKey(box.plan(SECOND, THIRD).packs().get(0).key());
        box.store.retain(old, box.box.clock.instant().plus(Duration.ofDays(9)));

        CompactPlan plan = box.plan(SECOND, THIRD);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.passedOver()).hasSize(1);
        assertThat(plan.passedOver().get(0).words()).contains(old.text(), "it is locked until 2026-11-29T");
        assertThat(box.compact(SECOND, THIRD).snapshots()).isZero();
        assertThat(box.run(box.compaction(box.box.disk, Optional.empty(), true), SECOND, THIRD)
                        .packs())
                .isEqualTo(1);
        box.prune(3);
        assertThat(box.has(old.text())).as("locked still").isTrue();
        box.prune(9);
        assertThat(box.has(old.text())).isFalse();
        box.assertComesBack(THIRD);
    }
}
