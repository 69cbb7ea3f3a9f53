package io.ghekeeper.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody probably meant. */
final class Nearest {
    private Nearest() {}

    /** The name of least edit distance, unless even that is further off than a slip of the fingers. */
    static Optional<String> to(String name, Collection<String> known) {
        String wanted = plain(name);
        int furthest = Math.max(2, wanted.length() / 3);
        return known.stream()
                .filter(each -> Math.abs(each.length() - wanted.length()) <= furthest)
                .map(each -> new Candidate(each, distance(wanted, plain(each))))
                .filter(candidate -> candidate.distance() <= furthest)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}

    /** {@code knownHosts}, {@code KNOWN_HOSTS} and {@code known-hosts} are the same slip of style. */
    private static String plain(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** Edits from one to the other; two letters exchanged count once, as the commonest typo does (optimal alignment). */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : least(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int least(int[][] edits, String from, String to, int i, int j) {
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(edits[i - 1][j - 1] + same, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean exchanged =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
