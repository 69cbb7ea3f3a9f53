package io.ghekeeper.config;

import io.ghekeeper.engine.backuputils.EngineOptions;
import io.ghekeeper.engine.backuputils.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The keys of the section {@code engine}, and the {@link EngineSettings} that they build. */
public final class EngineSection {
    static final Section SECTION = new Section("engine", "GitHub's backup-utils, which does the copying.");

    static final Key<Path> HOME = SECTION.defaulted(
            "home",
            Types.path(),
            "/opt/backup-utils",
            "Folder of backup-utils, the one that holds" + " bin/ghe-backup.");
    static final Key<String> VERSION = SECTION.optional(
            "version",
            Types.text(
                    "version",
                    "a release of backup-utils, as 3.12.1",
                    "(0|[1-9][0-9]{0,3})(\\.(0|[1-9][0-9]{0,3})){2}"),
            "3.12.1",
            "Release of backup-utils, where its own version file is wrong (the public sources of 3.12 say"
                    + " 3.11.0). It must be of the appliance's feature release, or up to two newer. backup-utils sends"
                    + " the number in that file to the appliance whatever is set here, and newer appliances refuse an older"
                    + " number: then correct the file.");
    public static final Key<Integer> KEEP_SNAPSHOTS = SECTION.defaulted(
            "keep-snapshots",
            Types.number(1, 2000),
            "40",
            "How many snapshots are kept where `retention.policy` and `retention.preset` are not set. With `retention.enabled:"
                    + " false`, how many backup-utils leaves when it prunes after a good backup: GHE_NUM_SNAPSHOTS.");
    public static final Key<Map<String, String>> OPTIONS = SECTION.defaulted(
            "options",
            new ValueType.MapOf(
                    "map of texts",
                    (name, value) -> EngineOptions.refusal(name, value).map(why -> "no such option or value: " + why)),
            "{}",
            "Further variables for backup-utils, as `GHE_PARALLEL_ENABLED: yes`. Those that ghe-keeper sets itself"
                    + " are refused. `GHE_ROUTE_VERIFICATION` is `true` unless it is set here. A part that an option leaves out"
                    + " is no loss: `GHE_BACKUP_PAGES`, `GHE_SKIP_SEARCH_INDICES`, `GHE_ES_BACKUP_STRATEGY`.");
    static final Key<Duration> STOP_GRACE = SECTION.defaulted(
            "stop-grace",
            Types.duration("1s", "1h"),
            "20s",
            "How long backup-utils may take to end after SIGTERM, before it is killed. Keep it well below the"
                    + " grace that the container gets.");

    private EngineSection() {}

    static EngineSettings settings(Settings settings) {
        return new EngineSettings(
                settings.get(HOME),
                settings.find(VERSION),
                settings.get(KEEP_SNAPSHOTS),
                settings.get(OPTIONS),
                settings.get(STOP_GRACE));
    }
}
