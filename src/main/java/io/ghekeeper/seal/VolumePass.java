package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One pass over the units of all snapshots, which reads some of them. Remembers a few values for each snapshot. */
final class VolumePass {
    private final SealFiles files;
    private final UnitLooks looks;
    private final UnitChoice choice;
    private final PassKind kind;
    private final DamageListener listener;
    private final Clock clock;
    private final Map<String, SnapshotPass> snapshots = new TreeMap<>();
    private final Map<String, Failure> unreadable = new TreeMap<>();
    private long units;

    VolumePass(
            SealFiles files, UnitLooks looks, UnitChoice choice, PassKind kind, DamageListener listener, Clock clock) {
        this.files = files;
        this.looks = looks;
        this.choice = choice;
        this.kind = kind;
        this.listener = listener;
        this.clock = clock;
    }

    /** Does it. */
    void run(SealMerge seals, ReadRecordReader before, ReadRecordWriter after)
            throws IOException, InterruptedException {
        for (List<UnitVersion> all = seals.next(); !all.isEmpty(); all = seals.next()) {
            UnitReadTimes times = before.find(all.get(0).unit()).until(clock.instant());
            List<UnitVersion> versions =
                    all.stream().filter(one -> !of(one).isPassedOver()).toList();
            UnitVisit visit = versions.isEmpty() ? new UnitVisit() : visit(versions, times);
            UnitReadTimes now = visit.after(versions, times);
            after.add(now);
            if (!visit.isEmpty()) {
                units++;
                after.flush();
            }
            versions.forEach(version -> of(version)
                    .unit(Optional.ofNullable(now.versions().get(version.key()))
                            .filter(version::isCoveredBy)
                            .map(ReadTime::read)));
        }
    }

    /** The seal of a snapshot cannot be read. */
    void unreadable(Snapshot snapshot, IOException cause) {
        of(snapshot).passOver();
        unreadable.put(snapshot.id(), Verifier.damaged(files, snapshot, cause));
    }

    /** The list of one unit cannot be read. The others of the snapshot are looked at all the same. */
    private void unlisted(UnitVersion version, IOException cause) {
        if (of(version).isProvable()) {
            of(version).unprovable();
            unreadable.put(version.snapshot().id(), Verifier.damaged(files, version.snapshot(), cause));
        }
    }

    VolumeReading reading() {
        Map<String, Instant> whole = new HashMap<>();
        snapshots.forEach((id, pass) -> pass.whole().ifPresent(read -> whole.put(id, read)));
        return new VolumeReading(
                units, looks.files(), looks.bytes(), kind == PassKind.SAMPLE ? Map.of() : whole, unreadable);
    }

    private SnapshotPass of(UnitVersion version) {
        return of(version.snapshot());
    }

    private SnapshotPass of(Snapshot snapshot) {
        return snapshots.computeIfAbsent(snapshot.id(), id -> new SnapshotPass());
    }

    private UnitVisit visit(List<UnitVersion> versions, UnitReadTimes times) throws InterruptedException {
        UnitVisit visit = new UnitVisit();
        Instant now = clock.instant();
        if (choice.takes(times.oldest(versions), UnitVersion.weight(versions))) {
            Optional<UnitVersion> read = Optional.empty();
            for (UnitVersion version : versions) {
                boolean whole = look(visit, version, read, true, new ReadTime(now, now));
                // In one that is not whole, files may not have been read: those of a folder that gives an error.
                read = whole && version.hasInodes() ? Optional.of(version) : read;
            }
        } else if (kind == PassKind.TICK) {
            for (UnitVersion version : versions) {
                Optional<UnitVersion> read =
                        isCovered(version, times) ? Optional.empty() : read(version, versions, times);
                if (read.isPresent()) {
                    look(
                            visit,
                            version,
                            read,
                            false,
                            times.versions().get(read.get().key()).atLook(now));
                }
            }
        }
        return visit;
    }

    private static boolean isCovered(UnitVersion version, UnitReadTimes times) {
        return Optional.ofNullable(times.versions().get(version.key()))
                .filter(version::isCoveredBy)
                .isPresent();
    }

    /** The version that was read, and is likely to share the most files: the same one, else the nearest before it. */
    private static Optional<UnitVersion> read(UnitVersion of, List<UnitVersion> versions, UnitReadTimes times) {
        Comparator<UnitVersion> likely = Comparator.comparing(
                        (UnitVersion one) -> one.key().equals(of.key()))
                .thenComparing(one -> isCovered(one, times))
                .thenComparing(
                        one -> one.snapshot().id().compareTo(of.snapshot().id()) < 0)
                .thenComparing(one -> one.snapshot().id());
        return versions.stream()
                .filter(one -> one.hasInodes() && times.versions().containsKey(one.key()))
                .max(likely);
    }

    /** Whether it is as it was sealed. */
    private boolean look(UnitVisit visit, UnitVersion version, Optional<UnitVersion> known, boolean all, ReadTime time)
            throws InterruptedException {
        UnitLooks.UnitFindings findings;
        try {
            findings = looks.look(version, known);
        } catch (IOException e) {
            visit.unlisted(version);
            unlisted(version, e);
            return false;
        }
        boolean whole = findings.found() == 0;
        if (!whole && !Verifier.isThere(version.snapshot())) {
            of(version).passOver();
            return false;
        }
        if (!whole) {
            damaged(visit, version, findings);
        }
        visit.add(new UnitVisit.LookedAt(version, all, time, whole));
        return whole;
    }

    private void damaged(UnitVisit visit, UnitVersion version, UnitLooks.UnitFindings findings) {
        String id = version.snapshot().id();
        SnapshotPass pass = of(version);
        pass.damaged(findings);
        listener.damaged(id, pass.found(), pass.first().orElseThrow(), findings.first());
        if (pass.found() > kind.mostDifferences()) {
            pass.passOver();
        }
        findings.shared().forEach((other, count) -> {
            visit.shares(other);
            snapshots.computeIfAbsent(other, one -> new SnapshotPass()).unprovable();
            listener.shared(other, count, id);
        });
    }
}
