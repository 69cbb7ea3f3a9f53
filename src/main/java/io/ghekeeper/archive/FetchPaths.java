package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.seal.PathBytes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which paths of a snapshot are fetched: those that a glob matches, and all below them. The globs are those of {@link
 * java.nio.file.FileSystem#getPathMatcher}, on the bytes of names: {@code *} is any part of one name, {@code **} crosses
 * folders.
 */
public final class FetchPaths {
    /** All of a snapshot. */
    public static final FetchPaths ALL = new FetchPaths(List.of(), List.of());

    private final List<String> globs;
    private final List<Pattern> patterns;

    private FetchPaths(List<String> globs, List<Pattern> patterns) {
        this.globs = globs;
        this.patterns = patterns;
    }

    /**
     * Reads globs as a person types them; none are all paths.
     *
     * @throws Failure CONFIGURATION_INVALID where one is no glob of paths below a snapshot
     */
    public static FetchPaths of(List<String> globs) {
        return globs.isEmpty()
                ? ALL
                : new FetchPaths(
                        List.copyOf(globs),
                        globs.stream().map(FetchPaths::pattern).toList());
    }

    private static Pattern pattern(String glob) {
        try {
            String bytes = PathBytes.of(Path.of(glob));
            if (ArchivedPath.isSafe(bytes) && !bytes.equals(ArchivedPath.TOP)) {
                return Pattern.compile(new GlobReader(bytes).regex() + "(/.*)?", Pattern.DOTALL);
            }
        } catch (InvalidPathException | PatternSyntaxException e) {
            // Answered below.
        }
        throw new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "'" + glob + "' is no glob of paths below a snapshot",
                "Give one as 'repositories/**' or 'mysql.sql.gz', in quotes.");
    }

    public boolean isAll() {
        return globs.isEmpty();
    }

    boolean matches(String path) {
        return isAll()
                || path.equals(ArchivedPath.TOP)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    /** As they were typed, for the note by which a fetch that was cut off is known again. */
    @Override
    public String toString() {
        return isAll() ? "all" : String.join(" ", globs);
    }

    /** Reads a glob into a regular expression. */
    private static final class GlobReader {
        private static final String SPECIAL = ".^$+|()";

        private final String glob;
        private int place;
        private boolean inGroup;

        GlobReader(String glob) {
            this.glob = glob;
        }

        String regex() {
            StringBuilder regex = new StringBuilder();
            while (place < glob.length()) {
                char one = glob.charAt(place++);
                switch (one) {
                    case '*' -> regex.append(stars());
                    case '?' -> regex.append("[^/]");
                    case '[' -> regex.append(brackets());
                    case '\\' -> regex.append(Pattern.quote(escaped()));
                    default -> regex.append(other(one));
                }
            }
            if (inGroup) {
                throw new PatternSyntaxException("a group does not end", glob, place);
            }
            return regex.toString();
        }

        private String stars() {
            if (place < glob.length() && glob.charAt(place) == '*') {
                place++;
                return ".*";
            }
            return "[^/]*";
        }

        private String escaped() {
            if (place == glob.length()) {
                throw new PatternSyntaxException("nothing is escaped", glob, place);
            }
            return glob.substring(place, ++place);
        }

        private String brackets() {
            int end = glob.indexOf(']', place + 1);
            if (end < 0) {
                throw new PatternSyntaxException("a bracket does not end", glob, place);
            }
            String set = glob.substring(place, end);
            place = end + 1;
            String not = set.startsWith("!") ? "^" : "";
            String rest = set.substring(not.length())
                    .replace("\\", "\\\\")
                    .replace("[", "\\[")
                    .replace("^", "\\^");
            return "[" + not + rest.replace("&&", "&\\&") + "&&[^/]]";
        }

        private String other(char one) {
            if (one == '{' && !inGroup) {
                inGroup = true;
                return "(?:(?:";
            } else if (one == '}' && inGroup) {
                inGroup = false;
                return "))";
            } else if (one == ',' && inGroup) {
                return ")|(?:";
            }
            return SPECIAL.indexOf(one) >= 0 || one == '{' || one == '}' ? "\\" + one : String.valueOf(one);
        }
    }
}
