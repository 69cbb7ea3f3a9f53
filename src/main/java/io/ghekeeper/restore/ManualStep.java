package io.ghekeeper.restore;

import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseRange;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A row of the table of what a restore leaves to a person.
 *
 * @param from releases of the snapshot for which it holds
 * @param to releases of the target for which it holds
 * @param phase when it is done
 * @param when what else must be so
 * @param sentence what to do and why, without a full stop; {@code {host}} and other names in braces are filled in
 * @param command to type; empty where there is none
 */
record ManualStep(
        ReleaseRange from,
        ReleaseRange to,
        Phase phase,
        Predicate<RestoreSituation> when,
        String sentence,
        String command) {
    /** When it is done. */
    enum Phase {
        /** The plan notes it. */
        BEFORE,
        /** The end of the restore lists it. */
        AFTER
    }

    ManualStep {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(when);
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(command);
    }

    /** A release that cannot be read takes no row away. */
    boolean holdsFor(RestoreSituation situation) {
        return includes(from, situation.from()) && includes(to, situation.to()) && when.test(situation);
    }

    private static boolean includes(ReleaseRange range, Optional<Release> release) {
        return release.map(range::includes).orElse(true);
    }

    String words(RestoreSituation situation) {
        String words = situation.filled(sentence);
        return command.isEmpty() ? words : words + ": " + situation.filled(command);
    }
}
