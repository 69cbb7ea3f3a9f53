package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What no policy deletes. */
final class NeverDeleted {
    /** How long the last snapshot before an upgrade stays: a snapshot of a new release is never restored onto an old one. */
    static final Duration WAY_HOME = Duration.ofDays(90);

    private final RetentionFacts facts;
    private final List<SnapshotFacts> newestFirst;
    private final ReasonsById reasons;

    NeverDeleted(RetentionFacts facts, List<SnapshotFacts> newestFirst, ReasonsById reasons) {
        this.facts = facts;
        this.newestFirst = newestFirst;
        this.reasons = reasons;
    }

    /** Adds a reason for each of them. */
    void add() {
        newestFirst.forEach(this::addOfItself);
        addNewest(SnapshotFacts::isGood, ReasonCode.NEWEST_GOOD, "the newest good one");
        addProven(one -> one.proven().verified(), ReasonCode.NEWEST_VERIFIED, "that was verified");
        addProven(
                one -> one.proven().copy() == SnapshotFacts.ArchiveCopy.PROVEN,
                ReasonCode.NEWEST_ARCHIVED,
                "that is archived");
        addProven(
                one -> !one.evidence().copied().isEmpty(),
                ReasonCode.NEWEST_COPIED,
                "that was copied to another Region");
        addProven(one -> one.proven().restored(), ReasonCode.NEWEST_RESTORED, "that a restore proved");
        addNewerThanGood();
        addOfReleases();
    }

    private void addOfItself(SnapshotFacts one) {
        addIf(one, one.state() == SnapshotState.BEING_WRITTEN, ReasonCode.BEING_WRITTEN, "a run is writing it");
        addIf(one, isInUse(one), ReasonCode.IN_USE, "a run uses it");
        addIf(one, one.current(), ReasonCode.CURRENT, "the next backup links to it: 'current' names it");
        one.evidence()
                .pin()
                .filter(pin -> pin.holds(facts.now()))
                .ifPresent(pin -> reasons.add(one, ReasonCode.PINNED, pin.words()));
        one.evidence()
                .unreadable()
                .ifPresent(why -> reasons.add(
                        one,
                        ReasonCode.EVIDENCE_UNREADABLE,
                        "whether it is pinned cannot be read: its evidence " + why));
        addIf(one, one.neededByDumps(), ReasonCode.NEEDED_BY_DUMPS, "incremental dumps of MySQL build upon it");
        addIf(
                one,
                one.proven().copy() == SnapshotFacts.ArchiveCopy.UNPROVEN,
                ReasonCode.ARCHIVE_UNPROVEN,
                "archive.keep wants it, and its copy in the archive is not proven");
        addIf(one, one.begun().isEmpty(), ReasonCode.TIME_UNKNOWN, "its name is no time, so its age is unknown");
    }

    private boolean isInUse(SnapshotFacts one) {
        Optional<Set<String>> used = facts.runs().uses().snapshots();
        return used.isPresent() && used.get().contains(one.id());
    }

    private void addIf(SnapshotFacts one, boolean applies, ReasonCode code, String words) {
        if (applies) {
            reasons.add(one, code, words);
        }
    }

    /** What was found since may be stronger than a proof: then it takes no good one's place. */
    private void addProven(Predicate<SnapshotFacts> proven, ReasonCode code, String words) {
        addNewest(proven, code, "the newest " + words);
        if (newest(proven).filter(one -> !one.isGood()).isPresent()) {
            addNewest(proven.and(SnapshotFacts::isGood), code, "the newest good one " + words);
        }
    }

    private void addNewest(Predicate<SnapshotFacts> which, ReasonCode code, String words) {
        newest(which).ifPresent(one -> reasons.add(one, code, words));
    }

    private Optional<SnapshotFacts> newest(Predicate<SnapshotFacts> which) {
        return newestFirst.stream()
                .filter(one -> one.begun().isPresent())
                .filter(which)
                .findFirst();
    }

    /** Until a later one is good, they are all that there is of that time. */
    private void addNewerThanGood() {
        if (newestFirst.stream().noneMatch(SnapshotFacts::isGood)) {
            return;
        }
        newestFirst.stream()
                .takeWhile(one -> !one.isGood())
                .filter(one -> one.isWhole() && one.begun().isPresent())
                .forEach(one -> reasons.add(one, ReasonCode.NEWER_THAN_GOOD, "newer than the newest good one"));
    }

    /** Of each release the newest good one; where none is good, the newest that the journal does not vouch for. */
    private void addOfReleases() {
        Map<String, SnapshotFacts> newest = new HashMap<>();
        newestFirst.stream().filter(SnapshotFacts::isGood).forEach(one -> put(newest, one));
        newestFirst.stream()
                .filter(one -> one.state() == SnapshotState.COMPLETE)
                .forEach(one -> put(newest, one));
        Instant from = facts.now().minus(WAY_HOME);
        newest.forEach((release, one) -> {
            if (one.begun().filter(begun -> !begun.isBefore(from)).isPresent()) {
                reasons.add(
                        one,
                        ReasonCode.NEWEST_OF_RELEASE,
                        "the newest of release " + release + ", for " + Durations.about(WAY_HOME));
            }
        });
    }

    private static void put(Map<String, SnapshotFacts> newest, SnapshotFacts one) {
        one.release().ifPresent(release -> newest.putIfAbsent(release, one));
    }
}
