package io.ghekeeper.page;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** How long backups take, and how much they add: a person who knows the usual sees the unusual. */
final class Charts {
    private final PageWriter sheet;
    private final Html html;
    private final Instant from;

    Charts(PageWriter sheet) {
        this.sheet = sheet;
        this.html = sheet.html();
        this.from = sheet.times()
                .today()
                .minusDays(Days.COUNT - 1)
                .atStartOfDay(sheet.times().zone())
                .toInstant();
    }

    void write(Observation seen) {
        sheet.section("growth", "Duration and growth");
        html.begin("div", "class", "charts");
        durations(seen.runs());
        newBytes(seen.runs());
        sizes(seen.snapshots());
        new SpaceChart(sheet).write(seen.status().volume());
        html.end().end();
    }

    private void durations(List<RunSummary> runs) {
        LongFunction<String> words = seconds -> Durations.exact(Duration.ofSeconds(seconds));
        chart(
                new BarChart.Subject("took", "How long backups took", "backup", false, "after the first backup"),
                words,
                captured(runs)
                        .filter(run -> run.took().isPresent())
                        .map(run ->
                                new BarChart.Bar(run.begin(), run.took().get().toSeconds(), 0))
                        .toList());
    }

    private void newBytes(List<RunSummary> runs) {
        chart(
                new BarChart.Subject("new", "New data in each backup", "backup", false, "after the first backup"),
                ByteCount::words,
                captured(runs)
                        .filter(run -> run.newBytes().isPresent())
                        .map(run -> new BarChart.Bar(run.begin(), run.newBytes().getAsLong(), 0))
                        .toList());
    }

    private void sizes(List<SnapshotEntry> snapshots) {
        chart(
                new BarChart.Subject("sizes", "Size of snapshots", "snapshot", true, "with the first snapshot"),
                ByteCount::words,
                snapshots.stream()
                        .filter(snapshot -> snapshot.contents().isPresent() && isShown(snapshot.begun()))
                        .map(snapshot -> new BarChart.Bar(
                                snapshot.begun(),
                                snapshot.contents().get().bytes(),
                                snapshot.contents().get().newBytes()))
                        .toList());
    }

    private void chart(BarChart.Subject subject, LongFunction<String> words, List<BarChart.Bar> newestFirst) {
        new BarChart(sheet, from).write(subject, words, newestFirst);
    }

    private Stream<RunSummary> captured(List<RunSummary> runs) {
        return runs.stream()
                .filter(run -> run.kind() == Run.Kind.BACKUP && isShown(run.begin()))
                .filter(run -> switch (run.state()) {
                    case SUCCEEDED, ACCEPTED, SUSPECT -> true;
                    default -> false;
                });
    }

    private boolean isShown(Instant at) {
        return !at.isBefore(from) && !at.isAfter(sheet.times().now());
    }
}
