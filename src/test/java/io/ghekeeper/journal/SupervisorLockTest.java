package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorLockTest {
    private static final String DEAD = "pid 7 on gone-pod, since 2026-11-20T15:17:00Z, boot 0a1b\n";

    @TempDir
    private Path state;

    private SupervisorLock lock;

    @BeforeEach
    void make() {
        lock = new SupervisorLock(new LocalDisk(), state);
    }

    @Test
    void isHeldUntilItIsReleasedAndNamesNoHolderThen() throws IOException {
        assertThat(lock.look().state()).isEqualTo(SupervisorLock.LockStatus.FREE);

        try (SupervisorLock.HeldLock held = lock.acquire(Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThat(lock.look().state()).isEqualTo(SupervisorLock.LockStatus.HELD_HERE);
            assertThat(lock.look().holder().orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThatThrownBy(() -> lock.acquire(Duration.ZERO)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.SUPERVISOR_ACTIVE);
                assertThat(failure)
                        .hasMessageContaining("pid " + ProcessHandle.current().pid() + " on ")
                        .hasMessageContaining(", since ");
            });
        }

        assertThat(lock.look())
                .isEqualTo(new SupervisorLock.LockHolder(SupervisorLock.LockStatus.FREE, Optional.empty()));
    }

    @Test
    void whatAKilledOneLeftBlocksNothingAndIsNoSupervisor() throws IOException {
        Files.writeString(state.resolve("supervisor"), DEAD);

        assertThat(lock.look().state()).isEqualTo(SupervisorLock.LockStatus.FREE);
        lock.acquire(Duration.ZERO).close();
    }

    @Test
    void aTextOfAnyKindIsNoReasonToFail() throws IOException {
        for (String text : new String[] {"", "\0\n\t", "pid x on y", DEAD.replace("2026", "20x6"), "x".repeat(5000)}) {
            Files.writeString(state.resolve("supervisor"), text);
            assertThat(lock.look().state()).isEqualTo(SupervisorLock.LockStatus.FREE);
            assertThat(lock.look().holder()).isEmpty();
        }
    }

    @Test
    void aLinkOrAFolderInItsPlaceIsNotFollowed() throws IOException {
        Files.createSymbolicLink(state.resolve("supervisor"), state.resolve("elsewhere"));
        assertThatThrownBy(lock::look).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lock.acquire(Duration.ZERO)).isInstanceOf(Failure.class);
        assertThat(state.resolve("elsewhere")).doesNotExist();
    }
}
