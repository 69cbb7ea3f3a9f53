package io.ghekeeper.page;

import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.VerifiedStore;
import io.ghekeeper.snapshot.RebuildAdvice;
import io.ghekeeper.text.Counts;
import java.util.List;

/** How far there is proof: the newest snapshot that would be restored, and those that are damaged. */
final class ProofSection {
    private static final int MOST = 6;

    private final PageWriter sheet;
    private final Html html;

    ProofSection(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(StatusReport report) {
        rebuild(report);
        report.evidence().restorable().ifPresent(this::restorable);
        report.evidence().archive().ifPresent(this::archive);
        report.evidence()
                .nativeSnapshots()
                .ifPresent(natives -> new NativeParagraph(sheet).write(natives, report.at()));
        damaged("/damagedSnapshots/", " damaged: ", report.evidence().damaged());
    }

    private void archive(EvidenceReport.ArchiveReport archive) {
        html.begin("p");
        if (archive.isOld() || !archive.encrypted() || !archive.damaged().isEmpty()) {
            sheet.mark(StatusIcon.SUSPECT).text(" ");
        }
        sheet.text("Archived in ").name("/archive/store", archive.store()).text(", ");
        sheet.figure("/archive/encrypted", archive.encrypted(), archive.encrypted() ? "encrypted" : "NOT ENCRYPTED")
                .text(": ");
        archive.newest()
                .ifPresentOrElse(
                        newest -> {
                            sheet.name("/archive/newest/snapshot", newest.snapshot())
                                    .text(", ");
                            sheet.about("/archive/newest/ageSeconds", newest.age())
                                    .text(" old; proven there ");
                            sheet.time(
                                    "/archive/newest/archivedAt",
                                    newest.at(),
                                    sheet.times().ago(newest.at()));
                            newest.lockedUntil()
                                    .ifPresent(until -> sheet.text("; locked until ")
                                            .time("/archive/newest/lockedUntil", until, until.toString()));
                        },
                        () -> sheet.text("no snapshot yet"));
        sheet.text("; ")
                .figure("/archive/old", archive.isOld(), archive.isOld() ? "too old: it" : "it")
                .text(" may be ");
        sheet.about("/archive/maxAgeSeconds", archive.maxAge()).text(" old at most.");
        archive.verified().ifPresent(this::verified);
        html.end();
        damaged("/archive/verified/damagedSnapshots/", " not whole in the store: ", archive.damaged());
    }

    /** That the data directory has to be filled: there may be no snapshot at all then. */
    void rebuild(StatusReport report) {
        report.evidence()
                .archive()
                .flatMap(EvidenceReport.ArchiveReport::rebuild)
                .ifPresent(this::advice);
    }

    private void advice(RebuildAdvice advice) {
        html.begin("p");
        sheet.mark(StatusIcon.ATTENTION).text(" Data directory: ");
        sheet.figure("/archive/rebuild/state", advice.state(), advice.state()).text(", seen ");
        sheet.time("/archive/rebuild/at", advice.at(), sheet.times().ago(advice.at()))
                .text(": ");
        sheet.said("/archive/rebuild/detail", advice.detail());
        sheet.text(". ").said("/archive/rebuild/hint", advice.hint());
        html.end();
    }

    private void verified(VerifiedStore found) {
        sheet.text(" The store was verified ")
                .time("/archive/verified/at", found.at(), sheet.times().ago(found.at()))
                .text(", ")
                .figure("/archive/verified/objects", found.objects(), Counts.of(found.objects(), "object"));
        found.oldestReading()
                .ifPresentOrElse(
                        at -> sheet.text("; the oldest reading is of ")
                                .time(
                                        "/archive/verified/oldestReading",
                                        at,
                                        sheet.times().ago(at)),
                        () -> sheet.text("; not all was read yet"));
        if (!found.lockedShort().isEmpty()) {
            sheet.text("; LOCKS of " + Counts.of(found.lockedShort().size(), "snapshot") + " end too early");
        }
        sheet.text(".");
    }

    private void restorable(EvidenceReport.RestorablePoint point) {
        html.begin("p");
        sheet.text("The newest restorable one: ").name("/restorable/snapshot", point.snapshot());
        sheet.text(", ").about("/restorable/ageSeconds", point.age()).text(" old; ");
        for (int i = 0; i < point.rungs().size(); i++) {
            String word = point.rungs().get(i).word();
            sheet.text(i == 0 ? "" : ", ").figure("/restorable/evidence/" + i, word, word);
        }
        point.verified()
                .ifPresent(at -> sheet.text("; read ")
                        .time("/restorable/verifiedAt", at, sheet.times().ago(at)));
        point.archived()
                .ifPresent(at -> sheet.text("; archived ")
                        .time("/restorable/archivedAt", at, sheet.times().ago(at)));
        point.restored()
                .ifPresent(at -> sheet.text("; restored ")
                        .time("/restorable/restoredAt", at, sheet.times().ago(at)));
        html.text(".").end();
    }

    private void damaged(String fields, String words, List<EvidenceReport.DamagedSnapshot> damaged) {
        if (damaged.isEmpty()) {
            return;
        }
        html.begin("ul", "class", "losses");
        for (int i = 0; i < Math.min(MOST, damaged.size()); i++) {
            String field = fields + i;
            html.begin("li");
            sheet.mark(StatusIcon.DAMAGED)
                    .text(words)
                    .name(field + "/snapshot", damaged.get(i).snapshot());
            sheet.text(": ").said(field + "/damage", damaged.get(i).damage());
            html.end();
        }
        html.end();
        sheet.more(damaged.size() - MOST);
    }
}
