package io.ghekeeper.nativesnapshot;

import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshot.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The value of the tag {@code snapshot_latest}: the hour of the newest snapshot, or that one was left out. Pure. */
public final class LatestTag {
    /** No snapshot was taken, though one was to be. */
    static final String SKIPPED = "skipped";

    /** A backup may just be running at the hour; the snapshot is taken after it. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final Duration LOOKED_BACK = Duration.ofDays(2);

    private final ZoneId zone;
    private final Function<FleetTags, Function<Instant, Optional<Instant>>> ticks;

    /** @param ticks of what the tags ask for: the first tick after an instant; nothing where none is scheduled */
    @SuppressWarnings("MissingSummary")
    public LatestTag(ZoneId zone, Function<FleetTags, Function<Instant, Optional<Instant>>> ticks) {
        this.zone = zone;
        this.ticks = ticks;
    }

    /**
     * The value.
     *
     * @param records the newest first
     * @return nothing where nothing was to be taken yet
     */
    Optional<String> of(FleetTags tags, List<NativeSnapshot> records, Instant now) {
        if (tags.never()) {
            return Optional.of(SKIPPED);
        }
        Optional<Instant> taken = records.stream()
                .filter(one -> one.state() == State.PENDING || one.state() == State.COMPLETED)
                .map(NativeSnapshot::asked)
                .max(Instant::compareTo);
        Optional<Instant> due = lastTick(ticks.apply(tags), now.minus(GRACE));
        if (due.isPresent() && taken.filter(at -> !at.isBefore(due.get())).isEmpty()) {
            return Optional.of(SKIPPED);
        }
        return taken.map(at -> DateTimeFormatter.ofPattern("HH").format(at.atZone(zone)));
    }

    private static Optional<Instant> lastTick(Function<Instant, Optional<Instant>> ticks, Instant until) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> next = ticks.apply(until.minus(LOOKED_BACK));
        while (next.isPresent() && !next.get().isAfter(until)) {
            last = next;
            next = ticks.apply(next.get());
        }
        return last;
    }
}
