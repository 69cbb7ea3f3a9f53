package io.ghekeeper.probe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A finding of a check that is no fault; a fault is thrown as a {@link io.ghekeeper.failure.Failure}.
 *
 * @param hint what to do about it, where it is doubtful
 * @param details further lines, where one does not say it all
 */
record CheckDetail(String what, Optional<String> hint, List<String> details) {
    CheckDetail {
        Objects.requireNonNull(what);
        Objects.requireNonNull(hint);
        details = List.copyOf(details);
    }

    static CheckDetail good(String what) {
        return new CheckDetail(what, Optional.empty(), List.of());
    }

    static CheckDetail doubtful(String what, String hint) {
        return new CheckDetail(what, Optional.of(hint), List.of());
    }

    /** Looks at one thing. */
    interface CheckBody {
        /** @throws io.ghekeeper.failure.Failure when it is wrong */
        @SuppressWarnings("MissingSummary")
        CheckDetail look();
    }
}
