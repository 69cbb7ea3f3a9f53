package io.ghekeeper.config;

import io.ghekeeper.release.ReleaseSettings;
import java.nio.file.Path;

/** The keys of the section {@code releases}, and the {@link ReleaseSettings} that they build. */
final class ReleasesSection {
    static final Section SECTION =
            new Section("releases", "Which releases of GitHub Enterprise Server and of backup-utils there are.");

    static final Key<Path> FILE = SECTION.optional(
            "file",
            Types.path(),
            "/etc/ghe-keeper/releases.csv",
            "A table of releases in place of the program's own, of the same form (docs/upgrades.md). It decides what `doctor`"
                    + " says of support and upgrades, and stops no backup and no restore.");

    private ReleasesSection() {}

    static ReleaseSettings settings(Settings settings) {
        return new ReleaseSettings(settings.find(FILE));
    }
}
