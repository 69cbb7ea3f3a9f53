package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Finding;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A warning of backup-utils: with its time and level, or bare at the beginning of the line (both seen in 3.11 and 3.12).
 * Which warnings speak of content was decided by reading every message of 3.12.1; a warning that is not known counts
 * where its words name something as skipped, missing or not found.
 */
final class WarningLine {
    private static final Pattern STAMPED =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ {1,2}(WARN|WARNING|ERROR)\\s+(.*)");

    private static final Pattern BARE =
            Pattern.compile(" {0,2}(?:Warning:|WARNING:|WARN(?:ING)? |Error restoring )(.*)");
    private static final Pattern PREFIX = Pattern.compile("(?:(?:Warning|WARNING|Error):\\s*)+");

    private static final Pattern ABSENT =
            Pattern.compile("(?i)\\bskip(s|ped|ping)?\\b|\\bmissing\\b|\\bomit|\\bleft out\\b|\\bincomplete\\b"
                    + "|\\bno (routes|such)\\b|\\b(does|do|did)(n't| not) exist\\b"
                    + "|\\bnot (be )?(found|present|available|backed up|restored|copied|transferred|included)\\b"
                    + "|\\bfailed to (back ?up|restore|copy|transfer|export|import|retrieve|fetch|read|dump)\\b"
                    + "|\\b(unable to|cannot|can't|could ?n[o']t)( be)? (back|restor|cop|transfer|export|import|retriev"
                    + "|fetch|read|find|found|dump|locat)");

    /** These name no content that is absent; each stands in a run that loses nothing. */
    private static final Pattern HARMLESS = Pattern.compile("(?i)storing backup-utils version remotely failed"
            + "|^taking a full backup instead"
            + "|traced back to the specified|move or delete these backup files"
            + "|^(binary|incremental) backups? (is|are) "
            + "|failed to (start|stop) (cron|github-timerd)"
            + "|^re-enable gc on |leaked key|high availability replica|\\bNFS\\b"
            + "|^permanently added|^identity file |in-progress file");

    private WarningLine() {}

    /** The words of a warning that names absent content; nothing for any other line. */
    static Optional<String> finding(String line) {
        Optional<String> words = words(line);
        return words.filter(
                text -> ABSENT.matcher(text).find() && !HARMLESS.matcher(text).find());
    }

    private static Optional<String> words(String line) {
        if (line.startsWith("Error restoring ")) {
            return Optional.of("Failed to restore " + line.substring("Error restoring ".length()));
        }
        Matcher stamped = STAMPED.matcher(line);
        if (stamped.matches()) {
            return Optional.of(trimmed(stamped.group(2)));
        }
        Matcher bare = BARE.matcher(line);
        return bare.matches() ? Optional.of(trimmed(bare.group(1))) : Optional.empty();
    }

    private static String trimmed(String words) {
        String text = Finding.plain(words);
        Matcher prefix = PREFIX.matcher(text);
        return (prefix.lookingAt() ? text.substring(prefix.end()) : text)
                .replaceFirst("[\\s.]+$", "")
                .strip();
    }
}
