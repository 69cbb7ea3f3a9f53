package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.cli.CrashedKeeper.CrashJob;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.ObservedDisk;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 5, where a keeper lives on: its own key is no dead run's, and nothing else wipes it. */
class UnrecordedKeyIT extends OneTarget {
    @ParameterizedTest
    @EnumSource(names = {"BACKUP", "RESTORE"})
    void aKeyWhoseOpeningCannotBeRecordedIsWiped(CrashJob job) throws Exception {
        ObservedDisk full = new ObservedDisk(operation -> {
            if (operation.endsWith("run.json.new") && keyIsOpen()) {
                throw new IOException("No space left on device");
            }
        });

        assertThatThrownBy(() -> job.run(HandMade.keeper(deployment, full)))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.VOLUME_FULL));

        assertThat(keyIsOpen()).isFalse();
    }

    private boolean keyIsOpen() throws IOException {
        return !deployment.holdersOfTheKeyBelow(deployment.keyDirectory()).isEmpty();
    }
}
