package io.ghekeeper.engine;

import io.ghekeeper.failure.FailureKind;
import java.util.regex.Pattern;

/**
 * A reason for a failure, and the words by which an engine's output names it.
 *
 * @param words what is wrong, for people
 */
record Cause(FailureKind kind, Pattern pattern, String words, String hint) {
    Cause(FailureKind kind, String pattern, String words, String hint) {
        this(kind, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), words, hint);
    }

    boolean fits(String line) {
        return pattern.matcher(line).find();
    }

    /** An appliance that was reached before and cannot be any more was lost on the way. */
    FailureKind kindAfter(boolean stepBegun) {
        return kind == FailureKind.APPLIANCE_UNREACHABLE && stepBegun ? FailureKind.CONNECTION_LOST : kind;
    }
}
