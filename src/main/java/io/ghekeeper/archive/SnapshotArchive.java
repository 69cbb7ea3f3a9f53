package io.ghekeeper.archive;

import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The archive of one snapshot that the store has not, from what a killed run left to the root. */
final class SnapshotArchive {
    private static final int MOST_PASSES = 5;
    private static final int MOST_REPAIRS = 100;

    private final ArchiveSetting setting;
    private final Snapshot snapshot;
    private final String run;
    private final String appliance;
    private final WorkFolder work;
    private final ArchiveProgress progress;
    private final PackKeys keys;
    private final ArchiveState state;
    private final ObjectWriter objects;
    private final Outbox outbox;
    private final ObjectSender sender;
    private final PruneWatch pruned;
    private int salts;
    private int losses;
    private Optional<ArchiveRoots.StoredRoot> before = Optional.empty();
    private Set<String> without = Set.of();

    /** @param until each object is locked from the moment that it is there */
    @SuppressWarnings("MissingSummary")
    SnapshotArchive(
            ArchiveSetting setting,
            Snapshot snapshot,
            String run,
            String appliance,
            Optional<Instant> until,
            WorkFolder work,
            ArchiveProgress progress) {
        Path folder = CopyFolder.outbox(setting.folder());
        this.setting = setting;
        this.snapshot = snapshot;
        this.run = run;
        this.appliance = appliance;
        this.work = work;
        this.progress = progress;
        this.keys = new PackKeys(setting.encryption());
        this.state = setting.state();
        this.objects = new ObjectWriter(setting.disk(), folder, setting.encryption());
        this.outbox = new Outbox(setting.disk(), folder, setting.encryption());
        this.sender = new ObjectSender(setting.store(), outbox, setting.rate(), until, progress);
        this.pruned = new PruneWatch(setting.store(), work);
    }

    /**
     * Does it.
     *
     * @param root the number that its root gets
     * @param lost sorted keys of objects that the state may have, and that count no more
     * @throws LostObjectsException when the store does not keep what was sent
     */
    ArchivedSnapshot archive(int root, Optional<LostObjectsException> lost) throws IOException, InterruptedException {
        state.open();
        objects.prepare();
        outbox.open();
        new OutboxAdoption(setting, outbox, sender, progress).adopt();
        outbox.record(state, change());
        if (root > 1) {
            objects.salt(run + "." + ++salts); // what has the name of a lost object is there, or was
        }
        if (lost.isPresent()) {
            repair(lost.get());
        }
        for (int passes = 1; ; passes++) {
            try {
                if (scrub().forgetAnnounced(pruned)) {
                    objects.salt(run + "." + ++salts);
                }
                return commit(root, pass().run());
            } catch (DamagedLinesException | MissingContentException | LostObjectsException e) {
                if (passes == MOST_PASSES) {
                    throw e;
                }
                repair(e);
            }
        }
    }

    /**
     * Packs again what only these packs hold of it, and writes a further root that names none of them. What it relies on beside
     * them stays where it is.
     *
     * @param latest the root before
     * @param packs SHA-256 of each
     */
    ArchivedSnapshot compact(int root, ArchiveRoots.StoredRoot latest, Set<String> packs)
            throws IOException, InterruptedException {
        before = Optional.of(latest);
        without = packs;
        return archive(root, Optional.empty());
    }

    private PartDigests parts() {
        return CopyFolder.parts(setting.disk(), setting.folder());
    }

    /**
     * What a prune run may delete is packed again. The same bytes would have the same name, and would go with it: so each pass
     * gives its objects other ones then.
     */
    private StateScrub scrub() {
        return new StateScrub(state, work, ArchiveSetting.SORTED_IN_MEMORY, keys);
    }

    private StateChange change() {
        return new StateChange(work, ArchiveSetting.SORTED_IN_MEMORY);
    }

    private ArchivePass pass() {
        ArchivePass.ObjectParts parts = new ArchivePass.ObjectParts(
                objects,
                new PackBuilder(snapshot.id(), objects, parts()),
                outbox,
                sender,
                keys,
                setting.options().lanes());
        SealedContent content = new SealedContent(setting.stateDirectory(), setting.disk(), snapshot);
        return new ArchivePass(
                content, state, state.without(without), work, ArchiveSetting.SORTED_IN_MEMORY, parts, progress);
    }

    private ArchivedSnapshot commit(int root, ArchivePass.NeededObjects needed)
            throws IOException, InterruptedException {
        RootCommit commit = new RootCommit(setting, state, work, progress, sender.files());
        before.ifPresent(latest -> commit.after(latest.rows()));
        RootFacts facts = commit.put(until -> facts(needed, until), root, needed.objects(), needed.count());
        if (before.isEmpty()) {
            parts().clear();
        }
        return facts.receipt(
                setting.options().store(),
                sender.files().bytes(),
                sender.files().objects());
    }

    /** Of a compacted snapshot, the new root says the same as the one before. */
    private RootFacts facts(ArchivePass.NeededObjects needed, Optional<Instant> until) {
        ObjectKey manifest = new ObjectKey(needed.manifest());
        if (before.isPresent()) {
            return before.get().facts().with(manifest, until);
        }
        return new RootFacts(
                appliance,
                snapshot.id(),
                needed.units().sealedAt(),
                setting.clock().instant(),
                run,
                needed.units().entries(),
                needed.units().bytes(),
                manifest,
                snapshot.applianceVersion(),
                until);
    }

    /** Takes out of the state what it says wrongly. More of it may be damaged: that is found on the way. */
    private void repair(IOException cause) throws IOException {
        IOException found = cause;
        if (cause instanceof LostObjectsException && ++losses > 1) {
            objects.salt(
                    run + "." + ++salts); // what is lost twice is there, damaged, by the name that the same bytes get
        }
        if (cause instanceof LostObjectsException lost && !lost.announced()) {
            setting.warnings().accept(cause.getMessage() + ": what these held is sent again");
        }
        for (int tries = 1; found != null; tries++) {
            if (found instanceof DamagedLinesException damaged && (tries > MOST_REPAIRS || !state.putAside(damaged))) {
                throw damaged;
            }
            found = scrub(cause).orElse(null);
        }
    }

    private Optional<DamagedLinesException> scrub(IOException cause) throws IOException {
        StateScrub scrub = scrub();
        try {
            if (cause instanceof LostObjectsException lost) {
                scrub.forget(lost.lost());
            } else {
                scrub.forgetUnknown();
            }
            return Optional.empty();
        } catch (DamagedLinesException e) {
            return Optional.of(e);
        }
    }
}
