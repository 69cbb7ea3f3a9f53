package io.ghekeeper.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.migrate.ShellAssignments.Assignment;
import io.ghekeeper.migrate.ShellAssignments.Unread;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
    void whatNeedsAShellIsReportedAndNeverTaken(String text) {
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
    void aValueThatMayBeSetAgainIsNotTakenAndReported(String doubt) {
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
    void theLastAssignmentCountsAndTheFormerIsReported() {
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
    void whatIsNestedWithoutEndIsReported() {
        assertThat(ShellAssignments.read("A=" + "\"$(".repeat(20000)).unread()).hasSize(1);
        assertThat(ShellAssignments.read("A=" + "${".repeat(20000)).unread()).hasSize(1);
    }

    /** The values that are taken are those of bash, whatever stands around them; others are reported. */
    private static Map<String, String> values(String text) {
        return ShellAssignments.read(text).assignments().stream()
                .collect(Collectors.toMap(Assignment::name, Assignment::value));
    }
}
