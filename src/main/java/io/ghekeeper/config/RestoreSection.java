package io.ghekeeper.config;

import io.ghekeeper.restore.RestoreSettings;
import io.ghekeeper.restore.RestoreSettings.UndoMode;
import io.ghekeeper.run.LimitSettings;
import java.time.Duration;

/** The keys of the section {@code restore}, and the {@link RestoreSettings} that they build. */
final class RestoreSection {
    static final Section SECTION =
            new Section("restore", "How long a restore may take, and whether there is a way back from it.");

    static final Key<Duration> TIME_LIMIT = SECTION.defaulted(
            "time-limit",
            Types.duration("1s", "90d"),
            "72h",
            "Longest time for a whole restore; then all of it is ended, and the target is left half restored.");
    static final Key<Duration> SILENCE_LIMIT = SECTION.defaulted(
            "silence-limit",
            Types.duration("1s", "90d"),
            "12h",
            "Longest time in which backup-utils prints nothing and reads nothing; then all of it is ended. An import of"
                    + " MySQL says nothing for as long as it takes.");
    static final Key<Duration> SHUTDOWN_GRACE = SECTION.defaulted(
            "shutdown-grace",
            Types.duration("0s", "30d"),
            "6h",
            "How long a supervisor waits for a running restore after SIGTERM. The container must get as long a grace"
                    + " period: terminationGracePeriodSeconds in Kubernetes.");

    static final Key<UndoMode> UNDO = SECTION.defaulted(
            "undo",
            Types.word(UndoMode.values()),
            "off",
            "Whether EBS snapshots of the data volumes of the target, an appliance on EC2, are taken before a restore writes"
                    + " onto it. `try`: the restore goes on where that fails. `required`: it does not begin. `native.region`"
                    + " and `native.endpoint` count for it, too; docs/restore.md has the way back.");

    private RestoreSection() {}

    static RestoreSettings settings(Settings settings) {
        return new RestoreSettings(
                new LimitSettings("restore", settings.get(TIME_LIMIT), settings.get(SILENCE_LIMIT)),
                settings.get(SHUTDOWN_GRACE),
                settings.get(UNDO));
    }
}
