package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the message says of a target whose restore ended half-way: never less than what may be true. */
class TargetStateTest {
    private static final Map<String, String> STEP = Map.of("number", "4", "total", "14", "title", "Git repositories");

    @Test
    void beforeTheKeyIsWrittenNothingIsTouched() {
        assertState(new Planned(), false, "the target was not touched");
        assertState(planned(true), false, Planned.HOST + " was not touched");
    }

    @Test
    void fromTheMaintenanceModeOnItMayBeSet() {
        assertState(
                planned(true).happened("maintenance set", Map.of()),
                true,
                Planned.HOST + " may be in maintenance mode, and is not changed otherwise");
    }

    @Test
    void fromTheKeyOnItMayBeHalfRestored() {
        assertState(
                planned(true).happened("key opened", Map.of()),
                true,
                Planned.HOST + " is left half restored, in maintenance mode, and its cron may be stopped");
    }

    @Test
    void itIsNeverCalledUnchangedOnceTheEngineMayHaveBegun() {
        assertState(
                planned(true).happened("maintenance set", Map.of()).happened("key opened", Map.of()),
                true,
                Planned.HOST + " is left half restored, in maintenance mode, and its cron may be stopped");
    }

    @Test
    void theStepInProgressIsNamed() {
        assertState(
                planned(true).happened("key opened", Map.of()).happened("step", STEP),
                true,
                Planned.HOST + " is left half restored in step 4 of 14 (Git repositories), in maintenance mode, and its"
                        + " cron may be stopped");
        assertState(
                planned(false).happened("key opened", Map.of()).happened("step", STEP),
                true,
                Planned.HOST + " is left half restored in step 4 of 14 (Git repositories), and not yet set up");
    }

    @Test
    void behindTheEngineOnlyTheLookIsMissing() {
        assertState(
                planned(true)
                        .happened("key opened", Map.of())
                        .happened("step", STEP)
                        .happened("restored", Map.of()),
                true,
                Planned.HOST + " was restored, but what was restored was not looked at; it is in maintenance mode");
    }

    private static Planned planned(boolean configured) {
        return new Planned()
                .happened("target", Map.of("host", Planned.HOST, "configured", Boolean.toString(configured)));
    }

    private static void assertState(Planned planned, boolean touched, String words) {
        Run run = planned.run(Run.Kind.RESTORE);
        assertThat(TargetState.of(run)).isEqualTo(words);
        assertThat(TargetState.isTouched(run)).isEqualTo(touched);
    }
}
