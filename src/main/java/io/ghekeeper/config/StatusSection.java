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

    static final Key<Duration> VERIFIED_WITHIN = SECTION.optional(
            "verified-within",
            Types.duration("1h", "3650d"),
            "8d",
            "An alert fires when the newest verified snapshot is older (docs/alerts.md), by a bound in the metrics. Without it"
                    + " there is none.");

    static final Key<Duration> RESTORED_WITHIN = SECTION.optional(
            "restored-within",
            Types.duration("1h", "3650d"),
            "35d",
            "The same for the newest snapshot that a restore or drill proved. Without it there is no bound.");

    private StatusSection() {}

    static StatusSettings settings(Settings settings) {
        return new StatusSettings(
                settings.get(MAX_AGE),
                settings.find(VERIFIED_WITHIN),
                settings.find(RESTORED_WITHIN),
                ArchiveSection.bound(settings),
                NativeSection.bound(settings),
                settings.get(ApplianceSection.HOST),
                !settings.get(RetentionSection.ENABLED));
    }
}
