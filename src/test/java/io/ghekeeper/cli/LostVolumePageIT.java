package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person types by docs/restore.md when the volume is lost: in a shell, at the launcher. */
class LostVolumePageIT extends OneDeployment {
    private static final String TITLE = "## The volume is lost";
    private static final String PROMPT = "        $ ";

    @Test
    void theCommandsOfThePageBringALostVolumeBack() throws IOException {
        Path identity = identity("operations");
        deployment.useQuickEngine();
        Path store = Files.createDirectory(folder.resolve("store"));
        deployment.sections("archive: {store: \"file://%s\", recipients: [%s, %s]}"
                .formatted(store, recipient(identity), recipient(identity("safe"))));
        deployment.configure("");
        String snapshot = archived();
        Path lost = Files.move(deployment.data(), folder.resolve("lost"));
        Files.move(deployment.state(), folder.resolve("lost-state"));
        List<String> commands = commands(identity);

        String printed = type(commands);

        assertThat(commands).hasSize(3);
        assertThat(printed).contains("the data directory is new", snapshot + " is on the volume now", "archived");
        assertThat(Tool.run(
                        "diff",
                        "-r",
                        "--no-dereference",
                        lost.toString(),
                        deployment.data().toString()))
                .isEmpty();
        assertThat(Tool.run(
                        "grep",
                        "-rlF",
                        Files.readString(identity).lines().skip(2).findFirst().orElseThrow(),
                        folder.toString()))
                .as("who has the identity")
                .isEqualTo(identity.toString());
    }

    private Path identity(String name) {
        Path file = folder.resolve(name + ".key");
        Tool.run("age-keygen", "-o", file.toString());
        return file;
    }

    private static String recipient(Path identity) {
        return Tool.run("age-keygen", "-y", identity.toString());
    }

    private String archived() {
        return HandMade.archive(deployment);
    }

    private static List<String> commands(Path identity) throws IOException {
        return Files.readAllLines(Path.of("docs/restore.md")).stream()
                .dropWhile(line -> !line.equals(TITLE))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith(PROMPT))
                .map(line -> line.substring(PROMPT.length()).replace("IDENTITY", identity.toString()))
                .toList();
    }

    private String type(List<String> commands) throws IOException {
        Path script = folder.resolve("typed.sh");
        Files.writeString(
                script,
                "set -e\nghe-keeper() { %s \"$@\"; }\n%s\n"
                        .formatted(String.join(" ", deployment.command()), String.join("\n", commands)));
        return Tool.run("bash", script.toString());
    }
}
