package io.ghekeeper.config;

import io.ghekeeper.keep.VerifySettings;
import java.time.Duration;
import java.util.List;

/** The keys of the section {@code verify}, and the {@link VerifySettings} that they build. */
final class VerifySection {
    static final Section SECTION = new Section(
            "verify", "All sealed snapshots are read again, part by part, so that damage is found before a restore.");

    static final Key<List<String>> SCHEDULE = SECTION.defaulted(
            "schedule",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[\"43 0 * * *\"]",
            "Cron lines in `schedule.time-zone`; at each of these instants the supervisor begins to read what is new,"
                    + " and what was read longest ago. `[]`: by hand only, with `ghe-keeper verify`.");
    static final Key<Duration> WITHIN = SECTION.defaulted(
            "within",
            Types.duration("1d", "365d"),
            "30d",
            "The time within which each file is read. Each tick reads a share of this time, and what would be late at the"
                    + " next tick.");
    static final Key<Long> RATE_LIMIT = SECTION.defaulted(
            "rate-limit",
            Types.bytes(),
            "50MiB",
            "How many bytes a second the supervisor's verifications read at most. Those by hand have no limit.");

    private VerifySection() {}

    static VerifySettings settings(Settings settings) {
        return new VerifySettings(settings.get(SCHEDULE), settings.get(WITHIN), settings.get(RATE_LIMIT));
    }
}
