package io.ghekeeper.cli;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.CheckResults;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All that is known of a snapshot, for people. */
final class SnapshotText {
    private static final int NAME_WIDTH = 10;

    private final NamedLines lines;

    SnapshotText(Screen screen) {
        this.lines = new NamedLines(screen, NAME_WIDTH);
    }

    List<String> lines(SnapshotEntry entry, String state, Instant now) {
        lines.add("snapshot", entry.id() + (entry.current() ? ", current" : ""));
        if (!entry.isTimeless()) {
            lines.add("begun", RunText.UTC.format(entry.begun()) + ", " + RunText.ago(entry.begun(), now));
        }
        lines.add("state", StateStyle.of(state), state);
        entry.damage().ifPresent(damage -> lines.add("damage", damage));
        lines.add("version", entry.applianceVersion().orElse("unknown"));
        lines.add("run", entry.run().orElse("none that the journal knows"));
        entry.contents()
                .ifPresent(contents -> lines.add(
                        "contents",
                        contents.files() + " files, " + ByteCount.words(contents.bytes()) + "; "
                                + ByteCount.words(contents.newBytes()) + " of it new, " + contents.percentLinked()
                                + " % of the files shared with the snapshot before"));
        all(entry.state() == SnapshotEntry.SnapshotState.GOOD ? "accepted" : "lacks", entry.losses());
        entry.restored().ifPresent(proof -> restored(proof, now));
        entry.failed().ifPresent(failed -> {
            lines.add(
                    "failed",
                    failed.words() + " onto " + failed.host() + " " + RunText.ago(failed.at(), now) + ", run "
                            + failed.run());
            all("", failed.checks());
        });
        entry.attempt().ifPresent(run -> lines.add("tried", "without a result by run " + run));
        if (!entry.rungs().isEmpty()) {
            lines.add(
                    "evidence",
                    entry.rungs().stream().map(SnapshotEntry.EvidenceRung::word).collect(Collectors.joining(", ")));
        }
        entry.evidence()
                .readBack()
                .filter(ReadBack::isWhole)
                .ifPresent(read -> lines.add(
                        "verified", RunText.ago(read.at(), now) + ", equal to its seal, by run " + read.run()));
        entry.evidence().archived().ifPresent(copy -> archived(copy, now));
        entry.evidence()
                .copied()
                .forEach(copy -> lines.add(
                        "copied", "to " + copy.place() + " as " + copy.id() + ", seen " + RunText.ago(copy.at(), now)));
        entry.evidence().checks().ifPresent(checks -> checked(checks, now));
        pin(entry.evidence(), now);
        all("left out", entry.remarks().leftOut().stream().map(Object::toString).toList());
        all("note", entry.remarks().notes());
        return lines.lines();
    }

    private void archived(ArchivedCopy copy, Instant now) {
        lines.add(
                "archived",
                RunText.ago(copy.at(), now) + " in " + copy.store() + ", by run " + copy.run() + "; "
                        + copy.lockedUntil()
                                .map(until -> (until.isAfter(now) ? "locked until " : "its lock was over on ")
                                        + RunText.UTC.format(until))
                                .orElse("not locked")
                        + copy.listedAt()
                                .map(at -> "; all of it was there " + RunText.ago(at, now))
                                .orElse("")
                        + copy.readAt()
                                .map(at -> "; the oldest reading is of " + RunText.UTC.format(at))
                                .orElse(""));
    }

    private void checked(CheckResults results, Instant now) {
        long passed = results.checks().stream()
                .filter(check -> check.outcome() == CheckVerdict.PASSED)
                .count();
        lines.add(
                "checks",
                passed + " of " + Counts.of(results.checks().size(), "deep check") + " passed "
                        + RunText.ago(results.at(), now) + ", by run " + results.run());
        all(
                "",
                results.checks().stream()
                        .filter(check -> check.outcome() != CheckVerdict.PASSED
                                || check.words().isPresent())
                        .map(check -> check.name() + ", " + check.outcome().word()
                                + check.words().map(words -> ": " + words).orElse(""))
                        .toList());
    }

    private void pin(Evidence evidence, Instant now) {
        evidence.pin()
                .ifPresent(pin -> lines.add(
                        "pin",
                        pin.words() + (pin.holds(now) ? "" : " (over)") + "; set " + RunText.ago(pin.at(), now)));
        evidence.unreadable().ifPresent(why -> lines.add("pin", "unknown: its evidence " + why));
    }

    private void restored(SnapshotEntry.ProvenRestore proof, Instant now) {
        lines.add(
                "restored",
                "onto " + proof.host()
                        + proof.source().map(source -> ", from " + source).orElse("") + ", "
                        + RunText.ago(proof.at(), now) + ", in " + Durations.exact(proof.took()) + ", by run "
                        + proof.run());
        if (!proof.checks().words().isEmpty()) {
            lines.add("", proof.checks().words());
        }
    }

    private void all(String name, List<String> texts) {
        IntStream.range(0, texts.size()).forEach(i -> lines.add(i == 0 ? name : "", texts.get(i)));
    }
}
