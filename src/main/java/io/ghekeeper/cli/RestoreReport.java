package io.ghekeeper.cli;

import io.ghekeeper.journal.DurationWords;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a restore or drill that ended well leaves a person to know. */
final class RestoreReport {
    /** How the lines of a log begin that stand in the report, too. */
    static final String TOLD_AT_THE_END = "left to do: ";

    private final Run run;

    RestoreReport(Run run) {
        this.run = run;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String host = details(Events.TARGET).stream()
                .findFirst()
                .map(target -> target.get("host"))
                .orElse("the target");
        lines.add("");
        lines.add("snapshot " + run.snapshot().orElse("?") + " is restored onto " + host + ", by run " + run.id()
                + " in " + DurationWords.of(run.duration().orElseThrow()));
        details(Events.CHECKED)
                .forEach(check -> lines.add("  " + mark(check) + "  " + check.get("what") + ": " + check.get("words")));
        List<Map<String, String>> left = details(Events.LEFT_TO_DO);
        if (!left.isEmpty()) {
            lines.add("");
            lines.add("left to do by hand:");
            for (int i = 0; i < left.size(); i++) {
                lines.add("  " + (i + 1) + ". " + left.get(i).get("what"));
            }
        }
        return lines.stream().map(RestoreReport::plain).toList();
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

    /** The indent stays. */
    private static String plain(String line) {
        int indent = line.length() - line.stripLeading().length();
        return " ".repeat(indent) + PlainText.of(line);
    }
}
