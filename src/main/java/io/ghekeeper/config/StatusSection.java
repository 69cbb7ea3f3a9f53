package io.ghekeeper.config;

import io.ghekeeper.monitor.StatusSettings;
import java.time.Duration;

/** The keys of the section {@code status}, and the {@link StatusSettings} that they build. */
final class StatusSection {
    static final Section SECTION = new Section("status", "When `ghe-keeper status` is content.");

    static final Key<Duration> MAX_AGE = SECTION.defaulted(
            "max-age",
            Types.duration("1m", "365d"),
            "26h",
            "`ghe-keeper status` says LATE and ends with 1 when the last good backup is older.");

    private StatusSection() {}

    static StatusSettings settings(Settings settings) {
        return new StatusSettings(settings.get(MAX_AGE), settings.get(ApplianceSection.HOST));
    }
}
