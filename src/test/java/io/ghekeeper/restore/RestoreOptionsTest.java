package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreOptionsTest {
    private static final Map<String, String> OPTIONS =
            Map.of("GHE_RESTORE_SKIP_AUDIT_LOGS", "yes", "GHE_EXTRA_RSYNC_OPTS", "--bwlimit=1 option x=y");

    /** Each alone, so that none can stand for another. */
    @Test
    void eachComesBackFromTheRecordAsItWas() {
        for (int one = 0; one < 6; one++) {
            RestoreOptions choices = new RestoreOptions(
                    Planned.HOST,
                    Planned.SNAPSHOT,
                    one == 0,
                    one == 1,
                    one == 2,
                    one == 3,
                    one == 4,
                    one == 5,
                    one == 6,
                    OPTIONS);

            assertThat(RestoreOptions.again(recorded(choices))).isEqualTo(choices);
        }
    }

    @Test
    void theSnapshotThatWasTakenIsRepeatedAndNotTheNewest() {
        assertThat(RestoreOptions.again(recorded(choices(RestoreOptions.LATEST)))
                        .snapshot())
                .isEqualTo(Planned.SNAPSHOT);
    }

    @Test
    void aRunWithoutRecordedChoicesIsNothingToRepeat() {
        assertUnknown(new Planned().run(Run.Kind.RESTORE));
        assertUnknown(new Planned()
                .happened("restore asked", choices(RestoreOptions.LATEST).details())
                .run(Run.Kind.BACKUP));
    }

    @Test
    void aDrillAsksForNoMoreThanItNeeds() {
        RestoreOptions drill =
                RestoreOptions.scheduledDrill(new DrillSettings(Optional.of(Planned.HOST), List.of(), false, 5));

        assertThat(drill)
                .isEqualTo(new RestoreOptions(
                        Planned.HOST, RestoreOptions.LATEST, false, false, false, true, false, false, false, Map.of()));
        assertThatThrownBy(
                        () -> RestoreOptions.scheduledDrill(new DrillSettings(Optional.empty(), List.of(), false, 5)))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID))
                .hasMessageContaining("drill.host");
    }

    private static void assertUnknown(Run run) {
        assertThatThrownBy(() -> RestoreOptions.again(run))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.RUN_UNKNOWN))
                .hasMessageContaining(run.id());
    }

    private static RestoreOptions choices(String snapshot) {
        return new RestoreOptions(Planned.HOST, snapshot, false, false, false, false, false, false, false, Map.of());
    }

    private static Run recorded(RestoreOptions choices) {
        return new Planned().happened("restore asked", choices.details()).run(Run.Kind.RESTORE);
    }
}
