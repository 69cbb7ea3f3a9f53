package io.ghekeeper.cli;

import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.ExpiryRun.Expired;
import io.ghekeeper.text.Counts;

/** Which native snapshots are deleted, for people. */
final class ExpiryText {
    private final RootCommand root;

    ExpiryText(RootCommand root) {
        this.root = root;
    }

    /** Prints what is to be done. */
    void print(ExpiryPlan plan, ExpiryRegion region) {
        if (plan.snapshots().isEmpty()) {
            root.printSentence("no snapshot" + region.where() + " has the label " + region.label());
            return;
        }
        table(plan).on(root.screen()).forEach(root::print);
        root.print("");
        root.printSentence(Counts.of(plan.snapshots().size(), "snapshot") + region.where() + ": keep " + plan.kept()
                + ", delete " + plan.deleted().size());
    }

    static TextTable table(ExpiryPlan plan) {
        TextTable table = new TextTable(TextTable.Overflow.WRAPPED, "SNAPSHOT", "PLAN", "STARTED", "WHY")
                .optional("ghe-keeper native list", "STARTED");
        plan.snapshots()
                .forEach(one -> table.row(
                        one.snapshot().id(),
                        one.isDeleted() ? "delete" : "keep",
                        RunText.ago(one.snapshot().started(), plan.now()),
                        one.words()));
        return table;
    }

    /** Prints what was done. */
    void print(Expired expired) {
        if (expired.deleted().isEmpty() && expired.undeleted().isEmpty()) {
            root.print("nothing is deleted");
            return;
        }
        expired.undeleted()
                .forEach(one ->
                        root.printSentence("not deleted: " + one.snapshot().id() + ": " + one.why()));
        root.printSentence("deleted: " + expired.deleted().size() + " of "
                + Counts.of(expired.plan().deleted().size(), "snapshot"));
    }
}
