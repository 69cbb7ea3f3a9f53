package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withResolverStyle(ResolverStyle.STRICT);

    public Snapshot {
        Objects.requireNonNull(id);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(applianceVersion);
    }

    /** When its backup began, as its id says in UTC; nothing where the id is the time of no day. */
    public Optional<Instant> begin() {
        try {
            return Optional.of(LocalDateTime.parse(id, ID).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }
}
