package io.ghekeeper.monitor;

import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.snapshot.FleetTagsFile.ReadTags;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the tags of the volume, or of its instance, ask for.
 *
 * @param resource that has them; nothing where they were not read yet
 * @param readAt when AWS last answered
 * @param tags what they ask for
 * @param problems values that cannot be read, and why the tags could not be read or written, a sentence each
 */
public record FleetReport(Optional<String> resource, Optional<Instant> readAt, FleetTags tags, List<String> problems) {
    /** The tags are read twice an hour. */
    private static final Duration LATE = Duration.ofDays(1);

    public FleetReport {
        Objects.requireNonNull(resource);
        Objects.requireNonNull(readAt);
        Objects.requireNonNull(tags);
        problems = List.copyOf(problems);
    }

    static FleetReport of(Optional<ReadTags> read, Instant now) {
        if (read.isEmpty()) {
            return new FleetReport(
                    Optional.empty(),
                    Optional.empty(),
                    FleetTags.NONE,
                    List.of("the tags of the volume were not read yet, so the configuration holds"));
        }
        ReadTags known = read.get();
        List<String> problems = new ArrayList<>(known.tags().problems());
        known.problem().ifPresent(problems::add);
        Duration age = Duration.between(known.at(), now);
        if (age.compareTo(LATE) > 0) {
            problems.add("the tags were last read " + Durations.ago(age) + ", and hold as they were");
        }
        return new FleetReport(Optional.of(known.resource()), Optional.of(known.at()), known.tags(), problems);
    }

    static FleetReport unreadable(String why) {
        return new FleetReport(
                Optional.empty(), Optional.empty(), FleetTags.NONE, List.of(why + "; the configuration holds"));
    }

    /** In a sentence; empty where the tags ask for nothing, and nothing is wrong. */
    String words() {
        List<String> words = new ArrayList<>();
        if (tags.never()) {
            words.add("NONE IS TAKEN: " + resource.orElse("the volume") + " has the tag " + FleetTags.NEVER);
        } else if (!tags.hours().isEmpty()) {
            words.add("taken at " + hours() + " by the tag " + FleetTags.SCHEDULE);
        }
        tags.keepFor()
                .ifPresent(
                        age -> words.add("kept " + Durations.about(age) + " by the tag " + FleetTags.RETENTION_DAYS));
        words.addAll(problems);
        return String.join("; ", words);
    }

    private String hours() {
        return tags.hours().stream()
                .map(hour -> hour < 10 ? "0" + hour : String.valueOf(hour))
                .collect(Collectors.joining(" "));
    }
}
