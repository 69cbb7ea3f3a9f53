package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.time.DateTimeException;
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
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss")
            .withZone(ZoneOffset.UTC)
            .withResolverStyle(ResolverStyle.STRICT);

    public Snapshot {
        Objects.requireNonNull(id);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(applianceVersion);
    }

    /** When its backup began, as its id says in UTC; nothing where the id is the time of no day. */
    public Optional<Instant> begin() {
        return time(id);
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
