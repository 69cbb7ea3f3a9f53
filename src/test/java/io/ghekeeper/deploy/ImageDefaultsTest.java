package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which backup-utils the image has by default. */
class ImageDefaultsTest {
    private static final Pattern DEFAULT = Pattern.compile("(?m)^ARG BACKUP_UTILS_VERSION=(.*)$");

    /** The newest release of backup-utils, which serves GHES 3.19 to 3.21. */
    private static final String NEWEST = "3.21.1";

    @Test
    void theDefaultEngineIsTheNewestReleaseInBothStagesAndInThePage() {
        List<String> defaults = DEFAULT.matcher(Manifests.text(Path.of("Dockerfile")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(defaults).containsExactly(NEWEST, NEWEST);
        assertThat(Manifests.text(Path.of("docs/image.md")))
                .contains(
                        "| `BACKUP_UTILS_VERSION` | " + NEWEST + " |",
                        "github-backup-utils-v" + NEWEST + ".tar.gz",
                        "--build-arg BACKUP_UTILS_VERSION=" + NEWEST);
    }
}
