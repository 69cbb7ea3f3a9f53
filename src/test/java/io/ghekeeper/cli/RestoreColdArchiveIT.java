package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeS3;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A lifecycle rule moved packs to Glacier: a restore says so, asks for copies, and goes on when they are there. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RestoreColdArchiveIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";

    private FakeS3 s3;
    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        s3 = new FakeS3("archive");
        s3.properties().forEach(System::setProperty);
        deployment.target().files().maintenance(true);
        deployment.sections("archive: {store: \"s3://archive/ghe\", encryption: none}\ndrill: {host: " + TARGET + "}");
        deployment.configure("");
        snapshot = HandMade.backUp(deployment);
        Keeper keeper = HandMade.keeper(deployment);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
        Tool.run("rm", "-r", deployment.data().resolve(snapshot).toString());
        s3.freeze("ghe/packs/");
    }

    @AfterEach
    void stop() {
        s3.properties().keySet().forEach(System::clearProperty);
        s3.close();
    }

    private Deployment.Result typed(String... arguments) {
        return Typed.at(deployment, arguments);
    }

    @Test
    void thePlanNamesWhatHasToBeWarmedUpAndTheSameCommandGoesOnAfterwards() {
        Deployment.Result plan = typed("restore", TARGET, "--from-archive", "--plan");
        assertThat(plan.status()).isEqualTo(96);
        assertThat(plan.out())
                .contains("GLACIER: ", "cannot be read at once", "--warm-up bulk, 5 to 12 h", "as a rule 3 to 5 h")
                .contains("AWS charges");
        assertThat(plan.err()).contains("restore " + TARGET + " --from-archive --snapshot " + snapshot + " --warm-up");

        assertThat(typed("restore", TARGET, "--from-archive", "--foreground", "--yes", TARGET)
                        .status())
                .isEqualTo(96);
        Deployment.Result asked = typed("restore", TARGET, "--from-archive", "--warm-up", "standard");
        assertThat(asked.status()).as(asked.err()).isZero();
        assertThat(asked.out()).contains("asked for copies of", "3 to 5 h");
        Deployment.Result waiting =
                typed("restore", TARGET, "--from-archive", "--warm-up", "standard", "--foreground", "--yes", TARGET);
        assertThat(waiting.status()).isEqualTo(96);
        assertThat(waiting.err()).contains("still making copies");

        s3.warm();
        Deployment.Result restored = typed("restore", TARGET, "--from-archive", "--foreground", "--yes", TARGET);
        assertThat(restored.status()).as(restored.err()).isZero();
        Run run = HandMade.journal(deployment).restores().findFirst().orElseThrow();
        assertThat(run.last(RestoreEvent.SnapshotSource.class).orElseThrow().store())
                .contains("s3://archive/ghe");
    }

    @Test
    void aDrillAndAFetchSayItToo() {
        Deployment.Result drill = typed("drill", "--from-archive", "--foreground");
        assertThat(drill.status()).isEqualTo(96);
        assertThat(drill.err()).contains("ghe-keeper drill --from-archive --snapshot " + snapshot + " --warm-up bulk");
        Deployment.Result asked = typed("drill", "--from-archive", "--warm-up", "bulk");
        assertThat(asked.status()).as(asked.err()).isZero();

        Deployment.Result fetched =
                typed("archive", "fetch", snapshot, "--to", folder.resolve("to").toString());
        assertThat(fetched.status()).isEqualTo(96);
        assertThat(fetched.err()).contains("nothing is read at once", "--warm-up");
    }
}
