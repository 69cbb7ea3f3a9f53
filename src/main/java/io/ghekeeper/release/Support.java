package io.ghekeeper.release;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * GitHub's support of a release at a date.
 *
 * @param ends the first day without support; nothing where the table does not know the release
 */
public record Support(SupportState state, Optional<LocalDate> ends) {
    /** So many days before its end, the end is near. */
    public static final int SOON_DAYS = 60;

    /** How it stands. */
    public enum SupportState {
        SUPPORTED,
        ENDS_SOON,
        ENDED,
        /** The table has no such release. */
        UNKNOWN
    }

    public Support {
        Objects.requireNonNull(state);
        Objects.requireNonNull(ends);
    }

    static Support until(LocalDate ends, LocalDate today) {
        long days = ChronoUnit.DAYS.between(today, ends);
        SupportState state =
                days <= 0 ? SupportState.ENDED : days <= SOON_DAYS ? SupportState.ENDS_SOON : SupportState.SUPPORTED;
        return new Support(state, Optional.of(ends));
    }
}
