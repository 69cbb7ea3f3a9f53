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
public record Finding(
        Check check,
        State state,
        String what,
        Optional<String> hint,
        Optional<FailureKind> kind,
        List<String> details) {
    /** From good to unknown. */
    public enum State {
        OK("ok"),
        WARNING("warning"),
        FAILED("failed"),
        NOT_TRIED("not tried");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** As people and scripts read it. */
        public String words() {
            return words;
        }
    }

    public Finding {
        Objects.requireNonNull(check);
        Objects.requireNonNull(state);
        Objects.requireNonNull(what);
        Objects.requireNonNull(hint);
        Objects.requireNonNull(kind);
        details = List.copyOf(details);
    }

    static Finding of(Check check, Found found) {
        State state = found.hint().isPresent() ? State.WARNING : State.OK;
        return new Finding(check, state, found.what(), found.hint(), Optional.empty(), found.details());
    }

    static Finding of(Check check, Failure failure) {
        List<String> lines = failure.getMessage()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return new Finding(
                check,
                State.FAILED,
                lines.isEmpty() ? failure.kind().code() : lines.get(0),
                Optional.of(failure.hint()),
                Optional.of(failure.kind()),
                lines.stream().skip(1).toList());
    }

    /** Whether what hangs on it can be looked at. */
    boolean isGoodEnough() {
        return state == State.OK || state == State.WARNING;
    }

    static Finding notTried(Check check, Check reason) {
        return new Finding(
                check,
                State.NOT_TRIED,
                "because '" + reason.title() + "' is not good",
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
