package io.ghekeeper.engine.backuputils;

import io.ghekeeper.failure.FailureKind;
import java.util.regex.Pattern;

/**
 * A reason for a failure, and the whole line by which the program that knows it says so.
 *
 * @param words what is wrong, for people
 */
record FailureCause(FailureKind kind, Pattern pattern, String words, String hint) {
    /**
     * The line of an appliance that refuses the release of backup-utils, which the host check hands on as it is: seen is
     * {@code backup-utils 3.9.0 or greater is required!} (github/backup-utils 1095). Titles and other lines of
     * backup-utils, which name releases too, have a time before them.
     */
    static final String CLIENT_REFUSED =
            "(?i)(?!\\d{4}-\\d\\d-\\d\\dT)(?:error: )?(?:backup-utils (?:version )?v?\\d+\\.\\d+\\S*"
                    + "(?: or (?:greater|newer|later|higher))? is (?:required|no longer supported|not supported|unsupported"
                    + "|too old|not compatible|incompatible)\\b"
                    + "|.{0,100}\\brequires (?:at least )?backup-utils (?:version )?v?\\d).*";

    FailureCause(FailureKind kind, String pattern, String words, String hint) {
        this(kind, Pattern.compile(pattern), words, hint);
    }

    boolean fits(String line) {
        return pattern.matcher(line).matches();
    }

    /** An appliance that was reached before and cannot be reached any more was lost on the way. */
    FailureKind kindAfter(boolean stepBegun) {
        return kind == FailureKind.APPLIANCE_UNREACHABLE && stepBegun ? FailureKind.CONNECTION_LOST : kind;
    }
}
