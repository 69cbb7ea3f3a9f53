package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the deep checks of a snapshot found.
 *
 * @param at when they ended
 * @param run that did them
 */
public record CheckResults(Instant at, String run, List<ContentCheck> checks) {
    public CheckResults {
        Objects.requireNonNull(at);
        run = PlainText.of(run);
        checks = List.copyOf(checks);
    }

    /** Why the snapshot is suspect, a clause each; none where it is not. */
    public List<String> doubts() {
        return checks.stream().flatMap(check -> check.doubt().stream()).toList();
    }
}
