package io.ghekeeper.cli;

import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a restore or drill that ended well leaves a person to know. */
final class RestoreReport {
    /** How the lines of a log begin that stand in the report, too. */
    static final String TOLD_AT_THE_END = "left to do: ";

    private final Run run;
    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    RestoreReport(Run run, Screen screen) {
        this.run = run;
        this.screen = screen;
    }

    List<String> lines() {
        String host = details(Events.TARGET).stream()
                .findFirst()
                .map(target -> target.get("host"))
                .orElse("the target");
        lines.add("");
        add(
                "",
                "snapshot " + run.snapshot().orElse("?") + " is restored onto " + host + ", by run " + run.id() + " in "
                        + Durations.exact(run.duration().orElseThrow()));
        details(Events.CHECKED)
                .forEach(check -> add("  " + mark(check) + "  ", check.get("what") + ": " + check.get("words")));
        List<Map<String, String>> left = details(Events.LEFT_TO_DO);
        if (!left.isEmpty()) {
            lines.add("");
            lines.add("left to do by hand:");
            for (int i = 0; i < left.size(); i++) {
                add("  " + (i + 1) + ". ", left.get(i).get("what"));
            }
        }
        return lines;
    }

    private void add(String lead, String text) {
        Paragraph.lines(screen, lead, lead.length(), PlainText.of(text)).stream()
                .map(line -> line.startsWith("  BAD ")
                        ? line.replaceFirst("BAD", screen.styled(StateStyle.BAD, "BAD"))
                        : line)
                .forEach(lines::add);
    }

    private List<Map<String, String>> details(String event) {
        return run.events().stream()
                .filter(one -> one.name().equals(event))
                .map(Run.Event::details)
                .toList();
    }

    private static String mark(Map<String, String> check) {
        return switch (check.getOrDefault("result", "")) {
            case "good" -> "ok     ";
            case "bad" -> "BAD    ";
            default -> "unknown";
        };
    }
}
