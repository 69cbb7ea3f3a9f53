package io.ghekeeper.config;

import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.volume.VolumeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The keys of the section {@code data}, and the {@link DataSettings} and {@link VolumeSettings} that they build. */
public final class DataSection {
    static final Section SECTION = new Section("data", "Directories on the backup volume.");

    public static final Key<Path> DIRECTORY = SECTION.defaulted(
            "directory",
            Types.path(),
            "/data/ghe-production-data",
            "Where the snapshots are: GHE_DATA_DIR of backup-utils.");
    public static final Key<Path> STATE_DIRECTORY = SECTION.defaulted(
            "state-directory",
            Types.path(),
            "/data/ghe-keeper",
            "ghe-keeper's own directory with the journal and the lease. It must be on the same file system as the"
                    + " snapshots, and not among them, where backup-utils prunes. `config check`, `doctor`, `supervise`"
                    + " and each backup or drill refuse another file system.");
    static final Key<VolumeSettings.Mount> MOUNT = SECTION.defaulted(
            "mount",
            Types.word(VolumeSettings.Mount.values()),
            "detect",
            "Where the data directory must lie. `detect` refuses a container's own layer, which is lost with the"
                    + " container, and a directory of its host's own disk, which is what a container is given when the"
                    + " volume is not mounted there (a Kubernetes emptyDir, too); it warns of a machine's root file"
                    + " system. `required` refuses that as well; `any` takes whatever is there.");
    public static final Key<Duration> KEEP_INCOMPLETE = SECTION.defaulted(
            "keep-incomplete",
            Types.duration("1s", "365d"),
            "1d",
            "How long the incomplete snapshot of a dead run is kept before it is removed. backup-utils removes them"
                    + " only after a wholly good backup.");

    private DataSection() {}

    static DataSettings settings(Settings settings) {
        return new DataSettings(settings.get(DIRECTORY), settings.get(KEEP_INCOMPLETE));
    }

    static VolumeSettings volume(Settings settings) {
        return new VolumeSettings(settings.get(DIRECTORY), settings.get(MOUNT));
    }

    static void check(Settings settings, Problems problems) {
        outsideSnapshots(settings, problems, STATE_DIRECTORY);
        outsideSnapshots(settings, problems, KeySection.DIRECTORY);
    }

    /** backup-utils deletes what begins with a digit there, and snapshots are copied away whole. */
    private static void outsideSnapshots(Settings settings, Problems problems, Key<Path> key) {
        Optional<Path> directory = settings.find(key);
        Optional<Path> snapshots = settings.find(DIRECTORY);
        if (directory.isPresent() && snapshots.isPresent() && directory.get().startsWith(snapshots.get())) {
            boolean standard = settings.place(key) instanceof Place.Standard;
            Place place = standard ? settings.place(DIRECTORY) : settings.place(key);
            problems.add(
                    key.path(),
                    place,
                    settings.written(key).found(),
                    "a directory outside data.directory (" + snapshots.get() + ")");
        }
    }
}
