package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the tags of a volume, or of its instance, ask for in the place of the configuration. A fleet sets them with its own tools.
 * A value that cannot be read asks for nothing, and is named: it never means that no snapshot is taken.
 *
 * @param never whether none is to be taken
 * @param hours of the day at which one is taken; none where the configuration decides
 * @param keepFor how long each is kept; nothing where the configuration decides
 * @param problems values that cannot be read, a sentence each
 */
public record FleetTags(boolean never, SortedSet<Integer> hours, Optional<Duration> keepFor, List<String> problems) {
    /** Hours of the day, as {@code 00 08 16}. */
    public static final String SCHEDULE = "snapshot_schedule";

    /** Whole days, as {@code 14}. */
    public static final String RETENTION_DAYS = "snapshot_retention_days";

    /** {@code true}, {@code yes}, {@code 1} or empty: none is taken. {@code false}, {@code no} or {@code 0}: they are. */
    public static final String NEVER = "snapshot_never";

    /** Written by the keeper: the hour of the newest one, as {@code 08}, or {@code skipped}. */
    public static final String LATEST = "snapshot_latest";

    private static final Pattern HOUR = Pattern.compile("[01]?[0-9]|2[0-3]");
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,3}");
    private static final int MOST_DAYS = 3650;
    private static final int LONGEST_SHOWN = 40;

    /** Those of a resource without any. */
    public static final FleetTags NONE = of(Map.of());

    public FleetTags {
        hours = Collections.unmodifiableSortedSet(new TreeSet<>(hours));
        problems = List.copyOf(problems);
    }

    /**
     * Reads them.
     *
     * @param tags all of the resource; of several resources, the nearest one's value counts
     */
    public static FleetTags of(Map<String, String> tags) {
        List<String> problems = new ArrayList<>();
        boolean never = never(tags, problems);
        SortedSet<Integer> hours = hours(tags, problems);
        Optional<Duration> keepFor = keepFor(tags, problems);
        return new FleetTags(never, hours, keepFor, problems);
    }

    private static boolean never(Map<String, String> tags, List<String> problems) {
        if (!tags.containsKey(NEVER)) {
            return false;
        }
        String value = tags.get(NEVER).strip().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "", "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> {
                problems.add(problem(NEVER, tags.get(NEVER), "it is neither true nor false, so snapshots are taken"));
                yield false;
            }
        };
    }

    private static SortedSet<Integer> hours(Map<String, String> tags, List<String> problems) {
        SortedSet<Integer> hours = new TreeSet<>();
        if (!tags.containsKey(SCHEDULE)) {
            return hours;
        }
        List<String> bad = new ArrayList<>();
        for (String word : tags.get(SCHEDULE).strip().split("[\\s,]+", -1)) {
            if (HOUR.matcher(word).matches()) {
                hours.add(Integer.parseInt(word));
            } else {
                bad.add(word);
            }
        }
        if (hours.isEmpty()) {
            problems.add(problem(SCHEDULE, tags.get(SCHEDULE), "it has no hour, so native.schedule holds"));
        } else if (!bad.isEmpty()) {
            problems.add(problem(SCHEDULE, tags.get(SCHEDULE), "only its hours from 0 to 23 hold"));
        }
        return hours;
    }

    private static Optional<Duration> keepFor(Map<String, String> tags, List<String> problems) {
        if (!tags.containsKey(RETENTION_DAYS)) {
            return Optional.empty();
        }
        String value = tags.get(RETENTION_DAYS).strip();
        if (DAYS.matcher(value).matches() && Integer.parseInt(value) <= MOST_DAYS) {
            return Optional.of(Duration.ofDays(Integer.parseInt(value)));
        }
        problems.add(problem(
                RETENTION_DAYS,
                tags.get(RETENTION_DAYS),
                "it is no number of days from 1 to " + MOST_DAYS + ", so native.keep-for holds"));
        return Optional.empty();
    }

    private static String problem(String key, String value, String what) {
        String shown = PlainText.of(value);
        String cut = shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + "..." : shown;
        return "the tag " + key + " is \"" + cut + "\": " + what;
    }
}
