package io.ghekeeper.cli;

import io.ghekeeper.history.Progress;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.StatusHint;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.monitor.Words;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The state for people: the answer in the first line, then a line for each thing that there is something to say of. */
final class StatusText {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final int NAME_WIDTH = 10;
    private static final int STATE_WIDTH = 6;
    private static final int PERCENT = 100;

    /** Of the newest; all of them are in the list of the snapshots. */
    private static final int MOST_FAILED = 3;

    private final Screen screen;
    private final List<String> lines = new ArrayList<>();
    private final NamedLines facts;

    StatusText(Screen screen) {
        this.screen = screen;
        this.facts = new NamedLines(screen, NAME_WIDTH);
    }

    List<String> lines(StatusReport report) {
        answer(report);
        facts.blank();
        line("appliance", report.appliance());
        report.evidence().restorable().ifPresent(point -> line("restorable", point.words(report.at())));
        report.evidence().archive().ifPresent(archive -> line("archive", archive.words(report.at())));
        report.evidence().nativeSnapshots().ifPresent(natives -> line("native", natives.words(report.at())));
        report.evidence()
                .archive()
                .flatMap(EvidenceReport.ArchiveReport::rebuild)
                .ifPresent(advice -> line("rebuild", advice.words() + ". " + advice.hint()));
        report.missing()
                .ifPresent(id -> line(
                        "missing", "snapshot " + id + ", the last that a run called good, is not whole on the volume"));
        report.lastGood()
                .ifPresent(good -> good.findings()
                        .forEach(finding -> line("accepted", "of snapshot " + good.snapshot() + ", " + finding)));
        report.allRunning().forEach(this::running);
        report.waiting().forEach(tick -> waiting(tick, report));
        report.cutOff()
                .forEach(run ->
                        line("cut off", run + ": its process is gone; the next run of its lane closes its record"));
        since(report.since(), report.at());
        String hint = StatusHint.of(report).orElse("");
        report.since().suspects().forEach(doubt -> doubt(doubt, hint));
        next(report);
        line("supervisor", report.supervisor().words());
        report.volume().ifPresent(this::volume);
        report.markers()
                .forEach(marker -> line(
                        "marker", marker.name() + " " + (marker.stale() ? "stale: " : "alive: ") + marker.proof()));
        snapshots(report.snapshots());
        report.evidence().damaged().stream()
                .limit(MOST_FAILED)
                .forEach(damaged -> line("damaged", "snapshot " + damaged.snapshot() + ": " + damaged.damage()));
        report.snapshots().failed().stream().limit(MOST_FAILED).forEach(this::failed);
        report.lastRestore().ifPresent(restore -> restored("restore", restore));
        report.lastDrill().ifPresent(drill -> restored("drill", drill));
        report.skippedDrill().ifPresent(skipped -> {
            line(
                    "drill",
                    "skipped " + Durations.ago(Duration.between(skipped.end(), report.at())) + ": " + skipped.message()
                            + " (run " + skipped.run() + ")");
            line("", skipped.hint());
        });
        if (!report.future().isEmpty()) {
            int count = report.future().size();
            line(
                    "clock",
                    Counts.of(count, "run") + (count == 1 ? " is" : " are") + " dated in the future and not counted, "
                            + report.future().get(0) + " first: the clock was wrong, or is");
        }
        report.unreadable().forEach(sentence -> line("unreadable", sentence));
        report.releases().advice().forEach(advice -> {
            line("releases", advice.sentence());
            line("", advice.hint());
        });
        lines.addAll(facts.lines());
        return lines;
    }

    private void answer(StatusReport report) {
        String word = report.state().name();
        String style = switch (report.state()) {
            case OK -> "bold,green";
            case SUSPECT -> StateStyle.DOUBTFUL;
            case FAILED, NONE, LATE, MISSING, STOPPED -> StateStyle.BAD;
        };
        int width = Math.max(STATE_WIDTH, word.length() + 2);
        NamedLines answer = new NamedLines(screen, width - 2);
        answer.add(word, style, reason(report));
        StatusHint.of(report).ifPresent(hint -> answer.add("", hint));
        lines.addAll(answer.lines());
    }

    private static String reason(StatusReport report) {
        String good = report.lastGood().map(StatusText::good).orElse("");
        return switch (report.state()) {
            case NONE -> Words.withoutGood(report);
            case LATE ->
                "by " + Durations.about(report.lateBy().orElseThrow()) + ": " + good + "; it may be "
                        + Durations.about(report.maxAge()) + " old at most";
            case MISSING ->
                "snapshot " + report.missing().orElseThrow() + " of the newest good backup is not whole; " + good;
            case SUSPECT ->
                report.since()
                                .suspects()
                                .get(0)
                                .snapshot()
                                .map(id -> "snapshot " + id)
                                .orElse("the newest snapshot") + " is suspect; " + good;
            case STOPPED ->
                (report.supervisor().state() == SupervisorReport.SupervisorState.STALLED
                                ? "the supervisor's loop stands still"
                                : "no supervisor is alive")
                        + ": nothing is going to run; " + good;
            case FAILED -> "the last backup " + failed(report.since().failing().orElseThrow()) + "; " + good;
            case OK -> good;
        };
    }

    private static String good(StatusReport.Good good) {
        return "last good backup " + Durations.about(good.age()) + " ago (snapshot " + good.snapshot() + ", run "
                + good.run() + ")";
    }

    private static String failed(StatusReport.Trouble trouble) {
        return trouble.outcome() == Run.Outcome.INTERRUPTED
                ? "was interrupted, and not the only one"
                : "failed: " + trouble.code();
    }

    private void running(StatusReport.Running running) {
        StringBuilder text = new StringBuilder(running.run()
                + running.target().map(target -> " onto " + target).orElse("") + ", for "
                + Durations.about(running.elapsed()));
        if (running.attempt() > 1) {
            text.append(", attempt ").append(running.attempt());
        }
        running.progress().ifPresent(progress -> text.append(": ").append(progress(progress)));
        text.append(running.cancelRequested() ? "; its end was asked for" : "");
        line("running", text.toString());
    }

    private void waiting(WaitingTick tick, StatusReport report) {
        line(
                "waiting",
                tick.words() + " has waited " + Durations.about(positive(Duration.between(tick.since(), report.at())))
                        + " for "
                        + tick.obstacle()
                        + (report.supervisor().mayFire() ? "; it tries" : "; the next supervisor takes it up")
                        + tick.until().map(until -> " until " + until).orElse(""));
    }

    private static String progress(Progress progress) {
        return "step " + progress.number() + "/" + progress.total() + " " + progress.title() + ", "
                + Words.share(progress);
    }

    private void since(StatusReport.Since since, Instant now) {
        List<String> counts = new ArrayList<>();
        count(counts, since.failed(), "failed");
        count(counts, since.interrupted(), "interrupted");
        count(counts, since.skipped(), "skipped");
        if (!counts.isEmpty()) {
            String among = since.runs() > since.examined()
                    ? " (of the newest " + since.examined() + " of " + since.runs() + " runs)"
                    : "";
            String last = since.last()
                    .map(trouble -> "; last " + Durations.about(positive(Duration.between(trouble.end(), now)))
                            + " ago: " + trouble.code() + ": " + trouble.message())
                    .orElse("");
            line("since then", String.join(", ", counts) + among + last);
            since.last().filter(trouble -> !trouble.hint().isEmpty()).ifPresent(trouble -> line("", trouble.hint()));
        }
    }

    private static void count(List<String> counts, int count, String what) {
        if (count > 0) {
            counts.add(count + " " + what);
        }
    }

    private void doubt(StatusReport.Doubt doubt, String hint) {
        String snapshot = doubt.snapshot().orElse("of run " + doubt.run());
        line(
                "suspect",
                "snapshot " + snapshot + ": "
                        + (doubt.losses().isEmpty()
                                ? "what it lacks was not recorded"
                                : String.join("; ", doubt.losses())));
        if (!hint.contains(doubt.snapshot().orElse(doubt.run()))) { // the first one stands below the state already
            line("", "if that was deleted on purpose: ghe-keeper snapshots accept " + snapshot);
        }
    }

    private void next(StatusReport report) {
        if (report.supervisor().isMissing()) {
            line("next", "no supervisor: nothing is going to run");
        }
        report.next().ifPresent(tick -> next(tick, report.at()));
    }

    /** The ids of runs and snapshots are in UTC: a time in another zone stands beside them. */
    private static String inUtc(StatusInputs.NextTick tick) {
        return Words.isUtc(tick.zone(), tick.at())
                ? ""
                : " (" + LOCAL.format(tick.at().atZone(ZoneOffset.UTC)) + " UTC)";
    }

    private void next(StatusInputs.NextTick tick, Instant now) {
        String jitter = tick.jitter().isZero() ? "" : ", plus up to " + Durations.about(tick.jitter()) + " jitter";
        line(
                "next",
                LOCAL.format(tick.at().atZone(tick.zone())) + " " + tick.zone().getId() + inUtc(tick) + ", in "
                        + Durations.about(Duration.between(now, tick.at())) + jitter);
    }

    private void volume(StatusReport.VolumeUse volume) {
        String inodes = volume.space().totalInodes() == 0
                ? ""
                : ", " + share(volume.space().freeInodes(), volume.space().totalInodes()) + " of its inodes";
        line(
                "volume",
                condition(volume.condition()) + ByteCount.words(volume.space().freeBytes()) + " of "
                        + ByteCount.words(volume.space().totalBytes()) + " ("
                        + share(volume.space().freeBytes(), volume.space().totalBytes()) + ") free" + inodes
                        + growth(volume));
    }

    private static String condition(Volume.Condition condition) {
        return switch (condition) {
            case WRITABLE -> "";
            case FULL -> "full, so that no backup can be taken: ";
            case OUT_OF_INODES -> "out of inodes, so that no backup can be taken: ";
            case READ_ONLY -> "read-only, so that no backup can be taken: ";
        };
    }

    private static String growth(StatusReport.VolumeUse volume) {
        UsageTrend first = volume.inodesEndFirst() ? volume.inodes() : volume.bytes();
        return switch (first.trend()) {
            case SHRINKING ->
                "; at present growth " + (volume.inodesEndFirst() ? "out of inodes" : "full") + " in "
                        + String.format(Locale.ROOT, first.daysLeft() < 10 ? "%.1f" : "%.0f", first.daysLeft())
                        + " days";
            case NOT_SHRINKING -> "; not shrinking";
            case UNKNOWN -> "";
        };
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "0 %" : (int) ((double) part / whole * PERCENT) + " %";
    }

    private void snapshots(StatusReport.SnapshotCounts catalogue) {
        String stray = catalogue.stray().isEmpty()
                ? ""
                : ", " + Counts.of(catalogue.stray().size(), "stray name") + ": see ghe-keeper snapshots";
        line(
                "snapshots",
                catalogue.complete() + " complete"
                        + (catalogue.incomplete() == 0 ? "" : ", " + catalogue.incomplete() + " incomplete")
                        + (catalogue.damaged() == 0
                                ? ""
                                : ", " + catalogue.damaged() + " damaged: see ghe-keeper snapshots")
                        + stray);
        List<String> obstacles = catalogue.pruningObstacles();
        if (!obstacles.isEmpty()) {
            String more = obstacles.size() > 1 ? " (and " + (obstacles.size() - 1) + " more)" : "";
            line("pruning", "off: " + obstacles.get(0) + more + ": see ghe-keeper doctor");
        }
    }

    private void failed(StatusReport.FailedSnapshot snapshot) {
        line(
                "failed",
                "snapshot " + snapshot.snapshot() + " " + snapshot.failed().words() + " (run "
                        + snapshot.failed().run() + "): "
                        + String.join("; ", snapshot.failed().checks()));
    }

    private void restored(String name, StatusReport.LastRestore last) {
        String what = last.snapshot().map(snapshot -> "snapshot " + snapshot).orElse("no snapshot")
                + last.target().map(target -> " onto " + target).orElse("");
        String how = last.outcome() == Run.Outcome.SUCCEEDED
                ? (last.proven() ? "good" : "done, but not proven") + ": " + what + " in "
                        + Durations.exact(last.took())
                        + behind("; ", last.checks().words())
                : last.outcome().name().toLowerCase(Locale.ROOT) + ": " + what
                        + last.code().map(code -> ": " + code).orElse("")
                        + last.message().map(message -> ": " + message).orElse("");
        line(name, Durations.about(last.age()) + " ago, " + how + " (run " + last.run() + ")");
    }

    private static String behind(String mark, String words) {
        return words.isEmpty() ? "" : mark + words;
    }

    private void line(String name, String text) {
        facts.add(name, text);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
