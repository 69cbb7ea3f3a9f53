package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Objects;
import java.util.Optional;

/**
 * One dated directory of the data directory.
 *
 * @param complete whether its backup ended well; backup-utils removes a file from it to say so
 * @param current whether {@code current} names it
 * @param applianceVersion what its {@code version} file says, as {@code v3.12.1}
 */
public record Snapshot(
        String id, Path directory, boolean complete, boolean current, Optional<String> applianceVersion) {
    /** A folder of ours in a snapshot: its damaged files, which no engine reads. It is no content. */
    public static final String PUT_ASIDE = ".ghe-keeper-damaged";

    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss")
            .withZone(ZoneOffset.UTC)
            .withResolverStyle(ResolverStyle.STRICT);

    /** backup-utils names by the local time: the earliest zone is 14 hours ahead of UTC. */
    private static final Duration MOST_AHEAD = Duration.ofHours(15);

    private static final Instant FIRST = Instant.parse("2010-01-01T00:00:00Z");

    public Snapshot {
        Objects.requireNonNull(id);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(applianceVersion);
    }

    /** When its backup began, as its id says in UTC; nothing where the id is the time of no day. */
    public Optional<Instant> begin() {
        return time(id);
    }

    /**
     * Why this folder is no snapshot, though it is named like one and complete by its marks; as a clause.
     *
     * @param vouched whether a good run made it: then its name may be of any time, as after a clock was wrong
     * @param now names by the local time of another machine may be up to 15 hours ahead of it
     */
    public Optional<String> damage(boolean vouched, Instant now) {
        if (applianceVersion.isEmpty()) {
            return Optional.of("it does not say which release it came from: its file 'version' is missing or damaged");
        }
        if (vouched) {
            return Optional.empty();
        }
        return timeDamage(now);
    }

    /** The same of its name alone. */
    public Optional<String> timeDamage(Instant now) {
        Optional<Instant> begin = begin();
        if (begin.isEmpty()) {
            return Optional.of("its name is no time");
        }
        if (begin.get().isBefore(FIRST)) {
            return Optional.of("its name is a time before there were appliances");
        }
        return isAhead(begin.get(), now) ? Optional.of("its name is a time in the future") : Optional.empty();
    }

    static boolean isAhead(Instant time, Instant now) {
        return time.isAfter(now.plus(MOST_AHEAD));
    }

    /** The id of one whose backup begins then. */
    static String id(Instant begin) {
        return ID.format(begin);
    }

    static Optional<Instant> time(String id) {
        try {
            return Optional.of(ID.parse(id, Instant::from));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
