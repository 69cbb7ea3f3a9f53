package io.ghekeeper.page;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.util.ArrayList;
import java.util.List;

/** The snapshots, with how far each is proven. It never says more of one than was proven. */
final class SnapshotTable {
    private static final int AT_ONCE = 8;
    private static final int MOST = 40;
    private static final int MOST_LOSSES = 3;
    private static final int MOST_OF_LOSS = 120;

    private final PageWriter sheet;
    private final Html html;

    SnapshotTable(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(Observation seen) {
        List<SnapshotEntry> snapshots = seen.snapshots();
        sheet.section("snapshots", "Snapshots");
        html.begin("p", "class", "lead");
        counts(seen.status().snapshots());
        html.end();
        if (snapshots.isEmpty()) {
            new ProofSection(sheet).rebuild(seen.status());
            html.with(
                    "p", "The first backup makes the first one. It is here then, with its size and what it is worth.");
        } else {
            new ProofSection(sheet).write(seen.status());
            proof(snapshots);
            table(snapshots.subList(0, Math.min(AT_ONCE, snapshots.size())), "The newest snapshots");
            older(snapshots);
            html.begin("p", "class", "muted")
                    .with("b", "Captured")
                    .text(": ghe-backup ended well, and the snapshot is ");
            html.text("whole and compared. ").with("b", "Sealed");
            html.text(": what each file is was written down. ").with("b", "Verified");
            html.text(": it was read, and is as it was sealed. ").with("b", "Archived");
            html.text(": it is whole outside of the volume, too. ").with("b", "Restored");
            html.text(": a restore wrote it to an appliance, and the checks after that passed. ")
                    .with("b", "New");
            html.text(": what no other snapshot has. ")
                    .with("b", "Linked")
                    .text(": files shared with others.")
                    .end();
        }
        html.end();
    }

    private void counts(StatusReport.SnapshotCounts catalogue) {
        sheet.figure("/snapshots/complete", catalogue.complete(), Integer.toString(catalogue.complete()));
        sheet.text(" complete, ");
        sheet.figure("/snapshots/incomplete", catalogue.incomplete(), Integer.toString(catalogue.incomplete()));
        sheet.text(" incomplete, ");
        sheet.figure("/snapshots/damaged", catalogue.damaged(), Integer.toString(catalogue.damaged()));
        sheet.text(" damaged");
    }

    /** A drill is seldom of the newest ones. */
    private void proof(List<SnapshotEntry> snapshots) {
        html.begin("p");
        snapshots.stream()
                .filter(snapshot -> snapshot.restored().isPresent())
                .findFirst()
                .ifPresentOrElse(
                        snapshot -> {
                            sheet.text("The newest that is proven: ")
                                    .name(snapshot.id())
                                    .text(", ");
                            restored(snapshot.restored().get());
                        },
                        () -> sheet.text("None of them was restored yet: a drill proves that it can be done"));
        html.text(".").end();
    }

    private void older(List<SnapshotEntry> snapshots) {
        int left = snapshots.size() - AT_ONCE;
        if (left <= 0) {
            return;
        }
        html.begin("details").with("summary", Counts.of(left, "older snapshot"));
        table(snapshots.subList(AT_ONCE, Math.min(MOST, snapshots.size())), "The snapshots before those");
        if (snapshots.size() > MOST) {
            sheet.more(snapshots.size() - MOST);
            html.begin("p", "class", "muted").text("All of them: ");
            sheet.command("ghe-keeper snapshots");
            html.end();
        }
        html.end();
    }

    private void table(List<SnapshotEntry> snapshots, String caption) {
        HtmlTable table = HtmlTable.begin(
                sheet, "cards", caption, "Snapshot", "State", "Proven", "Size", "New", "Linked", "Version", "Run");
        snapshots.forEach(snapshot -> row(table, snapshot));
        table.end();
    }

    private void row(HtmlTable table, SnapshotEntry entry) {
        table.row().name(entry.id());
        if (!entry.isTimeless()) {
            html.begin("span", "class", "under");
            sheet.ago(entry.begun());
            html.end();
        }
        table.cell();
        sheet.marked(StatusIcon.of(entry.state()), entry.stateWords()).text(entry.current() ? ", current" : "");
        table.cell();
        proven(entry);
        numbers(table, entry);
        entry.applianceVersion()
                .ifPresentOrElse(version -> table.number().text(PageWriter.shortened(version)), table::none);
        entry.run().ifPresentOrElse(run -> table.cell().name(run), table::none);
        table.endRow();
    }

    private void numbers(HtmlTable table, SnapshotEntry entry) {
        if (entry.contents().isEmpty()) {
            table.none();
            table.none();
            table.none();
            return;
        }
        SnapshotEntry.FileCounts contents = entry.contents().get();
        table.number().figure(contents.bytes(), ByteCount.words(contents.bytes()));
        table.number().figure(contents.newBytes(), ByteCount.words(contents.newBytes()));
        table.number().figure(contents.percentLinked(), contents.percentLinked() + " %");
    }

    private void proven(SnapshotEntry entry) {
        entry.restored().ifPresent(this::restored);
        switch (entry.state()) {
            case GOOD -> good(entry);
            case SUSPECT -> losses(entry);
            case FAILED_ITS_DRILL -> entry.failed().ifPresent(this::failed);
            case COMPLETE ->
                sheet.text(
                        entry.restored().isPresent()
                                ? ""
                                : entry.run().isPresent() ? "no: its run is no success" : "no: unknown to the journal");
            case DAMAGED -> sheet.text("no: " + entry.damage().orElse("it cannot be a snapshot"));
            case INCOMPLETE -> sheet.text("no: what a dead run left");
            case BEING_WRITTEN -> sheet.text("not yet: a run is writing it");
        }
        remarks(entry);
    }

    private void remarks(SnapshotEntry entry) {
        List<String> remarks = new ArrayList<>(entry.remarks().notes());
        entry.remarks().leftOut().forEach(part -> remarks.add(0, "left out: " + part));
        if (!remarks.isEmpty()) {
            html.begin("ul", "class", "losses");
            remarks.stream()
                    .limit(MOST_LOSSES)
                    .forEach(remark -> html.with("li", PageWriter.shortened(remark, MOST_OF_LOSS), "class", "said"));
            html.end();
            sheet.more(remarks.size() - MOST_LOSSES);
        }
    }

    /** A good one that lacks something was suspect, and a person took it for good. */
    private void good(SnapshotEntry entry) {
        if (!entry.losses().isEmpty()) {
            sheet.text(entry.restored().isPresent() ? "; " : "").text("captured; a person accepted what it lacks:");
            losses(entry);
        } else if (entry.restored().isEmpty()) {
            sheet.text(proof(entry));
        }
    }

    /** The highest that it has below a restore. */
    private String proof(SnapshotEntry entry) {
        return volumeProof(entry)
                + (entry.has(SnapshotEntry.EvidenceRung.ARCHIVED) ? "; archived" : "")
                + (entry.has(SnapshotEntry.EvidenceRung.COPIED) ? "; copied" : "");
    }

    private String volumeProof(SnapshotEntry entry) {
        if (entry.has(SnapshotEntry.EvidenceRung.VERIFIED)) {
            return "verified "
                    + entry.evidence()
                            .readBack()
                            .map(read -> sheet.times().ago(read.at()))
                            .orElse("");
        }
        return entry.has(SnapshotEntry.EvidenceRung.SEALED) ? "sealed" : "captured";
    }

    private void restored(SnapshotEntry.ProvenRestore proof) {
        sheet.mark(StatusIcon.PROVEN).text(" restored in a " + (proof.kind().isDrill() ? "drill" : "restore") + ", ");
        sheet.time(proof.at(), sheet.times().ago(proof.at())).text(", in ");
        sheet.figure(proof.took().toSeconds(), Durations.exact(proof.took()))
                .text(", onto ")
                .name(proof.host());
        if (!proof.checks().words().isEmpty()) {
            sheet.text("; " + proof.checks().words());
        }
    }

    private void failed(SnapshotEntry.FailedRestore failed) {
        sheet.text("no: ")
                .time(failed.at(), sheet.times().ago(failed.at()))
                .text(", onto ")
                .name(failed.host())
                .text(", run ")
                .name(failed.run());
        html.begin("ul", "class", "losses");
        failed.checks().stream()
                .limit(MOST_LOSSES)
                .forEach(check -> html.with("li", PageWriter.shortened(check, MOST_OF_LOSS), "class", "said"));
        html.end();
        sheet.more(failed.checks().size() - MOST_LOSSES);
    }

    private void losses(SnapshotEntry entry) {
        if (entry.losses().isEmpty()) {
            sheet.text("what it lacks was not recorded");
            return;
        }
        html.begin("ul", "class", "losses");
        entry.losses().stream()
                .limit(MOST_LOSSES)
                .forEach(loss -> html.with("li", PageWriter.shortened(loss, MOST_OF_LOSS), "class", "said"));
        html.end();
        sheet.more(entry.losses().size() - MOST_LOSSES);
    }
}
