package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What people call a run: its id, a part of it that begins or ends no other one, {@code last} or {@code running}. The two
 * words name a seal only where no backup, restore or drill fits: a seal follows each backup, and is not what people look for.
 */
final class RunNames {
    static final String HELP =
            "A run: its id, how it begins or ends, 'last' or 'running' (a seal only where there is no other).";

    private static final String HINT = "List the runs with: ghe-keeper runs";
    private static final int MOST_NAMED = 5;
    private static final int MOST_SKIPPED = 200;

    private final Journal journal;

    RunNames(Journal journal) {
        this.journal = journal;
    }

    /**
     * The one run of that name.
     *
     * @throws Failure RUN_UNKNOWN when there is none, or when it could be several
     */
    Run find(String name) {
        return journal.find(id(name));
    }

    /**
     * Its id, whether or not its record can be read.
     *
     * @throws Failure RUN_UNKNOWN when there is none, or when it could be several
     */
    String id(String name) {
        return switch (name) {
            case "last" ->
                newest(run -> run.end()
                                .map(Run.End::outcome)
                                .filter(Run.Outcome.SKIPPED::equals)
                                .isEmpty())
                        .orElseThrow(() -> unknown("there is no run yet"));
            case "running" -> newest(Run::isOpen).orElseThrow(() -> unknown("no run is running"));
            default -> byPart(name, "run", journal.ids(), RunNames::unknown);
        };
    }

    /**
     * The id of the run that is running, else of the last one.
     *
     * @throws Failure RUN_UNKNOWN when there is none
     */
    String runningElseLast() {
        return newest(Run::isOpen).orElseGet(() -> id("last"));
    }

    /**
     * The one id that is a text, begins or ends with it.
     *
     * @param thing that the ids are of
     * @param unknown makes the failure of a message
     */
    static String byPart(String part, String thing, List<String> ids, Function<String, Failure> unknown) {
        if (ids.contains(part)) {
            return part;
        }
        List<String> fitting = part.isEmpty()
                ? List.of()
                : ids.stream()
                        .filter(id -> id.startsWith(part) || id.endsWith(part))
                        .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (fitting.isEmpty()) {
            String newest = ids.isEmpty() ? "" : "; the newest is " + ids.get(0);
            throw unknown.apply("there is no " + thing + " '" + PlainText.of(part) + "'" + newest);
        }
        int more = fitting.size() - MOST_NAMED;
        throw unknown.apply("'" + part + "' could be any of "
                + String.join(", ", fitting.subList(0, Math.min(MOST_NAMED, fitting.size())))
                + (more > 0 ? " and " + more + " more" : ""));
    }

    /** Skipped ticks did nothing; "the last run" does not mean them. */
    private Optional<String> newest(Predicate<Run> wanted) {
        List<Run> fitting =
                journal.newest(MOST_SKIPPED).readable().stream().filter(wanted).toList();
        return fitting.stream()
                .filter(run -> run.kind().lane() == Lane.CAPTURE)
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .map(Run::id);
    }

    private static Failure unknown(String message) {
        return new Failure(FailureKind.RUN_UNKNOWN, message, HINT);
    }
}
