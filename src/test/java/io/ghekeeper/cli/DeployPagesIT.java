package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.Tool;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages on deployment have people type at ghe-keeper, from the first day to the last, typed in their order. */
class DeployPagesIT extends OneTarget {
    @ParameterizedTest
    @ValueSource(strings = {"deploy-kubernetes", "deploy-ec2"})
    void everyCommandOfThePageDoesWhatItSays(String page) throws Exception {
        LinkedHashSet<String> commands = new LinkedHashSet<>(WrittenCommand.typed(page));
        assertThat(commands).hasSizeGreaterThan(6);
        for (String command : commands) {
            type(command);
        }
    }

    private void type(String command) throws Exception {
        String typed = command.replace("github-new.example.com", TARGET);
        String[] words = typed.split(" +");
        switch (words[0]) {
            // With a KMS: bashtest/test-convert-and-check-a-kms-encrypted-key.sh.
            case "key" -> assertThat(words[1]).isIn("encrypt", "check");
            case "config" ->
                assertThat(Tool.run("bash", "-c", "bin/ghe-keeper " + typed)).isEqualTo("the configuration is good");
            case "restore" -> restored(words);
            case "logs" -> followed(words);
            case "backup" -> taken(words);
            case "status" -> assertThat(Typed.at(deployment, words).out()).contains("last good backup");
            default -> {
                Deployment.Result result = Typed.at(deployment, words);
                assertThat(result.status())
                        .as("%s: %s %s", typed, result.out(), result.err())
                        .isZero();
            }
        }
    }

    private void taken(String... words) {
        assertThat(Typed.at(deployment, words).status()).isZero();
        Run run = journal.newest(1).readable().stream().findFirst().orElseThrow();
        assertThat(ended(run).hasSucceeded()).isTrue();
    }

    private void followed(String... words) throws Exception {
        deployment.hold();
        assertThat(Typed.at(deployment, "backup", "--detach").status()).isZero();
        Process watching = deployment.start(log, words);
        Awaitility.await().until(() -> Files.readString(log).contains("backup begins"));
        deployment.letGo();
        assertThat(watching.waitFor()).isZero();
    }

    private void restored(String... words) throws Exception {
        PseudoTerminal terminal = terminal(words);
        if (!words[words.length - 1].equals("--plan")) {
            terminal.await("anything else to leave it: ");
            terminal.type(TARGET + "\r");
        }
        assertThat(terminal.status()).as(terminal.screen()).isZero();
        assertThat(terminal.screen()).contains(TARGET);
    }
}
