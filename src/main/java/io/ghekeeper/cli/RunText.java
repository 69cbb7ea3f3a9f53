package io.ghekeeper.cli;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary.RunState;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

/** All that a run's record says, for people. */
final class RunText {
    static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private static final int NAME_WIDTH = 10;

    private final Screen screen;
    private final NamedLines lines;

    RunText(Screen screen) {
        this.screen = screen;
        this.lines = new NamedLines(screen, NAME_WIDTH);
    }

    List<String> lines(Run run, RunDetails entry, Instant now) {
        lines.add("run", entry.id());
        lines.add("kind", run.kind().word() + ", begun by " + entry.triggerWords());
        run.cause().tick().ifPresent(tick -> lines.add("tick", UTC.format(tick)));
        lines.add("begin", UTC.format(run.begin()) + ", " + ago(run.begin(), now));
        run.end().map(Run.End::at).ifPresent(end -> lines.add("end", UTC.format(end) + ", " + ago(end, now)));
        run.duration().ifPresent(took -> lines.add("took", Durations.exact(took)));
        String outcome = entry.state().toString();
        lines.add("outcome", StateStyle.of(outcome), outcome);
        entry.reason().ifPresent(reason -> {
            lines.add("reason", reason.code() + ": " + reason.message());
            lines.add("", reason.hint());
        });
        lines.add("tries", Integer.toString(entry.summary().attempts()));
        run.last(RestoreEvent.Target.class).ifPresent(target -> lines.add("target", target.host()));
        entry.snapshot().ifPresent(snapshot -> lines.add("snapshot", snapshot));
        all(entry.state() == RunState.ACCEPTED ? "accepted" : "lacks", entry.losses());
        all("left out", entry.remarks().leftOut().stream().map(Object::toString).toList());
        all("note", entry.remarks().notes());
        all(
                "steps",
                entry.steps().stream()
                        .map(step -> step.title() + ": " + Durations.exact(step.took()))
                        .toList());
        all(
                "checked",
                run.all(RestoreEvent.Checked.class)
                        .map(check -> check.what() + ": " + check.result().word() + ": " + check.words())
                        .toList());
        all(
                "left to do",
                run.all(RestoreEvent.ManualStepLeft.class)
                        .map(RestoreEvent.ManualStepLeft::what)
                        .toList());
        lines.add("log", "ghe-keeper logs " + entry.id());
        lines.lines().addAll(new WayBackText(screen).lines(run));
        return lines.lines();
    }

    static String ago(Instant at, Instant now) {
        return Durations.ago(Duration.between(at, now));
    }

    private void all(String name, List<String> texts) {
        IntStream.range(0, texts.size()).forEach(i -> lines.add(i == 0 ? name : "", texts.get(i)));
    }
}
