package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.config.ShellAssignments.Assignment;
import io.ghekeeper.config.ShellAssignments.Unread;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the words of bash(1): what it would assign, seen without it. */
class ShellAssignmentsTest {
    @Test
    void readsPlainAssignmentsAsAShellDoes() {
        String text = """
                # a comment; A=1
                A=word
                  B="two words" # behind it
                C='single $HOME `x` "q"'
                export D=exported E="another"
                F=
                G=a\\ b"c"'d'\\
                e
                H="a \\"quote\\" \\$5 \\x"
                I=x#y;J=1; K="two
                lines"
                readonly L=1
                declare -x M=2
                export A
                """;

        assertThat(values(text))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("A", "word"),
                        Map.entry("B", "two words"),
                        Map.entry("C", "single $HOME `x` \"q\""),
                        Map.entry("D", "exported"),
                        Map.entry("E", "another"),
                        Map.entry("F", ""),
                        Map.entry("G", "a bcde"),
                        Map.entry("H", "a \"quote\" $5 \\x"),
                        Map.entry("I", "x#y"),
                        Map.entry("J", "1"),
                        Map.entry("K", "two\nlines"),
                        Map.entry("L", "1"),
                        Map.entry("M", "2")));
        assertThat(ShellAssignments.read(text).unread()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=$B",
                "A=$(hostname)",
                "A=\"x$(echo \"y\")\"",
                "A=`hostname`",
                "A=\"`hostname`\"",
                "A=${B:-x}",
                "A=$'x'",
                "A=$((1+1))",
                "A=~/data",
                "A+=x",
                "declare A+=x",
                "export A[0]=x",
                "A=(x y)",
                "A=(x\ny\n)",
                "A[0]=x",
                "A=x command",
                "A=x | cat",
                "A=x && true",
                "true && A=x",
                "true &&\nA=x",
                "true ||  # a comment\n A=x",
                "A=x & ",
                "export A={x,y}",
                "(A=x)",
                "(\nA=x\n)",
                "{\nA=x\n}",
                "if true; then A=x; fi",
                "if true\nthen\nA=x\nfi",
                "for i in 1 2; do\nA=x\ndone",
                "while read i; do A=x; done < file",
                "f() {\nA=x\n}",
                "f()\n{\nA=x\n}",
                "function f {\nA=x\n}",
                "case x in\nx) A=x ;;\nesac",
                "if true; then\nif true; then\nA=y\nfi\nA=x\nfi",
                "cat <<END\nA=x\nEND",
                "A=\"x",
                "A='x",
                "echo \"\nA=x\n\"",
                "exit 0\nA=x",
                "true && return\nA=x",
                "if true; then\nreturn\nfi\nA=x",
                "return\nA=x",
                "let A=x",
                "((A=1))",
                "read A",
                "unset A",
                "eval 'A=x'",
                ". /etc/more",
            })
    void whatNeedsAShellIsToldAndNeverTaken(String text) {
        ShellAssignments read = ShellAssignments.read(text);

        assertThat(read.assignments()).isEmpty();
        assertThat(read.unread()).isNotEmpty();
        assertThat(text).contains(read.unread().get(0).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if true; then A=x; fi",
                "A=$B",
                "A+=x",
                "unset A",
                "read -r A < file",
                "printf -v A x",
                ": ${A:=x}",
                "true && A=x",
                "A=\"x",
                "cat <<END\nEND\nA=x"
            })
    void aValueThatMayBeSetAnewIsNotTakenAndTold(String doubt) {
        ShellAssignments read = ShellAssignments.read("A=first\nB=2\n" + doubt);

        assertThat(read.assignments()).extracting(Assignment::name).containsExactly("B");
        assertThat(read.unread()).extracting(Unread::line).contains(1, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo $A", "[ -n \"${A}\" ] || exit 1", "test \"$A\" = x", "AA=$B", "#A=$B"})
    void aValueThatIsOnlyLookedAtStays(String look) {
        assertThat(values("A=first\n" + look)).containsEntry("A", "first");
    }

    @Test
    void theLastAssignmentCountsAndTheFormerIsTold() {
        ShellAssignments read = ShellAssignments.read("A=$X\nA=1\nA=2\n");

        assertThat(read.assignments()).extracting(Assignment::value).containsExactly("2");
        assertThat(read.unread()).extracting(Unread::line).containsExactly(1, 2);
    }

    @Test
    void linesAreCountedThroughQuotesAndContinuations() {
        ShellAssignments read = ShellAssignments.read("A='1\n2'\\\n\nB=\\\n1\n\nC=3\n");

        assertThat(read.assignments()).extracting(Assignment::line).containsExactly(1, 4, 7);
    }

    @Test
    void whatIsNestedWithoutEndIsTold() {
        assertThat(ShellAssignments.read("A=" + "\"$(".repeat(20000)).unread()).hasSize(1);
        assertThat(ShellAssignments.read("A=" + "${".repeat(20000)).unread()).hasSize(1);
    }

    /** What is taken is what bash has, whatever stands around it; what is not taken is told. */
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
