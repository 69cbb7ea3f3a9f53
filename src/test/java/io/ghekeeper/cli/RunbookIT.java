package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The runbook of docs/restore.md, typed from its first line to its last. Its second section is typed in the image, by
 * bashtest/test-image-restores-with-the-volume-alone.sh; its lines for a cluster and for AWS by deploy.RestorePageIT.
 */
@Order(7)
class RunbookIT extends OneTarget {
    private static final Path PAGE = Path.of("docs/restore.md");
    private static final String PROMPT = "    $ ";
    private static final String QUESTION = "anything else to leave it: ";

    private String failed = "";

    @Test
    void everyCommandOfTheRunbookDoesWhatThePageSays() throws Exception {
        deployment.hold();
        List<String> elsewhere = new ArrayList<>();
        for (String line : commands()) {
            if (line.startsWith("ghe-keeper ")) {
                type(line.substring("ghe-keeper ".length()));
            } else {
                elsewhere.add(line.replaceFirst("^(\\w+(?: -n ghe-backup)? \\S+).*", "$1"));
            }
        }
        assertThat(elsewhere)
                .as("what needs a cluster or AWS")
                .containsExactly("aws autoscaling", "kubectl -n ghe-backup patch", "aws ec2", "aws autoscaling");
        assertThat(journal.restores().map(run -> run.end().orElseThrow().outcome()))
                .as("the newest first")
                .containsExactly(Run.Outcome.SUCCEEDED, Run.Outcome.INTERRUPTED, Run.Outcome.INTERRUPTED);
    }

    private static List<String> commands() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## When it must be done now"))
                .takeWhile(line -> !line.equals("## Only the volume is left"))
                .filter(line -> line.startsWith(PROMPT))
                .map(line -> line.substring(PROMPT.length()))
                .toList();
    }

    private void type(String command) throws Exception {
        String typed = command.replace("github-new.example.com", TARGET).replace("RUN", failed);
        String[] words = typed.split(" ");
        switch (command) {
            case "restore github-new.example.com" -> begin(words);
            case "cancel running" -> cancelAndBeginAgain(words);
            case "logs running -f" -> watchItFail(words);
            case "restore --again RUN" -> again(words);
            case "status" -> assertThat(Typed.at(deployment, words).out()).contains("last good backup");
            case "backup --detach" ->
                assertThat(Typed.at(deployment, words).status()).isZero();
            default -> {
                Deployment.Result result = Typed.at(deployment, words);
                assertThat(result.status())
                        .as("%s: %s %s", typed, result.out(), result.err())
                        .isZero();
            }
        }
    }

    private void begin(String... words) throws Exception {
        PseudoTerminal terminal = terminal(words);
        terminal.await(QUESTION);
        terminal.type(TARGET + "\r");
        failed = held().id();
        terminal.await(failed + " has begun. It goes on when this terminal is lost.");
        terminal.hangUp();
    }

    private void cancelAndBeginAgain(String... words) throws Exception {
        PseudoTerminal terminal = terminal(words);
        terminal.await("(y/N)");
        terminal.type("y\r");
        assertThat(terminal.status()).isZero();
        begin("restore", TARGET);
    }

    /** Ends it by a signal, as the end of its container does. */
    private void watchItFail(String... words) throws Exception {
        Process watching = deployment.start(log, words);
        Awaitility.await().until(() -> Files.readString(log).contains("restore begins"));
        ProcessHandle.of(journal.find(failed).keeper().pid()).orElseThrow().destroy();
        assertThat(watching.waitFor()).isZero();
        deployment.letGo();
    }

    private void again(String... words) throws Exception {
        PseudoTerminal terminal = terminal(words);
        terminal.await(QUESTION);
        terminal.type(TARGET + "\r");
        assertThat(terminal.status()).as(terminal.screen()).isZero();
        assertThat(terminal.screen()).contains("is restored onto " + TARGET, "left to do by hand");
    }
}
