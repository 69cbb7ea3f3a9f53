package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The archive of one snapshot that the store has not, from what a killed run left to the root. */
final class SnapshotArchive {
    private static final int MOST_PASSES = 5;
    private static final int MOST_REPAIRS = 100;
    private static final int MOST_LOOKS = 3;

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
        new CopyFolder(setting.disk(), setting.folder(), setting.encryption()).clear();
        objects.prepare();
        outbox.open();
        adopt();
        if (root > 1) {
            objects.salt(run + "." + ++salts); // what has the name of a lost object is there, or was
        }
        if (lost.isPresent()) {
            repair(lost.get());
        }
        for (int passes = 1; ; passes++) {
            try {
                forgetAnnounced();
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
     * What a killed run left is in the store, or is sent now. What is damaged by now, or was packed before the recipients were
     * changed, is made again, from what it held.
     */
    private void adopt() throws IOException {
        for (WaitingObject waiting : outbox.waiting()) {
            progress.requireGoOn();
            Optional<String> damage = outbox.isForOthers(waiting)
                    ? Optional.of("it is not encrypted for archive.recipients as they are now")
                    : sender.adopt(waiting);
            if (damage.isPresent()) {
                setting.warnings()
                        .accept(waiting.file() + " cannot be sent: " + damage.get() + ". What it held is packed again");
                outbox.discard(waiting);
            }
        }
        outbox.record(state, change());
    }

    private PartDigests parts() {
        return CopyFolder.parts(setting.disk(), setting.folder());
    }

    /**
     * What a prune run may delete is packed again. The same bytes would have the same name, and would go with it: so each pass
     * gives its objects other ones then.
     */
    private void forgetAnnounced() throws IOException {
        if (!pruned.isAnything()) {
            return;
        }
        objects.salt(run + "." + ++salts);
        try (LineCursor known = state.lines(StateTable.OBJECTS)) {
            pruned.requireNone(known);
        } catch (LostObjectsException announced) {
            new StateScrub(state, work, ArchiveSetting.SORTED_IN_MEMORY, keys).forget(announced.lost());
        }
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
        return new ArchivePass(content, state, work, ArchiveSetting.SORTED_IN_MEMORY, parts, progress);
    }

    private ArchivedSnapshot commit(int root, ArchivePass.NeededObjects needed)
            throws IOException, InterruptedException {
        Instant looked = requireThere(needed);
        // As of now: a first archive may take days.
        Optional<Instant> until = setting.locks().until();
        Path rows = until.isPresent() ? locked(needed.objects(), until.get()) : needed.objects();
        RootFacts facts = new RootFacts(
                appliance,
                snapshot.id(),
                needed.units().sealedAt(),
                setting.clock().instant(),
                run,
                needed.units().entries(),
                needed.units().bytes(),
                new ObjectKey(needed.manifest()),
                snapshot.applianceVersion(),
                until);
        for (int looks = 1; !pruned.holds(looked); looks++) {
            if (looks == MOST_LOOKS) {
                throw new Failure(
                        FailureKind.STORE_FAILED,
                        "no root is written: to look for all objects in the store took more than an hour, each time",
                        "Find out why the store is slow. The next run goes on with what was sent.");
            }
            looked = requireThere(needed);
        }
        progress.requireGoOn();
        new ArchiveRoots(setting.store(), work).put(facts, root, rows, sender.files());
        if (!pruned.holds(looked)) {
            check().require(needed.objects(), needed.count());
        }
        parts().clear();
        return facts.receipt(
                setting.options().store(),
                sender.files().bytes(),
                sender.files().objects());
    }

    /** In this order: what is not announced any more may be deleted by now. */
    private Instant requireThere(ArchivePass.NeededObjects needed) throws IOException {
        Instant looked;
        try (LineCursor rows = new SortedLines(needed.objects())) {
            looked = pruned.requireNone(rows);
        }
        check().require(needed.objects(), needed.count());
        return looked;
    }

    private ReadBackCheck check() {
        return setting.check(work, progress);
    }

    private Path locked(Path rows, Instant until) throws IOException, InterruptedException {
        try (PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            return setting.locks().extend(rows, until, state, change(), work, lanes);
        }
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
        StateScrub scrub = new StateScrub(state, work, ArchiveSetting.SORTED_IN_MEMORY, keys);
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
