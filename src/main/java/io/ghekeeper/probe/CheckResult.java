package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one check came out.
 *
 * @param what was found, or why it was not looked for
 * @param hint what to do, unless all is well
 * @param kind of the failure, when it failed
 * @param details further lines to {@code what}
 */
public record CheckResult(
        Check check,
        CheckState state,
        String what,
        Optional<String> hint,
        Optional<FailureKind> kind,
        List<String> details) {
    /** From good to unknown. */
    public enum CheckState {
        OK("ok"),
        WARNING("warning"),
        FAILED("failed"),
        NOT_TRIED("not tried");

        private final String words;

        CheckState(String words) {
            this.words = words;
        }

        /** As people and scripts read it. */
        public String words() {
            return words;
        }
    }

    public CheckResult {
        Objects.requireNonNull(check);
        Objects.requireNonNull(state);
        Objects.requireNonNull(what);
        Objects.requireNonNull(hint);
        Objects.requireNonNull(kind);
        details = List.copyOf(details);
    }

    static CheckResult of(Check check, CheckDetail found) {
        CheckState state = found.hint().isPresent() ? CheckState.WARNING : CheckState.OK;
        return new CheckResult(check, state, found.what(), found.hint(), Optional.empty(), found.details());
    }

    static CheckResult of(Check check, Failure failure) {
        List<String> lines = failure.getMessage()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return new CheckResult(
                check,
                CheckState.FAILED,
                lines.isEmpty() ? failure.kind().code() : lines.get(0),
                Optional.of(failure.hint()),
                Optional.of(failure.kind()),
                lines.stream().skip(1).toList());
    }

    /** Whether what hangs on it can be looked at. */
    boolean isGoodEnough() {
        return state == CheckState.OK || state == CheckState.WARNING;
    }

    static CheckResult notTried(Check check, Check reason) {
        return new CheckResult(
                check,
                CheckState.NOT_TRIED,
                "because '" + reason.title() + "' is not good",
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
