package io.ghekeeper.archive;

import io.ghekeeper.archive.ArchiveCompact.CompactListener;
import io.ghekeeper.archive.ArchiveRoots.StoredRoot;
import io.ghekeeper.archive.CompactPlan.LeftOutReason;
import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of a compaction that sends: new packs, then lists and manifests, and root after root. */
final class CompactWork {
    private static final int PASSES = 3;

    private final ArchiveSetting setting;
    private final String appliance;
    private final String run;
    private final Set<String> packs;
    private final ObjectReader objects;
    private final CompactListener listener;
    private final List<String> failed = new ArrayList<>();
    private final Set<String> kept = new HashSet<>();
    private Optional<Instant> until = Optional.empty();
    private long rooted;
    private long sent;
    private long bytes;

    /** @param packs SHA-256 of those that no snapshot is to need */
    @SuppressWarnings("MissingSummary")
    CompactWork(
            ArchiveSetting setting,
            String appliance,
            String run,
            Set<String> packs,
            ObjectReader objects,
            CompactListener listener) {
        this.setting = setting;
        this.appliance = appliance;
        this.run = run;
        this.packs = packs;
        this.objects = objects;
        this.listener = listener;
    }

    void begin() {
        until = new StoreOwner(setting).claim(appliance);
    }

    /** Those that are on the volume: nothing is downloaded for them. */
    void fromVolume(List<CompactedSnapshot> snapshots) throws IOException, InterruptedException {
        for (CompactedSnapshot one : snapshots) {
            if (one.content().isPresent()) {
                objects.progress().requireGoOn();
                try {
                    note(one, fromVolume(one));
                } catch (LostObjectsException e) {
                    fail(one, e.getMessage());
                }
            }
        }
    }

    private Optional<Instant> fromVolume(CompactedSnapshot one) throws IOException, InterruptedException {
        ArchivedSnapshot archived = new SnapshotArchive(
                        setting,
                        one.content().orElseThrow().snapshot(),
                        run,
                        appliance,
                        until,
                        objects.work(),
                        objects.progress())
                .compact(one.root().next(), one.root().stored(), packs);
        sent += archived.objectsSent();
        bytes += archived.bytesSent();
        return archived.lockedUntil();
    }

    /** Those that only the store has. What the volume had of them is in new packs by now. */
    void fromStore(List<CompactedSnapshot> snapshots, CompactSurvey survey) throws IOException, InterruptedException {
        List<CompactedSnapshot> stored =
                snapshots.stream().filter(one -> one.tree().isPresent()).toList();
        if (stored.isEmpty()) {
            return;
        }
        TreeCompaction trees = new TreeCompaction(setting, run, packs, objects, until);
        List<CompactedSnapshot> left = stored;
        for (int pass = 1; !left.isEmpty(); pass++) {
            trees.sendPacks(left, survey, pass);
            left = commit(left, trees, pass == PASSES);
        }
        sent += trees.sender().objects();
        bytes += trees.sender().bytes();
    }

    /** Returns those that are tried again, as the store lacks something that was sent before. */
    private List<CompactedSnapshot> commit(List<CompactedSnapshot> some, TreeCompaction trees, boolean last)
            throws IOException, InterruptedException {
        List<CompactedSnapshot> again = new ArrayList<>();
        for (CompactedSnapshot one : some) {
            objects.progress().requireGoOn();
            try {
                note(one, trees.commit(one).lockedUntil());
            } catch (MissingContentException e) {
                if (again.isEmpty()) {
                    miss(one, trees);
                } else {
                    again.add(one); // it was in what is lost
                }
            } catch (LostObjectsException e) {
                if (last) {
                    fail(one, e.getMessage());
                } else {
                    trees.forget(e);
                    again.add(one);
                }
            }
        }
        return again;
    }

    private void note(CompactedSnapshot one, Optional<Instant> lockedUntil) {
        rooted++;
        listener.rooted(one.id(), one.root().next(), lockedUntil);
    }

    /** Content of it is in no other pack: an old one is damaged, or the store lost one. Else the volume does not know one. */
    private void miss(CompactedSnapshot one, TreeCompaction trees) throws IOException {
        if (!trees.readsAll()) {
            fail(one, "content of it is in no pack that can be read: the log names it");
            return;
        }
        StoredRoot stored = one.root().stored();
        try {
            setting.check(objects.work(), objects.progress()).require(stored.rows(), stored.count());
            keep(one, new LeftOutSnapshot(one.id(), LeftOutReason.UNKNOWN_PACKS, Optional.empty()).words());
        } catch (LostObjectsException e) {
            fail(one, e.getMessage());
        }
    }

    private void fail(CompactedSnapshot one, String why) throws IOException {
        failed.add("snapshot " + one.id() + " keeps its packs: " + why);
        keep(one, failed.get(failed.size() - 1));
    }

    private void keep(CompactedSnapshot one, String words) throws IOException {
        setting.warnings().accept(words);
        StoredRoot stored = one.root().stored();
        Path rows = stored.rows();
        try (LineCursor lines = new SortedLines(rows)) {
            for (; !lines.isAtEnd(); lines.next()) {
                kept.add(ObjectRow.parse(lines.peek()).sha256());
            }
        }
    }

    /** The objects that snapshots need which got no further root. */
    Set<String> kept() {
        return kept;
    }

    long rooted() {
        return rooted;
    }

    long objects() {
        return sent;
    }

    long bytes() {
        return bytes;
    }

    void requireNoneFailed() {
        if (!failed.isEmpty()) {
            throw new Failure(
                    FailureKind.ARCHIVE_DAMAGED,
                    Counts.of(failed.size(), "snapshot") + " could not be compacted; the first: " + failed.get(0),
                    "Find out what is lost: ghe-keeper archive verify. All else was done, and nothing is lost by it.");
        }
    }
}
