package io.ghekeeper.seal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes a share of all units by weight: those that were never read, then those that were read longest ago. What is overdue is
 * taken in any case. Remembers a weight for each hour in which something was read, not for each unit.
 */
final class OldestFirst implements UnitChoice {
    private final Instant overdue;
    private long never;
    private Instant bound = Instant.MIN;
    private long ofBound;

    private OldestFirst(Instant overdue) {
        this.overdue = overdue;
    }

    /** What there is to choose from. */
    static final class WeightsByTime {
        private final SortedMap<Instant, Long> hours = new TreeMap<>();
        private final Instant overdue;
        private long never;
        private long late;
        private long total;

        /** @param overdue what was read until then is read in any case */
        @SuppressWarnings("MissingSummary")
        WeightsByTime(Instant overdue) {
            this.overdue = overdue;
        }

        void add(Optional<Instant> read, long weight) {
            total += weight;
            if (read.isEmpty()) {
                never += weight;
            } else if (!read.get().isAfter(overdue)) {
                late += weight;
            } else {
                hours.merge(hour(read.get()), weight, Long::sum);
            }
        }

        /** Of all. */
        long total() {
            return total;
        }

        /** @param share of all, 0 to 1 */
        @SuppressWarnings("MissingSummary")
        OldestFirst choose(double share) {
            OldestFirst choice = new OldestFirst(overdue);
            long left = (long) Math.ceil(total * share) - late;
            choice.never = left;
            left -= never;
            for (Map.Entry<Instant, Long> hour : hours.entrySet()) {
                choice.bound = hour.getKey();
                choice.ofBound = left;
                left -= hour.getValue();
                if (left <= 0) {
                    break;
                }
            }
            return choice;
        }
    }

    private static Instant hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    @Override
    public boolean takes(Optional<Instant> read, long weight) {
        if (read.isEmpty()) {
            never -= weight;
            return never + weight > 0;
        }
        if (!read.get().isAfter(overdue) || hour(read.get()).isBefore(bound)) {
            return true;
        }
        if (hour(read.get()).equals(bound)) {
            ofBound -= weight;
            return ofBound + weight > 0;
        }
        return false;
    }
}
