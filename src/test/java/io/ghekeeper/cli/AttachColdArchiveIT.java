package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeS3;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A lifecycle rule moved packs to Glacier, and the state was lost: an attachment says so once, asks for copies, and goes on. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class AttachColdArchiveIT extends OneDeployment {
    private FakeS3 s3;
    private Path identity;

    @BeforeEach
    void archiveTwoAndLoseTheState() throws IOException {
        s3 = new FakeS3("archive");
        s3.properties().forEach(System::setProperty);
        deployment.useQuickEngine();
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        deployment.sections("archive: {store: \"s3://archive/ghe\", recipients: [" + recipient + "]}");
        deployment.configure("");
        archiveNext("one");
        archiveNext("another");
        Tool.run("bash", "-c", "rm -r \"$0\"", deployment.state().toString());
        s3.freeze("ghe/packs/");
    }

    @AfterEach
    void stop() {
        s3.properties().keySet().forEach(System::clearProperty);
        s3.close();
    }

    /** It has one new file. */
    private void archiveNext(String content) throws IOException {
        String snapshot = HandMade.backUp(deployment);
        Files.writeString(
                Files.createDirectories(deployment.data().resolve(snapshot).resolve("benchmarks"))
                        .resolve("new"),
                content);
        Keeper keeper = HandMade.keeper(deployment);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    /** In this process, which ends where a run would begin. */
    private Deployment.Result refused(String... more) {
        Deployment.Result refused = Typed.at(deployment, attach(more));
        assertThat(refused.status()).as(refused.out()).isEqualTo(96);
        return refused;
    }

    private static String[] attach(String... more) {
        return Stream.concat(Stream.of("archive", "attach"), Stream.of(more)).toArray(String[]::new);
    }

    private Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", s3.endpoint(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_REGION", "eu-west-1");
    }

    @Test
    void saysOnceWhatIsColdAsksForAllAndGoesOnWhenItIsWarm() throws IOException {
        Deployment.Result refused = refused("--identity", identity.toString());
        assertThat(refused.out())
                .contains(
                        "GLACIER: 2 objects with ",
                        "cannot be read at once",
                        "--warm-up bulk, 5 to 12 h",
                        "AWS charges");
        assertThat(refused.err())
                .contains(
                        "nothing is taken up, and an archive run would send again what this volume does not know: 2 objects with",
                        "of s3://archive/ghe cannot be read at once (2 in GLACIER)",
                        "ghe-keeper archive attach --identity FILE --warm-up bulk, which takes 5 to 12 h as a rule");
        assertThat(Typed.at(deployment, "runs", "--kind", "attach").out()).doesNotContain("-attach-");

        // Who pays for the copies need not have the identity.
        Deployment.Result asked = Typed.at(deployment, attach("--warm-up", "bulk"));
        assertThat(asked.status()).as(asked.err()).isZero();
        assertThat(asked.out()).contains("asked for copies of 2 objects with ", "They take 5 to 12 h as a rule");
        assertThat(refused("--identity", identity.toString(), "--warm-up", "bulk")
                        .err())
                .contains("still making copies of 2 objects");

        s3.warm();
        assertThat(Typed.at(deployment, attach("--warm-up", "bulk")).out())
                .contains("6 objects with ", " can be read at once. Go on: ");
        Deployment.Result attached =
                deployment.typeWith(variables(), attach("--identity", identity.toString(), "--warm-up", "bulk"));
        assertThat(attached.status()).as(attached.err()).isZero();
        assertThat(attached.out()).contains("2 snapshots", "is not sent again");
        long before = s3.count("ghe/packs/");
        archiveNext("a third");
        assertThat(s3.count("ghe/packs/")).isEqualTo(before + 1);
    }

    /** Nothing of content is read then, so nothing is asked for. */
    @Test
    void withoutAnIdentityItSaysThatAllIsSentAgain() {
        Deployment.Result attached = deployment.typeWith(variables(), attach());

        assertThat(attached.status()).as(attached.err()).isZero();
        assertThat(attached.out() + attached.err()).contains("begins again with whole packs");
    }

    @Test
    void aPersonAtATerminalIsAskedAndNothingIsSentWithoutAnAnswer() throws Exception {
        assertThat(answered("no")).contains("nothing is taken up").doesNotContain("asked for copies");
        assertThat(answered("bulk")).contains("asked for copies of 2 objects");
    }

    private String answered(String answer) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env"));
        variables().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(deployment.command(attach("--identity", identity.toString())));
        try (PseudoTerminal terminal = PseudoTerminal.open(folder, command)) {
            terminal.await("anything else to leave it:");
            terminal.type(answer + "\n");
            terminal.status();
            return terminal.words();
        }
    }
}
