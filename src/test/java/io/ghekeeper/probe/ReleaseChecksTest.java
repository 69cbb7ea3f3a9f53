package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.engine.backuputils.EngineSettings;
import io.ghekeeper.engine.backuputils.Installation;
import io.ghekeeper.release.ReleaseSettings;
import io.ghekeeper.release.ReleaseTables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseChecksTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "3.21.6, false, is supported until 2027-06-11 (table of 2026-11-28",
        "3.19.2, true, ends on 2026-12-09",
        "3.18.4, true, support of GHES 3.18 ended on 2026-10-14",
        "3.11.0, true, may have ended",
        "3.24.0, true, does not have GHES 3.24"
    })
    void supportThatEndsOrIsUnknownIsAWarning(String appliance, boolean warns, String words) {
        CheckDetail found = looks("3.21.1").support(appliance);

        assertThat(found.what()).contains(words);
        assertThat(found.hint().isPresent()).isEqualTo(warns);
    }

    @ParameterizedTest
    @CsvSource({
        "3.18.4, 3.21.1, false, serves GHES 3.19",
        "3.17.0, 3.17.6, true, 'does not serve the next release, GHES 3.18'",
        "3.20.4, 3.21.1, true, no backup-utils serves GHES 3.22 or later",
        "3.21.6, 3.21.1, true, no backup-utils serves GHES 3.22 or later",
        "3.22.1, 3.21.1, true, no backup-utils serves GHES 3.22 or later"
    })
    void anUpgradeAfterWhichBackupsEndIsAWarning(String appliance, String engine, boolean warns, String words) {
        CheckDetail found = looks(engine).next(appliance);

        assertThat(found.what()).contains(words);
        assertThat(found.hint().isPresent()).isEqualTo(warns);
    }

    private static ReleaseChecks looks(String engine) {
        EngineSettings settings =
                new EngineSettings(Path.of("/absent"), Optional.of(engine), 40, Map.of(), Duration.ofSeconds(20));
        return new ReleaseChecks(
                new ReleaseTables(new ReleaseSettings(Optional.empty())), new Installation(settings, ""), CLOCK);
    }
}
