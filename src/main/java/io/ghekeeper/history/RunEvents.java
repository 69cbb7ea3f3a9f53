package io.ghekeeper.history;

import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a run's events say. Records of earlier releases say less; what is missing or damaged is passed over. */
public final class RunEvents {
    /** How records of format 1 have a step: {@code 3/12 Git repositories}. */
    private static final Pattern FIRST_FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6}) (.*)", Pattern.DOTALL);

    private RunEvents() {}

    /** A step of the engine's, when it began. */
    public record StepBegun(Instant at, int number, int total, String title) {}

    /** The steps of the latest attempt; those before it were for nothing. */
    public static List<StepBegun> steps(Run run) {
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
        OptionalLong number = event.number("number");
        OptionalLong total = event.number("total");
        if (number.isEmpty() || total.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StepBegun(
                event.at(),
                (int) Math.min(number.getAsLong(), Integer.MAX_VALUE),
                (int) Math.min(total.getAsLong(), Integer.MAX_VALUE),
                PlainText.of(details.getOrDefault("title", ""))));
    }

    /** How often a try began: once, and once more for each failure that the wait was over after. */
    public static int attempts(Run run) {
        List<Run.Event> events = run.events();
        return 1
                + (int) IntStream.range(1, events.size())
                        .filter(i -> isWaitedFor(events.get(i - 1), events.get(i)))
                        .count();
    }

    /** In the pause nothing happens, but that a run is ended in it: then the volume's room comes too early for a try. */
    private static boolean isWaitedFor(Run.Event event, Run.Event next) {
        OptionalLong wait = event.number("wait");
        return event.name().equals(Events.ATTEMPT_FAILED)
                && wait.isPresent()
                && (!next.name().equals(Events.VOLUME)
                        || Duration.between(event.at(), next.at()).toSeconds() >= wait.getAsLong());
    }

    /** When the engine had done its last step: at the capture or restore, or else at the run's end. */
    public static Optional<Instant> engineEnd(Run run) {
        return run.event(Events.CAPTURED)
                .or(() -> run.event(Events.RESTORED))
                .map(Run.Event::at)
                .or(() -> run.end().map(Run.End::at));
    }

    /** The appliance that a restore or drill writes to. */
    public static Optional<String> targetHost(Run run) {
        return run.event(Events.TARGET)
                .or(() -> run.event(Events.ASKED))
                .map(event -> event.details().get("host"))
                .map(PlainText::of);
    }

    /** Which parts a restore or drill checked, and which it could not. */
    public static SnapshotEntry.Checks checks(Run run) {
        return new SnapshotEntry.Checks(checks(run, "good"), checks(run, "unknown"));
    }

    private static List<String> checks(Run run, String result) {
        return run.events().stream()
                .filter(event -> event.name().equals(Events.CHECKED))
                .filter(event -> result.equals(event.details().get("result")))
                .map(event -> PlainText.of(event.details().getOrDefault("what", "?")))
                .toList();
    }

    /** The checks of a restore or drill that failed, a sentence each; the run's own reason where none is recorded. */
    public static List<String> failedChecks(Run run) {
        List<String> failed = run.events().stream()
                .filter(event -> event.name().equals(Events.CHECKED))
                .map(Run.Event::details)
                .filter(check -> "bad".equals(check.get("result")))
                .map(check -> check.getOrDefault("what", "?") + ": " + check.getOrDefault("words", ""))
                .map(PlainText::of)
                .toList();
        return failed.isEmpty()
                ? run.end().flatMap(Run.End::reason).map(Run.Reason::message).map(PlainText::of).stream()
                        .toList()
                : failed;
    }

    /** What a snapshot lacks, a sentence each: by comparison, and by what the engine itself reported. */
    public static List<String> losses(Run run) {
        return run.events().stream()
                .filter(event -> event.name().equals(Events.LOSS)
                        || (run.kind() == Run.Kind.BACKUP && event.name().equals(Events.FINDING)))
                .map(RunEvents::what)
                .toList();
    }

    /** What the details of all events of a name say, a sentence each. */
    public static List<String> all(Run run, String name) {
        return run.events().stream()
                .filter(event -> event.name().equals(name))
                .map(RunEvents::what)
                .toList();
    }

    private static String what(Run.Event event) {
        return PlainText.of(event.details().getOrDefault("what", "not said what"));
    }
}
