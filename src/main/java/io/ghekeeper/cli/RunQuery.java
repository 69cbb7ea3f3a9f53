package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Which runs are asked for. Reads no more of them than are shown, unless outcomes are asked for.
 *
 * @param most as many are found
 * @param since the time before which none begins
 * @param kinds empty for all
 * @param outcomes empty for all
 */
record RunQuery(int most, Optional<Instant> since, Set<Run.Kind> kinds, Set<RunState> outcomes) {
    /** The kinds, as they are shown and typed. */
    static final class KindWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Run.Kind.values()).map(Run.Kind::word).iterator();
        }
    }

    /**
     * What was found.
     *
     * @param unreadable a sentence for each run whose record cannot be read
     */
    record MatchedRuns(List<RunDetails> runs, List<String> unreadable) {}

    RunQuery {
        kinds = Set.copyOf(kinds);
        outcomes = Set.copyOf(outcomes);
    }

    /** Lets a command line have words of ours as values. */
    static void register(CommandLine line) {
        line.registerConverter(Run.Kind.class, text -> value(Run.Kind.values(), Run.Kind::word, text));
        line.registerConverter(RunState.class, text -> value(RunState.values(), RunState::toString, text));
    }

    private static <E> E value(E[] values, Function<E, String> word, String text) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(values).map(word).collect(Collectors.joining(", "))));
    }

    /** Whether some runs are not asked for. */
    boolean isNarrowed() {
        return since.isPresent() || !kinds.isEmpty() || !outcomes.isEmpty();
    }

    /** The newest first. A run that cannot be read is one of them where its id does not exclude it. */
    MatchedRuns in(Journal journal) {
        List<RunDetails> runs = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String id : journal.ids()) {
            if (runs.size() + unreadable.size() >= most) {
                break;
            }
            if (mayBe(id)) {
                try {
                    Optional.of(RunDetails.of(journal.find(id), ProcessIdentity::isProvenGone))
                            .filter(run -> outcomes.isEmpty() || outcomes.contains(run.state()))
                            .ifPresent(runs::add);
                } catch (Failure failure) {
                    if (failure.kind() == FailureKind.JOURNAL_UNREADABLE) {
                        unreadable.add(failure.getMessage());
                    } // else it was removed a moment ago
                }
            }
        }
        return new MatchedRuns(runs, unreadable);
    }

    private boolean mayBe(String id) {
        boolean late = since.flatMap(from -> RunIds.timeOf(id).map(begun -> !begun.isBefore(from)))
                .orElse(true);
        return late && (kinds.isEmpty() || kinds.stream().anyMatch(kind -> RunIds.isOf(kind, id)));
    }
}
