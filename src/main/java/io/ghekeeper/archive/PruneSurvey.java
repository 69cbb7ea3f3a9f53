package io.ghekeeper.archive;

import io.ghekeeper.archive.LiveObjects.Roots;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.archive.PruneReport.LockSpan;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lists all versions of a store beside what its roots need. What is needed by none, old enough and not locked is a candidate
 * for deletion. The store is asked for several of these at the same time.
 */
final class PruneSurvey {
    /** The store's clock counts, never that of this machine. */
    static final Duration LEAST_AGE = Duration.ofHours(24);

    /** A first archive takes days, and its root comes last. */
    static final Duration UNFINISHED = Duration.ofDays(14);

    private final ObjectStore store;
    private final Roots roots;
    private final Instant now;
    private final Instant newestRoot;
    private final LineCursor needed;
    private final LineCursor byEarlier;
    private final LineSorter candidates;
    private final List<StoredVersion> group = new ArrayList<>();

    Amount live = Amount.NONE;
    Amount superseded = Amount.NONE;
    Amount young = Amount.NONE;
    Amount unfinished = Amount.NONE;
    Amount locked = Amount.NONE;
    Optional<LockSpan> locks = Optional.empty();
    long foreign;
    boolean versioned;

    /**
     * Begins one.
     *
     * @param needed of {@link LiveObjects#of}
     * @param byEarlier the same, of roots whose place a later one takes: what only these need stays in this run
     * @param now by the store's clock
     */
    PruneSurvey(ObjectStore store, WorkFolder work, Roots roots, LineCursor needed, LineCursor byEarlier, Instant now) {
        this.store = store;
        this.roots = roots;
        this.now = now;
        this.needed = needed;
        this.byEarlier = byEarlier;
        this.candidates = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        // A first archive has no root until its end.
        this.newestRoot = roots.live().stream()
                .map(StoreRoot::put)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** How announcements name a version. */
    static String id(ObjectKey key, Optional<String> version) {
        return key.text() + " " + version.orElse(ObjectRow.NONE);
    }

    /**
     * Does it.
     *
     * @return sorted lines {@code <key> <version> <bytes> <o, m or s>}: objects, delete markers, and what only earlier roots need
     */
    Path candidates() throws IOException, InterruptedException {
        try (PackLanes lanes = new PackLanes(PackLanes.QUESTIONS, ArchiveProgress.UNWATCHED)) {
            store.versions("", version -> {
                try {
                    take(version, lanes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new UncheckedIOException(new InterruptedIOException("the survey was interrupted"));
                }
            });
            endGroup(lanes);
            lanes.finish();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException(e.getMessage());
            }
            throw e.getCause();
        }
        needed.drain();
        byEarlier.drain();
        return candidates.sortedFile();
    }

    private void take(StoredVersion version, PackLanes lanes) throws IOException, InterruptedException {
        if (!group.isEmpty() && !group.get(0).key().equals(version.key())) {
            endGroup(lanes);
        }
        versioned |= version.version().isPresent();
        if (ObjectRow.isWord(version.version())) {
            group.add(version);
        } else {
            foreign++;
        }
    }

    /** All versions of one key. */
    private void endGroup(PackLanes lanes) throws IOException, InterruptedException {
        if (group.isEmpty()) {
            return;
        }
        ObjectKey key = group.get(0).key();
        PruneName name = PruneName.of(key);
        NeededVersions need = need(needed, key);
        NeededVersions earlier = need(byEarlier, key);
        boolean tombstone = name == PruneName.TOMBSTONE && roots.has(StoreRoots.tombstoned(key));
        if (name == PruneName.ROOT) {
            requireListed(key);
        }
        for (StoredVersion version : group) {
            if (name == PruneName.FOREIGN) {
                foreign++;
            } else if (name.isPrunable()) {
                if (!version.deleteMarker() && (tombstone || need.has(version))) {
                    live = live.plus(version.length());
                } else if (earlier.has(version)) {
                    superseded = superseded.plus(version.length());
                    add(version, AnnouncedCandidates.STAYS);
                } else {
                    judge(version, name, lanes);
                }
            }
        }
        group.clear();
    }

    /** A list of roots that lacks one would give up all that this one needs. */
    private void requireListed(ObjectKey key) {
        boolean old = group.stream()
                .anyMatch(
                        version -> !version.deleteMarker() && version.modified().isBefore(now.minus(LEAST_AGE)));
        if (old && roots.all().stream().noneMatch(root -> root.key().equals(key))) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "nothing is deleted: the store's list of roots lacks " + key + ", which is there",
                    "What snapshots need is unknown by such a list. Check the store, then try again.");
        }
    }

    /** Where the one that a root names is lost, another may have taken its place: then all are needed. */
    private record NeededVersions(Set<String> versions, boolean all) {
        boolean has(StoredVersion version) {
            return !version.deleteMarker()
                    && (all || versions.contains(version.version().orElse(ObjectRow.NONE)));
        }
    }

    private NeededVersions need(LineCursor lines, ObjectKey key) throws IOException {
        Set<String> versions = new HashSet<>();
        lines.skipTo(key.text());
        for (; lines.isAt(key.text()); lines.next()) {
            versions.add(lines.peek().substring(key.text().length() + 1));
        }
        return new NeededVersions(versions, versions.contains(ObjectRow.NONE) || isLost(versions));
    }

    private boolean isLost(Set<String> versions) {
        Set<String> lost = new HashSet<>(versions);
        group.stream()
                .filter(version -> !version.deleteMarker())
                .forEach(version -> lost.remove(version.version().orElse(ObjectRow.NONE)));
        return !lost.isEmpty();
    }

    private void judge(StoredVersion version, PruneName name, PackLanes lanes)
            throws IOException, InterruptedException {
        if (version.modified().isAfter(now.minus(LEAST_AGE))) {
            young = young.plus(version.length());
        } else if (name == PruneName.CONTENT && isUnfinished(version)) {
            unfinished = unfinished.plus(version.length());
        } else if (version.deleteMarker()) {
            add(version, "m");
        } else {
            lanes.submit(() -> answered(version, store.find(version.key(), version.version())));
        }
    }

    /** By the store's answer: its list shows no locks. */
    private synchronized void answered(StoredVersion version, Optional<StoredObject> there) throws IOException {
        Optional<Instant> end = there.flatMap(StoredObject::retainedUntil).filter(now::isBefore);
        if (end.isPresent()) {
            locked = locked.plus(version.length());
            locks = Optional.of(LockSpan.with(locks, end.get()));
        } else if (there.isPresent()) {
            add(version, "o");
        }
    }

    private boolean isUnfinished(StoredVersion version) {
        return version.modified().isAfter(newestRoot) && version.modified().isAfter(now.minus(UNFINISHED));
    }

    private synchronized void add(StoredVersion version, String kind) throws IOException {
        candidates.add(id(version.key(), version.version()) + " " + version.length() + " " + kind);
    }
}
