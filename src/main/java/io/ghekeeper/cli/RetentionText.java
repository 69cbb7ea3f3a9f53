package io.ghekeeper.cli;

import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.RetentionReason;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A plan of retention, for people. */
final class RetentionText {
    private final RootCommand root;

    RetentionText(RootCommand root) {
        this.root = root;
    }

    /**
     * Prints it.
     *
     * @param enabled whether they are deleted without a command
     * @param bytes that go; nothing where that is unknown
     */
    void print(RetentionPlan plan, boolean enabled, OptionalLong bytes) {
        if (plan.snapshots().isEmpty()) {
            root.print("no snapshot yet");
            return;
        }
        TextTable table = new TextTable(TextTable.Overflow.WRAPPED, "SNAPSHOT", "PLAN", "STATE", "PROVEN", "WHY")
                .optional("ghe-keeper snapshots", "PROVEN", "STATE");
        plan.snapshots().forEach(one -> row(table, one));
        table.on(root.screen()).forEach(root::print);
        root.print("");
        root.printSentence(Counts.of(plan.snapshots().size(), "snapshot") + ": keep " + plan.kept() + ", delete "
                + plan.deleted().size());
        plan.halts().forEach(halt -> root.printSentence("nothing may be deleted now: " + halt.words()));
        if (!plan.deleted().isEmpty()) {
            root.printSentence(
                    bytes.isPresent()
                            ? ByteCount.words(bytes.getAsLong()) + " go, which no kept snapshot holds"
                            : "how much goes is unknown: not every snapshot has a seal that can be read");
            root.printSentence((enabled
                            ? "these are deleted after the next good backup; to do it now"
                            : "retention.enabled is false, so these are not deleted by it; to delete them")
                    + ": ghe-keeper retention run");
        }
    }

    /** Prints the plan for the store below. */
    void print(StoreSide store) {
        root.print("");
        if (store.plan().isEmpty()) {
            root.printSentence(
                    "in " + store.place() + ": " + store.problem().orElse("archive.keep is not set: all is kept"));
            return;
        }
        RetentionPlan plan = store.plan().get();
        root.print("in " + store.place() + ":");
        if (!plan.snapshots().isEmpty()) {
            TextTable table = new TextTable(TextTable.Overflow.WRAPPED, "SNAPSHOT", "PLAN", "WHY");
            plan.snapshots().forEach(one -> table.row(one.id(), StoreSide.word(one), words(one)));
            table.on(root.screen()).forEach(root::print);
        }
        root.printSentence(Counts.of(plan.snapshots().size(), "snapshot") + ": keep " + plan.kept() + ", give up "
                + plan.deleted().size());
        plan.halts().forEach(halt -> root.printSentence("none may be given up now: " + halt.words()));
        if (!plan.deleted().isEmpty()) {
            root.printSentence("the next retention run writes their tombstones; what only they need is deleted by:"
                    + " ghe-keeper archive prune");
        }
    }

    private static String words(PlannedSnapshot one) {
        return one.reasons().stream().map(RetentionReason::words).collect(Collectors.joining("; "));
    }

    private static void row(TextTable table, PlannedSnapshot one) {
        table.row(
                one.id(),
                one.decision().name().toLowerCase(Locale.ROOT),
                one.facts().state().words(),
                EvidenceRung.highest(one.facts().rungs()),
                words(one));
    }
}
