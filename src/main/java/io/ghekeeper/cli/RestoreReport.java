package io.ghekeeper.cli;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** What a restore or drill that ended well leaves a person to know. */
final class RestoreReport {
    /** How the lines of a log begin that stand in the report, too. */
    static final String LEFT_TO_DO = "left to do: ";

    private final Run run;
    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    RestoreReport(Run run, Screen screen) {
        this.run = run;
        this.screen = screen;
    }

    List<String> lines() {
        String host = run.last(RestoreEvent.Target.class)
                .map(RestoreEvent.Target::host)
                .orElse("the target");
        lines.add("");
        add(
                "",
                "snapshot " + run.snapshot().orElse("?") + " is restored onto " + host + ", by run " + run.id() + " in "
                        + Durations.exact(run.duration().orElseThrow()));
        run.all(RestoreEvent.Checked.class)
                .forEach(check -> add("  " + mark(check) + "  ", check.what() + ": " + check.words()));
        List<RestoreEvent.ManualStepLeft> left =
                run.all(RestoreEvent.ManualStepLeft.class).toList();
        if (!left.isEmpty()) {
            lines.add("");
            lines.add("left to do by hand:");
            for (int i = 0; i < left.size(); i++) {
                add("  " + (i + 1) + ". ", left.get(i).what());
            }
        }
        lines.addAll(new WayBackText(screen).lines(run));
        return lines;
    }

    private void add(String lead, String text) {
        Paragraph.lines(screen, lead, lead.length(), PlainText.of(text)).stream()
                .map(line -> line.startsWith("  BAD ")
                        ? line.replaceFirst("BAD", screen.styled(StateStyle.BAD, "BAD"))
                        : line)
                .forEach(lines::add);
    }

    private static String mark(RestoreEvent.Checked check) {
        return switch (check.result()) {
            case GOOD -> "ok     ";
            case BAD -> "BAD    ";
            case UNKNOWN -> "unknown";
        };
    }
}
