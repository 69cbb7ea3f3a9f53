package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Inbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who are told, by the processes that run. */
class TellingIT extends OneTarget {
    private Inbox inbox;

    @BeforeEach
    void listen() {
        inbox = Inbox.start();
        deployment.useQuickEngine();
        tell("webhook-url: \"" + inbox.webhook() + "\", ping-url: \"" + inbox.check() + "\"");
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private void tell(String keys) {
        deployment.sections("notify: {" + keys + "}");
        deployment.configure("");
    }

    private Deployment.Result fails() {
        deployment.useQuickEngine("forever"); // which sleep does not know
        deployment.configure("");
        Deployment.Result failed = deployment.type("backup");
        deployment.useQuickEngine();
        deployment.configure("");
        assertThat(failed.status()).as(failed.err()).isNotZero();
        return failed;
    }

    @Test
    void aFailureIsToldOnceThoughManyRunsFailAndThenTheRecovery() {
        List<Deployment.Result> results = new ArrayList<>(List.of(fails(), fails()));

        assertThat(inbox.told()).containsExactly("backup failing");
        assertThat(inbox.messages().get(0).path("subject").asText())
                .isEqualTo("backups of 127.0.0.1 fail: "
                        + inbox.messages().get(0).path("subject").asText().replaceFirst(".*: ", ""));
        assertThat(inbox.messages().get(0).path("run").asText()).contains("-backup-");

        results.add(deployment.type("backup"));
        results.add(deployment.type("backup"));

        assertThat(inbox.told()).containsExactly("backup failing", "backup fine");
        assertThat(results).noneMatch(result -> (result.out() + result.err()).contains(Inbox.SECRET));
    }
}
