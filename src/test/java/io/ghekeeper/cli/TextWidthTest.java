package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
    @ParameterizedTest
    @CsvSource({"abc,3", "é,1", "e\u0301,1", "日本,4", "\ud83d\ude80,2", "'',0"})
    void countsColumnsAndNotCharacters(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "one two three,13,one two three",
        "one two three,12,one two…",
        "one two three,8,one two…",
        "one two three,7,one…",
        "onetwothree,5,onet…",
        "日本語日本語,6,日本…",
        "ab\ud83d\ude80cd,4,ab…"
    })
    void cutsBehindAWordAndNeverWithinACharacter(String text, int columns, String cut) {
        assertThat(TextWidth.cut(text, columns)).isEqualTo(cut);
        assertThat(TextWidth.of(cut)).isLessThanOrEqualTo(columns);
    }
}
