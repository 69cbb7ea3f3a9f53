package io.ghekeeper.config;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All mistakes of one reading, so that they can be mended in one go. */
public final class Problems {
    /** The file from top to bottom, what it lacks as a whole, then the environment. */
    private static final Comparator<Problem> IN_READING_ORDER = Comparator.comparingInt(Problems::rank);

    private final List<Problem> found = new ArrayList<>();

    void add(String key, Place place, String what, String wanted) {
        found.add(new Problem(key, place, what, wanted));
    }

    private static int rank(Problem problem) {
        if (problem.place() instanceof Place.FileLine line) {
            return line.line() == 0 ? Integer.MAX_VALUE - 1 : line.line();
        }
        return Integer.MAX_VALUE;
    }

    public List<Problem> all() {
        return List.copyOf(found);
    }

    public boolean none() {
        return found.isEmpty();
    }

    Failure failure() {
        String count = found.size() == 1 ? "1 problem" : found.size() + " problems";
        String lines = found.stream()
                .sorted(IN_READING_ORDER)
                .map(problem -> "\n  " + problem.text())
                .collect(Collectors.joining());
        return new Failure(
                FailureKind.CONFIGURATION_INVALID,
                count + " in the configuration:" + lines,
                "mend what is listed and run `ghe-keeper config check`; docs/configuration.md describes every key");
    }
}
