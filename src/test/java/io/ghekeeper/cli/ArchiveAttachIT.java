package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After the state was lost, the next archive sends what is new only: by the commands. */
class ArchiveAttachIT extends OneDeployment {
    private Path identity;
    private Path store;

    @BeforeEach
    void archive() throws IOException {
        deployment.appliance().files().addFile("/data/user/storage/a/1a/2b/object", "an object that never changes");
        store = Files.createDirectory(folder.resolve("store"));
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient + "]}");
        deployment.configure("");
        HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        Tool.run("bash", "-c", "rm -r \"$0\"", deployment.state().toString());
    }

    private Deployment.Result typed(String... arguments) {
        Deployment.Result result = Typed.at(deployment, arguments);
        assertThat(result.status()).as(result.err() + result.out()).isZero();
        return result;
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
        HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        assertThat(packs()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void withoutItTheRunSaysThatAllIsSentAgain() {
        Deployment.Result attached = typed("archive", "attach");

        assertThat(attached.out() + attached.err()).contains("begins again with whole packs");
    }
}
