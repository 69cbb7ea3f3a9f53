package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After the state was lost, the next archive sends what is new only: by the commands. */
class ArchiveAttachIT extends OneEncryptedArchive {
    @BeforeEach
    void archive() throws IOException {
        archived();
        archived();
        Tool.run("bash", "-c", "rm -r \"$0\"", deployment.state().toString());
    }

    private long packs() {
        return Tool.run("find", store.resolve("packs").toString(), "-type", "f")
                .lines()
                .count();
    }

    @Test
    void withTheIdentityNoPackIsSentAgain() {
        long before = packs();

        Deployment.Result attached = typed("archive", "attach", "--identity", identity.toString());

        assertThat(attached.out()).contains("attached to file://" + store + ": 2 snapshots", "is not sent again");
        assertThat(typed("runs", "--kind", "attach").out()).contains("-attach-");
        archived();
        assertThat(packs()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void withoutItTheRunSaysThatAllIsSentAgain() {
        Deployment.Result attached = typed("archive", "attach");

        assertThat(attached.out() + attached.err()).contains("begins again with whole packs");
    }
}
