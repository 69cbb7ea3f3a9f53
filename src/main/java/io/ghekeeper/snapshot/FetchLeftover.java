package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fetch or a rebuild left in the data directory, under a name that no engine takes for a snapshot. No run of
 * ghe-keeper deletes it by itself, but for a rebuild that passes over the snapshot: a person does.
 *
 * @param what it is, as a clause
 * @param hint what ends it, in a sentence or two
 */
public record FetchLeftover(String name, LeftoverKind kind, String what, String hint) {
    /** How the name of a folder begins in which a snapshot is being made. */
    public static final String FETCHING = "fetching-";

    /** How the name begins of what made room for a fetched snapshot. */
    public static final String REPLACED = "replaced-";

    private static final Pattern UNFINISHED = Pattern.compile(FETCHING + "(\\d{8}T\\d{6})");
    private static final Pattern PUT_ASIDE =
            Pattern.compile(REPLACED + "(\\d{8}T\\d{6}|current)-(\\d{8}T\\d{6}Z-rebuild-[0-9a-f]{1,8})");

    /** Which of both it is. */
    public enum LeftoverKind {
        /** A fetch of it goes on there. */
        FETCHING,
        /** It was in the way of a fetched snapshot. */
        REPLACED
    }

    /** Where a snapshot is being made. */
    public static Path unfinished(Path dataDirectory, String snapshotId) {
        return dataDirectory.resolve(FETCHING + snapshotId);
    }

    /**
     * What a name in the data directory says; nothing where it is none of these.
     *
     * @param isThere whether a name is in the directory, too
     */
    static Optional<FetchLeftover> of(Path directory, String name, Predicate<String> isThere) {
        String delete = ": rm -r " + directory.resolve(name);
        Matcher unfinished = UNFINISHED.matcher(name);
        if (unfinished.matches()) {
            String id = unfinished.group(1);
            return Optional.of(new FetchLeftover(
                    name,
                    LeftoverKind.FETCHING,
                    "an unfinished fetch of " + id,
                    isThere.test(id)
                            ? id + " is on the volume. Delete this, unless a run is fetching it now" + delete
                            : "Go on with it: ghe-keeper archive fetch " + id
                                    + ". Or delete it, unless a run is fetching it now" + delete));
        }
        Matcher aside = PUT_ASIDE.matcher(name);
        return aside.matches()
                ? Optional.of(new FetchLeftover(
                        name,
                        LeftoverKind.REPLACED,
                        "what was in the place of " + aside.group(1) + " before " + aside.group(2),
                        "Delete it when it is not needed any more" + delete))
                : Optional.empty();
    }
}
