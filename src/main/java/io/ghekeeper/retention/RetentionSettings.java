package io.ghekeeper.retention;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is kept.
 *
 * @param enabled whether ghe-keeper deletes by itself what is not kept, and the engine prunes nothing
 * @param policy rules that add up: what one of them keeps is kept
 * @param keepUnusable how long a snapshot stays that is suspect or failed its drill, from when that was found
 * @param zone whose hours, days, weeks, months and years the rules mean
 */
public record RetentionSettings(boolean enabled, List<KeepRule> policy, Duration keepUnusable, ZoneId zone) {
    /** The number of {@code limit-based} where none is given, as in etcd-backup-restore. */
    public static final int STANDARD_LIMIT = 7;

    public RetentionSettings {
        policy = policy.stream().distinct().toList();
        Objects.requireNonNull(keepUnusable);
        Objects.requireNonNull(zone);
    }

    /** Where no policy is set: no snapshot goes that the engine's pruning by this number would leave. */
    public static List<KeepRule> likeTheEngine(int keepSnapshots) {
        return List.of(new Last(keepSnapshots, "last " + keepSnapshots), new EngineCount(keepSnapshots));
    }

    /** One rule of a policy. Only good snapshots count, but for {@link EngineCount}. */
    public sealed interface KeepRule permits Last, Within, Periodic, Exponential, EngineCount {
        /** As the configuration has it. */
        String text();
    }

    /** The newest of them. */
    public record Last(int count, String text) implements KeepRule {}

    /** Those that began at most so long before the newest good one: no time that passes without backups deletes any. */
    public record Within(Duration length, String text) implements KeepRule {}

    /** The newest of each period, for so many periods that have a snapshot. */
    public record Periodic(CalendarUnit unit, int count) implements KeepRule {
        @Override
        public String text() {
            return unit.word() + " " + count;
        }
    }

    /**
     * All of this hour; of the rest of today the newest of each hour; of the seven days before the newest of each day; of
     * those before, up to 34 days ago, the newest of each week from Monday on.
     */
    public record Exponential() implements KeepRule {
        @Override
        public String text() {
            return "exponential";
        }
    }

    /**
     * The newest complete ones, whatever they are worth, and down to the second newest good one, whatever the count: what
     * the engine's pruning leaves.
     */
    public record EngineCount(int count) implements KeepRule {
        @Override
        public String text() {
            return "engine.keep-snapshots " + count;
        }
    }

    /** What a calendar is divided into. */
    public enum CalendarUnit {
        HOURLY,
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY;

        /** As the configuration has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
