package io.ghekeeper.archive;

import io.ghekeeper.archive.ArchiveRoots.StoredRoot;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compacts snapshots that only the store has: their packs are read there, and their lists stay where they are. */
final class TreeCompaction {
    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;

    private final ArchiveSetting setting;
    private final String run;
    private final Set<String> packs;
    private final ObjectReader objects;
    private final WorkFolder work;
    private final ArchiveState state;
    private final ObjectWriter writer;
    private final Outbox outbox;
    private final ObjectSender sender;
    private final PackKeys keys;
    private boolean readsAll = true;

    /** @param until new objects are locked, from the moment that they are there */
    @SuppressWarnings("MissingSummary")
    TreeCompaction(ArchiveSetting setting, String run, Set<String> packs, ObjectReader objects, Optional<Instant> until)
            throws IOException, InterruptedException {
        Path folder = CopyFolder.outbox(setting.folder());
        this.setting = setting;
        this.run = run;
        this.packs = packs;
        this.objects = objects;
        this.work = objects.work();
        this.state = setting.state();
        this.writer = new ObjectWriter(setting.disk(), folder, setting.encryption());
        this.outbox = new Outbox(setting.disk(), folder, setting.encryption());
        this.sender = new ObjectSender(setting.store(), outbox, setting.rate(), until, objects.progress());
        this.keys = new PackKeys(setting.encryption());
        state.open();
        writer.prepare();
        outbox.open();
        new OutboxAdoption(setting, outbox, sender, objects.progress()).adopt();
        record();
    }

    private void record() throws IOException {
        outbox.record(state, new StateChange(work, BUDGET));
    }

    FileSender sender() {
        return sender.files();
    }

    /** Whether each old pack could be read so far. */
    boolean readsAll() {
        return readsAll;
    }

    /** What these are may be gone: what they held is sent again. */
    void forget(LostObjectsException lost) throws IOException {
        scrub().forget(lost.lost());
    }

    private StateScrub scrub() {
        return new StateScrub(state, work, BUDGET, keys);
    }

    /**
     * Packs again what only these packs hold.
     *
     * @param pass whose objects have other names than those of each other pass: the same bytes may have the name of what is lost
     */
    void sendPacks(List<CompactedSnapshot> snapshots, CompactSurvey survey, int pass)
            throws IOException, InterruptedException {
        writer.salt(run + ".s" + pass);
        scrub().forgetAnnounced(new PruneWatch(setting.store(), work));
        LineSorter byDigest = new LineSorter(work, BUDGET);
        List<ArchivedTree> trees =
                snapshots.stream().map(one -> one.tree().orElseThrow()).toList();
        UnitNeeds needs = new UnitNeeds(trees, packs, objects.progress());
        needs.add(byDigest);
        NewContent missing = NewContent.join(byDigest, state.without(packs), work, BUDGET);
        if (missing.files() == 0) {
            return;
        }
        List<NamedPack> from = packs.stream()
                .sorted()
                .map(survey::pack)
                .filter(Objects::nonNull)
                .toList();
        try (PackRewrite rewrite =
                new PackRewrite(objects, writer, setting.options().lanes(), setting.warnings())) {
            needs.find(missing.missing(), rewrite::want);
            rewrite.rewrite(from, state, pack -> sender.send(outbox.add(pack.object(), HeldContent.ofPack(pack))));
            readsAll &= rewrite.readsAll();
        }
        record();
    }

    /**
     * Writes a further root.
     *
     * @throws MissingContentException when not all could be packed again
     * @throws LostObjectsException when the store lacks something
     */
    RootFacts commit(CompactedSnapshot one) throws IOException, InterruptedException {
        ArchivedTree tree = one.tree().orElseThrow();
        StoredRoot before = one.root().stored();
        RewrittenTree rewritten = new RewrittenTree(tree, packs, state.without(packs), keys, work, objects.progress());
        Manifest.ManifestUnits units = rewritten.units();
        String manifest = new ManifestSender(state, writer, outbox, sender, work, objects.progress())
                .send(new Manifest(work, BUDGET, keys), units);
        units.objects().add(manifest);
        long[] count = new long[1];
        Path rows = RewrittenTree.rows(tree, units.objects(), state, work, count);
        return new RootCommit(setting, state, work, objects.progress(), sender.files())
                .after(before.rows())
                .put(
                        end -> before.facts().with(new ObjectKey(manifest), end),
                        one.root().next(),
                        rows,
                        count[0]);
    }
}
