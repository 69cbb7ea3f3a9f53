package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {
    private static final String RUN = "20261120T031700Z-backup-4f2a";
    private static final String REASON = "connection-lost: the connection to github.example.com broke at step 3";

    @Test
    void showsTheMostImportantColumnsThatFitAndNamesTheOthers() {
        assertThat(runs().on(screen(80)))
                .containsExactly(
                        "RUN                           BEGUN BY  TOOK   OUTCOME  SNAPSHOT OR REASON",
                        RUN + "  schedule  3 min  failed   connection-lost: the…",
                        "not shown, for want of columns: TRIES; see ghe-keeper runs show RUN");
        assertThat(runs().on(screen(200)))
                .containsExactly(
                        "RUN                           BEGUN BY  TOOK   TRIES  OUTCOME  SNAPSHOT OR REASON",
                        RUN + "  schedule  3 min  2      failed   " + REASON);
    }

    @Test
    void givesARowSeveralLinesWhereNotEvenTheNecessaryColumnsFit() {
        assertThat(runs().on(screen(40)))
                .containsExactly(
                        RUN + " failed",
                        "    connection-lost: the connection to",
                        "    github.example.com broke at step 3");
    }

    @Test
    void aColumnThatIsNotShownLeavesNoTrace() {
        TextTable table = new TextTable(TextTable.Overflow.CUT, "ID", "RUN").optional("it", "RUN");
        table.row("20261120T031700", RUN);

        assertThat(table.on(screen(20)))
                .containsExactly("ID", "20261120T031700", "not shown, for want", "    of columns: RUN;", "    see it");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 55, 80, 120})
    void noLineIsWiderThanTheTerminalWhateverTheText(int width) {
        TextTable table = new TextTable(TextTable.Overflow.WRAPPED, "CHECK", "STATE", "WHAT");
        table.row("host key", "failed", "日本語 ".repeat(30));
        table.row("", "", "one more\u001b[2J line \u202e of it ".repeat(9));

        assertThat(table.on(screen(width)))
                .allSatisfy(line -> assertThat(TextWidth.of(line)).as(line).isLessThanOrEqualTo(width));
    }

    @Test
    void coloursWhatIsBadOnATerminalOnly() {
        assertThat(runs().on(new Screen(true, 200, true)).get(1)).contains("\u001b[1m\u001b[31mfailed\u001b[0m   conn");
        assertThat(runs().on(new Screen(true, 40, true)).get(0)).contains("\u001b[31mfailed\u001b[0m");
        assertThat(runs().on(new Screen(false, 0, false))).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void aFileOrPipeGetsEveryColumnWhole() {
        List<String> lines = runs().on(new Screen(false, 0, false));

        assertThat(lines.get(1)).isEqualTo(RUN + "  schedule  3 min  2      failed   " + REASON);
        assertThat(lines).hasSize(2);
    }

    private static TextTable runs() {
        TextTable table = new TextTable(
                        TextTable.Overflow.CUT, "RUN", "BEGUN BY", "TOOK", "TRIES", "OUTCOME", "SNAPSHOT OR REASON")
                .optional("ghe-keeper runs show RUN", "TOOK", "BEGUN BY", "TRIES");
        table.row(RUN, "schedule", "3 min", "2", "failed", REASON);
        return table;
    }

    private static Screen screen(int width) {
        return new Screen(true, width, false);
    }
}
