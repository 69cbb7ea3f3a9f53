package io.ghekeeper.engine.backuputils;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which lines are names of files that rsync copies. Anybody may have chosen them, and a file at the top of a folder is
 * listed without a path before its name. rsync writes no line break of a name as one (it prints {@code \#012}).
 *
 * <p>Several programs may print at once with {@code GHE_PARALLEL_ENABLED}, and options can remove rsync's last line: no
 * line counts as a name then, because a warning that is lost is worse than one too many.
 */
final class RsyncListing {
    private static final Pattern BEGIN =
            Pattern.compile("(?:sending|receiving) incremental file list|building file list \\.\\.\\. ?(?:done)?");

    private static final Pattern END =
            Pattern.compile("sent [\\d.,]+[KMGTP]? bytes  received [\\d.,]+[KMGTP]? bytes  .*");

    /** Behind each step stands how long it took. rsync sorts: no name that begins so comes before one with a time. */
    private static final Pattern TOOK = Pattern.compile("ghe-[\\w-]+(?: - .*)? took \\d+s");

    private static final Pattern STEP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  INFO  "
            + "(?:Backing up|Restoring|Configuring|Restarting) .*\\.\\.\\.\\s*");

    private static final Pattern BREAKING_OPTIONS =
            Pattern.compile(".*(--(info|no-|quiet|debug|out-format|log-format)|(^|\\s)-\\w*q).*");

    private final boolean known;
    private int open;
    private String before = "";

    /** @param options of backup-utils, by name */
    @SuppressWarnings("MissingSummary")
    RsyncListing(Map<String, String> options) {
        known = !options.getOrDefault("GHE_PARALLEL_ENABLED", "no").equals("yes")
                && !BREAKING_OPTIONS
                        .matcher(options.getOrDefault("GHE_EXTRA_RSYNC_OPTS", ""))
                        .matches();
    }

    /** Whether a line belongs to a listing; to be asked for each line, in order. */
    boolean takes(String line) {
        boolean listed = known && open > 0;
        if (BEGIN.matcher(line).matches()) {
            open++;
        } else if (END.matcher(line).matches()) {
            open = Math.max(0, open - 1);
        } else if (TOOK.matcher(before).matches() && STEP.matcher(line).matches()) {
            // An rsync that broke off prints no last line.
            open = 0;
            listed = false;
        }
        before = line;
        return listed;
    }
}
