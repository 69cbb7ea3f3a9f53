package io.ghekeeper.nativesnapshot;

import io.ghekeeper.text.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The value of the tag {@link NativeTags#EXPIRY}, which people and other programs set.
 *
 * @param text as it is shown: clean, and cut where it is long
 * @param until the snapshot is kept until then; nothing where the value cannot be read
 */
public record ExpiryTag(String text, Optional<Instant> until) {
    private static final int LONGEST_SHOWN = 40;
    private static final int LONGEST_READ = 64;

    public ExpiryTag {
        Objects.requireNonNull(text);
        Objects.requireNonNull(until);
    }

    /**
     * Reads it: an instant with its offset, or a day, of which each hour counts in UTC.
     *
     * @return nothing where there is no such tag
     */
    public static Optional<ExpiryTag> of(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(NativeTags.EXPIRY)).map(value -> new ExpiryTag(shown(value), read(value)));
    }

    private static Optional<Instant> read(String value) {
        String text = value.strip();
        if (text.length() > LONGEST_READ) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text)
                                    .plusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    static String shown(String value) {
        String clean = PlainText.of(value);
        int end = clean.offsetByCodePoints(0, Math.min(LONGEST_SHOWN, clean.codePointCount(0, clean.length())));
        return end < clean.length() ? clean.substring(0, end) + "..." : clean;
    }
}
