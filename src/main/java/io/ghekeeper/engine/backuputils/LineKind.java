package io.ghekeeper.engine.backuputils;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a line of an engine's output can be for the search of a reason, by its form alone. */
enum LineKind {
    /** Stages, sums and times: nothing is wrong. */
    INFORMATION,
    /** The name of a file that rsync copies or deletes. Anybody may have chosen it who has a page or a repository. */
    LISTING,
    /** What follows when the other end went away, whatever the reason. */
    CONSEQUENCE,
    /** rsync's complaint about one file or folder, with the system's error. */
    RSYNC,
    WARNING,
    TROUBLE,
    OTHER;

    /** How each message of backup-utils itself begins. */
    static final String STAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  ";

    private static final Pattern INFORMATION_FORM = Pattern.compile(STAMP + "(INFO|RSYNC|SSH|KEEPER)\\s.*|.* took \\d+s"
            + "|(receiving|sending) incremental file list|sent [\\d.,]+ bytes .*|total size is .*|\\s*");

    /** A path before any blank or colon. */
    private static final Pattern LISTING_FORM = Pattern.compile("deleting .*|[^\\s/:][^\\s:]*/.*");

    /** The system's errors that say that the other end of a pipe or connection is gone. */
    private static final Set<String> GONE = Set.of("32", "103", "104", "107", "110", "113");

    /** Where it quotes a file, it quotes the whole path; no file's name looks like that. */
    private static final Pattern RSYNC_FORM = Pattern.compile("rsync: (\\[\\w+\\] )?[^\"]*(\"/.*)? \\((\\d{1,3})\\)");

    private static final Pattern CONSEQUENCE_FORM =
            Pattern.compile("rsync: (\\[\\w+\\] )?(connection unexpectedly closed|io timeout after) .*"
                    + "|rsync error: .* \\(code \\d+\\) .*|.*\\b[Bb]roken pipe|IO error encountered -- skipping file deletion"
                    + "|Connection to \\S+ closed by remote host\\.|Read from remote host \\S+: .*");

    private static final Pattern WARNING_FORM =
            Pattern.compile(STAMP + "WARN\\s.*|(?i).*(\\bwarning: |\\[warning\\]|\\*\\*warning:).*");
    private static final Pattern TROUBLE_WORDS =
            Pattern.compile("(?i)error|fail|denied|cannot|can't|could ?n[o']t|broken"
                    + "|timeout|timed out|no such|not found|refused|no space|not enough|exceeded|unable|fatal|abort|killed"
                    + "|invalid|corrupt|unexpected|unreachable|not supported|must (be|have)|not permitted|exception");

    /** Whether a person who looks for what went wrong wants to see it. */
    boolean isTrouble() {
        return this == WARNING || this == TROUBLE || this == RSYNC;
    }

    static LineKind of(String line) {
        if (LISTING_FORM.matcher(line).matches()) {
            return LISTING; // nearly all lines are of this kind
        }
        Matcher rsync = RSYNC_FORM.matcher(line);
        if (rsync.matches()) {
            return GONE.contains(rsync.group(3)) ? CONSEQUENCE : RSYNC;
        }
        if (INFORMATION_FORM.matcher(line).matches()) {
            return INFORMATION;
        }
        if (CONSEQUENCE_FORM.matcher(line).matches()) {
            return CONSEQUENCE;
        }
        if (WARNING_FORM.matcher(line).matches()) {
            return WARNING;
        }
        return TROUBLE_WORDS.matcher(line).find() ? TROUBLE : OTHER;
    }
}
