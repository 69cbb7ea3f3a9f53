package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    private final ProcessIdentity self = ProcessIdentity.thisProcess();

    @Test
    void whatIsAliveIsNotGone() {
        assertThat(self.isProvenGone()).isFalse();
        assertThat(self.isSeenAlive()).isTrue();
    }

    @Test
    void aPidThatIsFreeOrWasReusedIsGone() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertGone(new ProcessIdentity(self.host(), self.bootId(), ended.pid(), self.began()));
        assertGone(new ProcessIdentity(
                self.host(), self.bootId(), self.pid(), self.began().minusSeconds(60)));
    }

    @Test
    void nothingOutlivesABoot() {
        assertGone(new ProcessIdentity(self.host(), "another boot", self.pid(), self.began()));
    }

    @Test
    void aProcessOnAnotherMachineIsNeitherProvenGoneNorSeenAlive() {
        ProcessIdentity elsewhere = new ProcessIdentity("elsewhere", "another boot", 1, self.began());

        assertThat(elsewhere.isProvenGone()).isFalse();
        assertThat(elsewhere.isSeenAlive()).isFalse();
    }

    private static void assertGone(ProcessIdentity holder) {
        assertThat(holder.isProvenGone()).isTrue();
        assertThat(holder.isSeenAlive()).isFalse();
    }
}
