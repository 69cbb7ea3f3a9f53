package io.ghekeeper.monitor;

import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run's events say. Records of earlier releases say less; what is missing or damaged is passed over. */
final class RunEvents {
    /** How records of format 1 have a step: {@code 3/12 Git repositories}. */
    private static final Pattern FIRST_FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6}) (.*)", Pattern.DOTALL);

    private RunEvents() {}

    /** A step of the engine's, when it began. */
    record StepBegun(Instant at, int number, int total, String title) {}

    /** The steps of the latest attempt; those before it were for nothing. */
    static List<StepBegun> steps(Run run) {
        List<StepBegun> steps = new ArrayList<>();
        for (Run.Event event : run.events()) {
            if (event.name().equals(Events.ATTEMPT_FAILED)) {
                steps.clear();
            } else if (event.name().equals(Events.STEP)) {
                step(event).ifPresent(steps::add);
            }
        }
        return steps;
    }

    private static Optional<StepBegun> step(Run.Event event) {
        Map<String, String> details = event.details();
        Matcher first = FIRST_FORM.matcher(details.getOrDefault(Events.STEP, ""));
        if (first.matches()) {
            return Optional.of(new StepBegun(
                    event.at(),
                    Integer.parseInt(first.group(1)),
                    Integer.parseInt(first.group(2)),
                    PlainText.of(first.group(3))));
        }
        OptionalLong number = number(event, "number");
        OptionalLong total = number(event, "total");
        if (number.isEmpty() || total.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StepBegun(
                event.at(),
                (int) Math.min(number.getAsLong(), Integer.MAX_VALUE),
                (int) Math.min(total.getAsLong(), Integer.MAX_VALUE),
                PlainText.of(details.getOrDefault("title", ""))));
    }

    /** How often it was tried: once, and once more for each failure that something was waited for after. */
    static int attempts(Run run) {
        return 1
                + (int) run.events().stream()
                        .filter(event -> event.name().equals(Events.ATTEMPT_FAILED)
                                && event.details().containsKey("wait"))
                        .count();
    }

    /** What a suspect snapshot lacks, a sentence each. */
    static List<String> losses(Run run) {
        return run.events().stream()
                .filter(event -> event.name().equals(Events.LOSS))
                .map(event -> PlainText.of(event.details().getOrDefault("what", "not said what")))
                .toList();
    }

    /** A detail that is a count; nothing where it is none. */
    static OptionalLong number(Run.Event event, String detail) {
        String text = event.details().getOrDefault(detail, "");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
