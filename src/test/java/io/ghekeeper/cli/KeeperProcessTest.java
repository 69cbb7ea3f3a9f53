package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Holder;
import org.junit.jupiter.api.Test;

class KeeperProcessTest {
    private final Holder self = Holder.thisProcess();
    private final KeeperProcess gone = new KeeperProcess();

    @Test
    void whatIsAliveIsNotGone() {
        assertThat(gone.test(self)).isFalse();
    }

    @Test
    void aPidThatNobodyHasOrThatWasGivenAnewIsGone() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(gone.test(new Holder(self.host(), self.bootId(), ended.pid(), self.began())))
                .isTrue();
        assertThat(gone.test(new Holder(
                        self.host(), self.bootId(), self.pid(), self.began().minusSeconds(60))))
                .isTrue();
    }

    @Test
    void nothingOutlivesABoot() {
        assertThat(gone.test(new Holder(self.host(), "another boot", self.pid(), self.began())))
                .isTrue();
    }

    @Test
    void aProcessOnAnotherMachineIsNeverProvenGone() {
        assertThat(gone.test(new Holder("elsewhere", "another boot", 1, self.began())))
                .isFalse();
    }
}
