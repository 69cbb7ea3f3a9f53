package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One pass over a snapshot: what is new of it goes to the store, and the list of all objects that it needs is made. A pass
 * that found the state wrong is begun again, and sends nothing twice.
 */
final class ArchivePass {
    /** So many objects are sent before they are recorded. Until then they are known by the outbox. */
    private static final int RECORDED_AT_ONCE = 64;

    private final SealedContent content;
    private final ArchiveState state;
    private final KnownLines known;
    private final WorkFolder work;
    private final long budget;
    private final ObjectParts parts;
    private final ArchiveProgress progress;
    private int unrecorded;

    /** What makes objects, keeps them and sends them. */
    record ObjectParts(
            ObjectWriter writer, PackBuilder packs, Outbox outbox, ObjectSender sender, PackKeys keys, int lanes) {}

    /** @param known of the state: what may be relied on */
    @SuppressWarnings("MissingSummary")
    ArchivePass(
            SealedContent content,
            ArchiveState state,
            KnownLines known,
            WorkFolder work,
            long budget,
            ObjectParts parts,
            ArchiveProgress progress) {
        this.content = content;
        this.state = state;
        this.known = known;
        this.work = work;
        this.budget = budget;
        this.parts = parts;
        this.progress = progress;
    }

    /**
     * What a snapshot needs of the store.
     *
     * @param objects lines of {@link StateTable#OBJECTS}
     * @param count of these
     * @param manifest the key of its manifest
     */
    record NeededObjects(SealedUnitLists units, Path objects, long count, String manifest) {}

    /** Does it. */
    NeededObjects run() throws IOException, InterruptedException {
        SealedUnitLists units = SealedUnitLists.read(content, known, work, budget);
        if (units.newUnits() > 0) {
            NewContent fresh = NewContent.find(content, units.fresh(), known, work, budget, progress);
            sendPacks(units, fresh);
            sendUnits(units, fresh);
        }
        Manifest manifest = new Manifest(work, budget, parts.keys());
        Manifest.ManifestUnits listed = manifest.find(units, known);
        String key = new ManifestSender(state, parts.writer(), parts.outbox(), parts.sender(), work, progress)
                .send(manifest, listed);
        listed.objects().add(key);
        return needed(units, listed.objects(), key);
    }

    private void sendPacks(SealedUnitLists units, NewContent fresh) throws IOException, InterruptedException {
        try (PackLanes lanes = new PackLanes(parts.lanes(), progress)) {
            fresh.cut(content, units.fresh(), new PackJobs(content.snapshot().directory(), new PackSubmission(lanes)));
            lanes.finish();
        }
        record();
    }

    /** Hands packs on to the lanes. */
    private final class PackSubmission implements PackJobs.JobListener {
        private final PackLanes lanes;

        PackSubmission(PackLanes lanes) {
            this.lanes = lanes;
        }

        /** Before any part is sent: a part of what is damaged would be taken for sealed content by every later run. */
        @Override
        public void largeFile(PackInput part) throws InterruptedException {
            parts.packs().requireSealed(part, progress);
        }

        @Override
        public void pack(List<PackInput> job) throws IOException, InterruptedException {
            lanes.submit(() -> {
                PackedFile pack = parts.packs().build(job, progress);
                parts.sender().send(parts.outbox().add(pack.object(), HeldContent.ofPack(pack)));
            });
            recordSometimes();
        }
    }

    private void recordSometimes() throws IOException {
        unrecorded++;
        if (unrecorded >= RECORDED_AT_ONCE) {
            record();
        }
    }

    private void record() throws IOException {
        parts.outbox().record(state, new StateChange(work, budget));
        unrecorded = 0;
    }

    private void sendUnits(SealedUnitLists units, NewContent fresh) throws IOException, InterruptedException {
        try (PackLanes lanes = new PackLanes(parts.lanes(), progress);
                LineCursor lists = new SortedLines(unsent(units, fresh));
                LineCursor packs = UnitPacks.join(fresh, known, work, budget)) {
            UnitObjects objects = new UnitObjects(content, parts.writer(), progress, (object, held) -> {
                WaitingObject waiting = parts.outbox().add(object, held);
                lanes.submit(() -> parts.sender().send(waiting));
                recordSometimes();
            });
            objects.write(lists, packs);
            lanes.finish();
        }
        record();
    }

    /** Without the packs of a compaction, a list that the store has counts as new, too. */
    private Path unsent(SealedUnitLists units, NewContent fresh) throws IOException {
        if (known == state) {
            return units.fresh();
        }
        try (LineCursor packs = UnitPacks.join(fresh, known, work, budget)) {
            return new UnsentLists(state, work, budget).find(units.fresh(), packs);
        }
    }

    private NeededObjects needed(SealedUnitLists units, LineSorter keys, String manifest) throws IOException {
        try (LineCursor needed = keys.sorted();
                LineCursor objects = state.lines(StateTable.OBJECTS);
                SortedLinesWriter rows = new SortedLinesWriter(work.disk(), work.file("objects"))) {
            for (; !needed.isAtEnd(); needed.next()) {
                objects.skipTo(needed.peek());
                if (!objects.isAt(needed.peek())) {
                    throw new MissingContentException(needed.peek());
                }
                rows.write(objects.peek());
            }
            objects.drain();
            long count = rows.count();
            return new NeededObjects(units, rows.finish(), count, manifest);
        }
    }
}
