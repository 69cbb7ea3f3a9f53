package io.ghekeeper.retention;

import java.util.Objects;

/**
 * One reason of a plan.
 *
 * @param words for people, as a clause
 */
public record RetentionReason(ReasonCode code, String words) {
    public RetentionReason {
        Objects.requireNonNull(code);
        Objects.requireNonNull(words);
    }
}
