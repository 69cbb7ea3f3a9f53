package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParagraphTest {
    private static final String RUN = "20261120T031700Z-restore-4f2a";
    private static final String TEXT = "last good backup 31 h ago (snapshot 20261120T031700, run " + RUN
            + "), and 日本語 of a-host-name-that-is-rather-long.with-many-labels.github.example.com was seen";

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 59, 60, 80, 200})
    void keepsEveryWordWholeAndEveryLineWithinTheWidthUnlessAWordAloneIsWider(int width) {
        List<String> lines = Paragraph.lines(new Screen(true, width, false), "suspect     ", 12, TEXT);

        assertThat(String.join(" ", lines).split(" +")).containsExactly(("suspect " + TEXT).split(" "));
        assertThat(lines)
                .allSatisfy(line -> assertThat(TextWidth.of(line) <= width || !line.contains(" "))
                        .as(line)
                        .isTrue());
    }

    @Test
    void givesAWordThatIsTooLongForTheIndentASmallerOne() {
        assertThat(Paragraph.lines(new Screen(true, 40, false), "failed  ", 12, "of 日本 and run " + RUN + "0123456789"))
                .containsExactly("failed  of 日本 and run", " " + RUN + "0123456789");
    }

    @Test
    void keepsACommandOnOneLineWhereItFits() {
        String text = "Look for what is missing; then: ghe-keeper snapshots accept 20261120T031700; or wait";

        assertThat(Paragraph.lines(new Screen(true, 60, false), "", 2, text))
                .containsExactly(
                        "Look for what is missing; then:", "  ghe-keeper snapshots accept 20261120T031700; or wait");
        assertThat(Paragraph.lines(new Screen(true, 40, false), "", 2, text)).contains("  20261120T031700; or wait");
    }

    @Test
    void leavesAFileOrPipeItsLine() {
        assertThat(Paragraph.lines(new Screen(false, 0, false), "a  ", 3, TEXT + "  and"))
                .containsExactly("a  " + TEXT + "  and");
    }
}
