package io.ghekeeper.page;

import io.ghekeeper.monitor.FleetReport;
import io.ghekeeper.monitor.NativeReport;
import io.ghekeeper.monitor.NativeReport.SeenSnapshot;
import io.ghekeeper.monitor.NativeReport.UndoneStep;
import io.ghekeeper.snapshot.NativeSnapshot;
import java.time.Instant;
import java.util.List;

/** The native snapshots of the volume, as they were last seen. */
final class NativeParagraph {
    private static final String FIELD = "/native/";
    private static final int MOST = 3;

    private final PageWriter sheet;
    private final Html html;

    NativeParagraph(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
    }

    void write(NativeReport natives, Instant now) {
        html.begin("p");
        if (natives.isTrouble(now)) {
            sheet.mark(StatusIcon.SUSPECT).text(" ");
        }
        sheet.text("Native snapshots, the newest completed one: ");
        natives.newest().ifPresentOrElse(one -> snapshot(FIELD + "newest/", one), () -> sheet.text("none yet"));
        sheet.text("; ")
                .figure(FIELD + "late", natives.isLate(now), natives.isLate(now) ? "too old: it" : "it")
                .text(" may be ");
        sheet.about(FIELD + "maxAgeSeconds", natives.maxAge()).text(" old at most.");
        open(natives);
        natives.failed().ifPresent(one -> {
            sheet.text(" Nothing came of ");
            snapshot(FIELD + "failed/", one);
            sheet.text(".");
        });
        undone(natives);
        natives.fleet().ifPresent(this::fleet);
        natives.unreadable()
                .ifPresent(why ->
                        sheet.text(" Unknown: ").said(FIELD + "unreadable", why).text("."));
        html.end();
    }

    private void undone(NativeReport natives) {
        List<UndoneStep> undone = natives.undone();
        for (int i = 0; i < Math.min(MOST, undone.size()); i++) {
            String field = FIELD + "undone/" + i + "/";
            UndoneStep one = undone.get(i);
            sheet.text(i == 0 ? " Not protected: " : "; ");
            sheet.name(field + "snapshot", one.snapshot()).text(", ");
            sheet.figure(
                    field + "step", one.step().kind().word(), one.step().kind().word());
            sheet.text(" ").name(field + "place", one.step().place()).text(" ");
            sheet.figure(
                    field + "state",
                    one.step().state().word(),
                    one.step().state().word());
            one.step()
                    .at()
                    .ifPresent(at ->
                            sheet.text(" ").time(field + "at", at, sheet.times().ago(at)));
            one.step().remark().ifPresent(why -> sheet.text(": ").said(field + "remark", why));
        }
        sheet.more(undone.size() - MOST);
        sheet.text(undone.isEmpty() ? "" : ".");
    }

    private void fleet(FleetReport fleet) {
        String field = FIELD + "tags/";
        sheet.text(" Tags ");
        fleet.resource()
                .ifPresent(id -> sheet.text("of ").name(field + "resource", id).text(" "));
        fleet.readAt()
                .ifPresent(at -> sheet.text("read ")
                        .time(field + "readAt", at, sheet.times().ago(at)));
        boolean never = fleet.tags().never();
        sheet.text(": ").figure(field + "never", never, never ? "NONE IS TAKEN" : "taken");
        int place = 0;
        for (int hour : fleet.tags().hours()) {
            sheet.text(place == 0 ? " at the hours " : ", ").figure(field + "hours/" + place++, hour, hour + "");
        }
        fleet.tags().keepFor().ifPresent(age -> sheet.text(", kept ").about(field + "keepForSeconds", age));
        for (int i = 0; i < fleet.problems().size(); i++) {
            sheet.text("; ").said(field + "problems/" + i, fleet.problems().get(i));
        }
        sheet.text(".");
    }

    private void open(NativeReport natives) {
        List<SeenSnapshot> open = natives.open();
        if (open.isEmpty()) {
            return;
        }
        sheet.text(" Not completed: ");
        for (int i = 0; i < Math.min(MOST, open.size()); i++) {
            sheet.text(i == 0 ? "" : "; ");
            snapshot(FIELD + "open/" + i + "/", open.get(i));
        }
        sheet.more(open.size() - MOST);
        boolean stuck = !natives.stuck().isEmpty();
        sheet.text("; ")
                .figure(FIELD + "stuck", stuck, stuck ? "STUCK: one" : "one")
                .text(" may take ");
        sheet.about(FIELD + "pendingAgeSeconds", natives.pendingAge()).text(" at most.");
    }

    private void snapshot(String field, SeenSnapshot seen) {
        NativeSnapshot snapshot = seen.snapshot();
        snapshot.id().ifPresentOrElse(id -> sheet.name(field + "id", id), () -> sheet.text("one without an id"));
        sheet.text(" of ").name(field + "volume", snapshot.volume());
        sheet.text(" with backup ").name(field + "backup", snapshot.backup()).text(", ");
        sheet.figure(field + "state", snapshot.state().word(), snapshot.state().word());
        snapshot.progress().ifPresent(percent -> sheet.text(" ").figure(field + "progress", percent, percent + " %"));
        sheet.text(", asked for by ").name(field + "run", snapshot.run()).text(" ");
        sheet.time(field + "askedAt", snapshot.asked(), sheet.times().ago(snapshot.asked()));
        sheet.text(", ").about(field + "ageSeconds", seen.age()).text(" old");
        snapshot.seen()
                .ifPresent(at -> sheet.text(", seen ")
                        .time(field + "seenAt", at, sheet.times().ago(at)));
        snapshot.remark().ifPresent(why -> sheet.text(": ").said(field + "remark", why));
    }
}
