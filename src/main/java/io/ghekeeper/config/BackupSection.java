package io.ghekeeper.config;

import io.ghekeeper.backup.BackupSettings;
import io.ghekeeper.run.LimitSettings;
import java.time.Duration;

/** The keys of the section {@code backup}, and the {@link BackupSettings} that they build. */
final class BackupSection {
    static final Section SECTION = new Section("backup", "How long a backup may take, and how often it is tried.");

    static final Key<Integer> RETRIES = SECTION.defaulted(
            "retries",
            Types.number(0, 20),
            "2",
            "How often a backup is tried again after a failure that can pass: the network, the appliance, AWS. Others"
                    + " are never tried again.");
    static final Key<Duration> RETRY_DELAY = SECTION.defaulted(
            "retry-delay",
            Types.duration("0s", "6h"),
            "1m",
            "Time before the first retry; each further one waits twice as long, up to an hour, and all of them a"
                    + " little more or less by chance.");
    static final Key<Duration> TIME_LIMIT = SECTION.defaulted(
            "time-limit",
            Types.duration("1s", "30d"),
            "12h",
            "Longest time for a whole run, retries included; then all of it is ended.");
    static final Key<Duration> SILENCE_LIMIT = SECTION.defaulted(
            "silence-limit",
            Types.duration("1s", "30d"),
            "2h",
            "Longest time in which backup-utils prints nothing and no byte arrives; then all of it is ended.");

    private BackupSection() {}

    static BackupSettings settings(Settings settings) {
        return new BackupSettings(
                settings.get(RETRIES),
                settings.get(RETRY_DELAY),
                new LimitSettings("backup", settings.get(TIME_LIMIT), settings.get(SILENCE_LIMIT)));
    }
}
