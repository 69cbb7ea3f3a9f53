package io.ghekeeper.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.migrate.ShellAssignments.Assignment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside bash itself: what is read without it is what it would assign. */
class ShellAssignmentsIT {
    @Test
    void nothingIsTakenThatBashReadsOtherwise(@TempDir Path folder) throws Exception {
        Random random = new Random(7);
        String[] pieces = {
            "A=",
            "B=",
            "A=1",
            "B='2 3'",
            "A+=x",
            "export ",
            "\n",
            "\n",
            "\n",
            "\n",
            ";",
            " ",
            " ",
            "\"",
            "'",
            "\\",
            "\\\n",
            "$A",
            "${B}",
            "${A:=y}",
            "$(echo z)",
            "`",
            "#",
            " # ",
            "if true; then\n",
            "if false; then\n",
            "\nfi\n",
            "else\n",
            "{ ",
            "; }\n",
            "f() {\n",
            "}\n",
            "( ",
            ")",
            "&& ",
            "|| ",
            "true ",
            "false ",
            "unset A",
            "x",
            "~",
            "*",
            "{p,q}",
            "case x in\n",
            "y) ",
            ";;\nesac\n",
            "for i in 1; do\n",
            "\ndone\n",
            "return\n",
            "declare ",
            "readonly ",
            "$'\\t'",
            "A=1\n",
            "A=1\n",
            "B=2\n",
            "B='3 4'\n",
            "A=5 B=6\n",
            "A=7 true\n",
            "export A=8 B\n",
            "if false; then A=9; fi\n",
            "f() { A=10; }\n",
            "false && A=11\n",
            "unset B\n",
            "(A=12)\n",
            "A=13 |\n true\n",
            "A=\"x\\\"y\"\n",
            "if true; then return; fi\n",
            "true && return\n"
        };
        int taken = 0;
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder("A=0\nB=0\n".substring(4 * random.nextInt(3)));
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Optional<Map<String, String>> bash = bash(folder, text.toString());
            if (bash.isPresent()) {
                Map<String, String> values = values(text.toString());
                values.keySet().retainAll(List.of("A", "B"));
                assertThat(bash.get()).as("%s", text).containsAllEntriesOf(values);
                taken += values.size();
            }
        }
        assertThat(taken).as("values that were compared").isGreaterThan(20);
    }

    /** The variables as bash has them; nothing where it cannot read the text to its end. */
    private static Optional<Map<String, String>> bash(Path folder, String text) throws Exception {
        Files.writeString(folder.resolve("text"), text + "\n");
        String script = ". ./text; for v in A B; do [ -z \"${!v+x}\" ] || printf '%s=%s\\0' \"$v\" \"${!v}\"; done >&3";
        Path out = folder.resolve("out");
        Process bash = new ProcessBuilder("timeout", "5", "bash", "--norc", "-c", "exec 3>out; " + script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        bash.getOutputStream().close();
        bash.waitFor();
        String said = Files.readString(folder.resolve("said"), StandardCharsets.ISO_8859_1);
        if (said.contains("syntax error") || said.contains("unexpected EOF") || said.contains("readonly variable")) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(Files.readString(out).split("\0", -1))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toMap(entry -> entry.substring(0, 1), entry -> entry.substring(2))));
    }

    private static Map<String, String> values(String text) {
        return ShellAssignments.read(text).assignments().stream()
                .collect(Collectors.toMap(Assignment::name, Assignment::value));
    }
}
