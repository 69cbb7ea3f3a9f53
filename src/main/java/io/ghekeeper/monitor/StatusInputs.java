package io.ghekeeper.monitor;

import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the state depends on besides the journal and the catalogue.
 *
 * @param next the schedule's next backup
 * @param condition of the volume
 * @param gone whether a keeper's process is proven gone
 */
public record StatusInputs(
        Instant now,
        Optional<NextTick> next,
        SupervisorReport supervisor,
        List<MarkerState> markers,
        Optional<DiskSpace> space,
        Volume.Condition condition,
        KnownReleases releases,
        Predicate<ProcessIdentity> gone) {
    public StatusInputs {
        Objects.requireNonNull(condition);
        Objects.requireNonNull(now);
        Objects.requireNonNull(next);
        Objects.requireNonNull(supervisor);
        markers = List.copyOf(markers);
        Objects.requireNonNull(space);
        Objects.requireNonNull(releases);
        Objects.requireNonNull(gone);
    }

    /** A backup to come: at {@code at}, and up to {@code jitter} later. */
    public record NextTick(Instant at, Duration jitter, ZoneId zone) {}

    /** A marker in the way, and how it is known whether its run is dead. */
    public record MarkerState(String name, boolean stale, String proof) {
        public MarkerState {
            name = PlainText.of(name);
            proof = PlainText.of(proof);
        }
    }
}
