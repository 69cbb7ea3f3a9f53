package io.ghekeeper.page;

import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.StatusReport;
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
        report.evidence().restorable().ifPresent(this::restorable);
        damaged(report.evidence().damaged());
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
        point.restored()
                .ifPresent(at -> sheet.text("; restored ")
                        .time("/restorable/restoredAt", at, sheet.times().ago(at)));
        html.text(".").end();
    }

    private void damaged(List<EvidenceReport.DamagedSnapshot> damaged) {
        if (damaged.isEmpty()) {
            return;
        }
        html.begin("ul", "class", "losses");
        for (int i = 0; i < Math.min(MOST, damaged.size()); i++) {
            String field = "/damagedSnapshots/" + i;
            html.begin("li");
            sheet.mark(StatusIcon.DAMAGED)
                    .text(" damaged: ")
                    .name(field + "/snapshot", damaged.get(i).snapshot());
            sheet.text(": ").said(field + "/damage", damaged.get(i).damage());
            html.end();
        }
        html.end();
        sheet.more(damaged.size() - MOST);
    }
}
