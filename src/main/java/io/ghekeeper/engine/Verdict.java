package io.ghekeeper.engine;

import java.util.Objects;

/**
 * Whether the run behind a marker is proven dead, and how that is known.
 *
 * @param proof a sentence for people, with the pid, the command line and the times that it rests on
 */
public record Verdict(Marker marker, boolean stale, String proof) {
    public Verdict {
        Objects.requireNonNull(marker);
        Objects.requireNonNull(proof);
    }
}
