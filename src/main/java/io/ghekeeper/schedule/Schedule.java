package io.ghekeeper.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Several cron lines in one time zone. Where clocks are put forward, a tick at a fixed time in the hour that is left out
 * comes at its end; where they are put back, it comes the first time only. Lines that go by real time just go on.
 */
public final class Schedule {
    private final ZoneRules rules;
    private final List<CronLine> lines;

    /** @throws io.ghekeeper.failure.Failure CONFIGURATION_INVALID for a cron line that is not valid */
    @SuppressWarnings("MissingSummary")
    public Schedule(ZoneId zone, List<String> lines) {
        this.rules = zone.getRules();
        this.lines = lines.stream().map(CronLine::parse).toList();
    }

    /** The first tick strictly after an instant, of all lines together; nothing when no line has one. */
    public Optional<Instant> next(Instant after) {
        return lines.stream()
                .flatMap(line ->
                        (line.followsRealTime() ? nextByRealTime(line, after) : nextFixed(line, after)).stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<Instant> nextByRealTime(CronLine line, Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        Optional<LocalDateTime> candidate = line.next(LocalDateTime.ofInstant(after, offset));
        ZoneOffsetTransition change = rules.nextTransition(after);
        // Local times run evenly up to the change of clocks only; behind it, the search starts again.
        if (change != null
                && candidate.isPresent()
                && !candidate.get().toInstant(offset).isBefore(change.getInstant())) {
            LocalDateTime justBefore = change.getDateTimeAfter().minusNanos(1);
            Optional<LocalDateTime> behind = line.next(justBefore);
            ZoneOffset newOffset = change.getOffsetAfter();
            if (behind.isPresent() && staysBeforeNextChange(behind.get().toInstant(newOffset), change)) {
                return behind.map(local -> local.toInstant(newOffset));
            }
            return nextByRealTime(line, change.getInstant());
        }
        return candidate.map(local -> local.toInstant(offset));
    }

    private boolean staysBeforeNextChange(Instant instant, ZoneOffsetTransition change) {
        ZoneOffsetTransition next = rules.nextTransition(change.getInstant());
        return next == null || instant.isBefore(next.getInstant());
    }

    private Optional<Instant> nextFixed(CronLine line, Instant after) {
        // A wall time up to this one came at this instant or before; a later one may have come before, too.
        LocalDateTime start = LocalDateTime.ofInstant(after, rules.getOffset(after));
        return Stream.iterate(
                        line.next(start).orElse(null),
                        Objects::nonNull,
                        local -> line.next(local).orElse(null))
                .map(this::instantOf)
                .filter(instant -> instant.isAfter(after))
                .findFirst();
    }

    private Instant instantOf(LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.isEmpty()
                ? rules.getTransition(local).getInstant()
                : local.toInstant(offsets.get(0)); // the earlier one
    }
}
