package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Three archived snapshots. The first is given up, and most of the first pack is of it alone. */
final class CompactBox {
    static final String RUN = "20261121T120000Z-compact-0001";

    final ArchiveBox box;
    final ObjectStore store;

    /** By this seed, what a killed run left comes first in the notes of the volume, which is the harder case. */
    private final Random random = new Random(19);

    CompactBox(Path folder, Function<ArchiveBox, ObjectStore> stores, Encryption encryption) throws IOException {
        box = new ArchiveBox(folder).filled(FIRST);
        box.encryption = encryption;
        store = stores.apply(box);
        box.file(FIRST, "storage/old", text(200_000));
        box.file(FIRST, "storage/shared", text(20_000));
        box.share(FIRST, SECOND);
        Tool.run("rm", box.snapshot(SECOND).resolve("storage/old").toString());
        box.file(SECOND, "storage/new", text(50_000));
        box.share(SECOND, THIRD);
        box.file(THIRD, "storage/newer", text(10_000));
        box.seal(FIRST, SECOND, THIRD);
        for (String id : List.of(FIRST, SECOND, THIRD)) {
            box.archive(id, store, box.disk);
        }
        new StoreSnapshots(store).giveUp(FIRST, UUID, "a-run", "no rule keeps it");
    }

    private CompactBox(ArchiveBox box, ObjectStore store) {
        this.box = box;
        this.store = store;
    }

    /** The same on a copy of the volume, with a folder as its store. */
    CompactBox at(ArchiveBox copy) {
        return new CompactBox(copy, copy.store());
    }

    String text(int length) {
        StringBuilder text = new StringBuilder();
        random.ints(length, ' ', '~').forEach(letter -> text.append((char) letter));
        return text.toString();
    }

    CompactPlan plan(String... onVolume) {
        return compaction(box.disk, Optional.empty(), false).plan(Optional.of(UUID), snapshots(onVolume), box.progress);
    }

    CompactedStore compact(String... onVolume) {
        return compact(box.disk, onVolume);
    }

    CompactedStore compact(Disk disk, String... onVolume) {
        return run(compaction(disk, Optional.empty(), false), onVolume);
    }

    CompactedStore run(ArchiveCompact compaction, String... onVolume) {
        return compaction.compact(Optional.of(UUID), snapshots(onVolume), RUN, box.progress, new Unheard());
    }

    ArchiveCompact compaction(Disk disk, Optional<ArchiveIdentity> identity, boolean locked) {
        return box.archiver(store, disk).compaction(identity, new DeadPacks(70, locked));
    }

    List<Snapshot> snapshots(String... ids) {
        return Arrays.stream(ids).map(box::snapshotOf).toList();
    }

    void assertFetched(String id) throws IOException {
        Path to = box.volume.resolve("to-" + id);
        Tool.run("rm", "-rf", to.toString());
        new FetchBox(box.volume.resolve("other"), store).to(to, FetchPaths.ALL, id, box.disk);
        assertThat(ArchiveBox.differences(box.snapshot(id), to)).isEmpty();
    }

    /** By all roots, and by the latest one alone. */
    void assertComesBack(String id) throws IOException {
        assertFetched(id);
        assertThat(new ArchiveVerifyFiles(new ArchiveAccess(box.state, box.disk, store, Optional.empty(), 2))
                        .verify(id, new CountedProgress())
                        .isWhole())
                .isTrue();
    }

    /** Prunes as often as it takes: what is announced goes a day later. Most of the first pack is dead. */
    void prune(int runs) throws IOException {
        prune(runs, new PruneOptions(false, true, true));
    }

    PruneReport prune(int runs, PruneOptions options) throws IOException {
        PruneReport last = null;
        Path temporary = java.nio.file.Files.createDirectories(box.volume.resolve("tmp"));
        for (int run = 0; run < runs; run++) {
            box.clock.pass(Duration.ofHours(25));
            last = new StorePrune(store, box.disk, temporary, words -> {}).run(UUID, options, report -> true);
        }
        return last;
    }

    boolean has(String key) {
        return store.find(new io.ghekeeper.store.ObjectKey(key)).isPresent();
    }

    /** Listens to nothing. */
    private static final class Unheard implements ArchiveCompact.CompactListener {
        @Override
        public void planned(CompactPlan plan) {}

        @Override
        public void rooted(String snapshot, int root, Optional<Instant> lockedUntil) {}
    }
}
