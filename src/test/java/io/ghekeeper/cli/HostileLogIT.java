package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user who may write to the volume does not choose what {@code logs} reads. */
class HostileLogIT extends OneDeployment {
    private static final String SECRET = "not for those who may read logs";

    private Path run;

    @BeforeEach
    void oneRun() throws IOException {
        deployment.useQuickEngine();
        deployment.configure("");
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        try (Stream<Path> runs = Files.list(deployment.state().resolve("runs"))) {
            run = runs.findFirst().orElseThrow();
        }
        assertThat(Typed.at(deployment, "logs", "last").out()).contains("finished");
    }

    @Test
    void aLogThatIsASymbolicLinkIsNotFollowed() throws IOException {
        Path log = run.resolve("output.log");
        Files.delete(log);
        Files.createSymbolicLink(log, Files.writeString(folder.resolve("secret"), SECRET));

        refused("is a symbolic link, which is not followed");
    }

    @Test
    void aRunWhoseFolderIsASymbolicLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.move(run, folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("output.log"), SECRET);
        Files.createSymbolicLink(run, elsewhere);

        Deployment.Result logs = Typed.at(deployment, "logs", run.getFileName().toString());

        assertThat(logs.status()).isNotZero();
        assertThat(logs.out()).doesNotContain(SECRET);
    }

    @Test
    void aLogThatIsAPipeIsNotWaitedFor() throws IOException {
        Path log = run.resolve("output.log");
        Files.delete(log);
        Tool.run("mkfifo", log.toString());

        refused("it is no regular file");
    }

    @Test
    void aLogThatIsMissingIsNamedInPlainWords() throws IOException {
        Files.delete(run.resolve("output.log"));

        refused("there is no such file");
    }

    private void refused(String why) {
        Deployment.Result logs = Typed.at(deployment, "logs", "last");

        assertThat(logs.status()).isNotZero();
        assertThat(logs.out()).isEmpty();
        assertThat(logs.err()).contains(why).doesNotContain("Exception", SECRET);
    }
}
