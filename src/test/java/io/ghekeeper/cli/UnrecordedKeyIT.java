package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.ObservedDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Promise 5, where a keeper lives on: its own key is no dead run's, and nothing else wipes it. */
class UnrecordedKeyIT extends OneTarget {
    private int refused;

    private final ObservedDisk full = new ObservedDisk(operation -> {
        if (operation.endsWith("run.json.new") && keyIsOpen()) {
            refused++;
            throw new IOException("No space left on device");
        }
    });

    @Test
    void aBackupThatCannotRecordThatItsKeyIsOpenEndsAndWipesIt() throws Exception {
        assertThatThrownBy(() -> CrashJob.BACKUP.run(HandMade.keeper(deployment, full)))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.VOLUME_FULL));

        assertThat(keyIsOpen()).isFalse();
    }

    /** It needs nothing of the volume any more. */
    @Test
    void aRestoreThatCannotRecordThatItsKeyIsOpenGoesOnAndWipesItAtItsEnd() throws Exception {
        CrashJob.RESTORE.run(HandMade.keeper(deployment, full));

        assertThat(refused).isPositive();
        assertThat(keyIsOpen()).isFalse();
    }

    private boolean keyIsOpen() throws IOException {
        return !deployment.holdersOfTheKeyBelow(deployment.keyDirectory()).isEmpty();
    }
}
