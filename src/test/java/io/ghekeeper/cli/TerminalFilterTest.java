package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalFilterTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain, plain",
                "é–…漢, é–…漢",
                "a\u001b[31;1mred\u001b[0m, ared",
                "a\u001b]0;title\u0007b, ab",
                "a\u001b]8;;http://x\u001b\\link, alink",
                "a\u001bP1$r\u001b\\b\u001b^c\u001b\\d\u001b_漢\u0007e\u001bXf\u009cg, abdeg",
                "a\u001b]0;\u001b[1mb, a ]0; b",
                "a\u202eb\u2066c\u200fd\u061ce, a b c d e",
                "a😀b, a😀b",
                "a\u0008\u007fb\u009bc, a b",
                "a\u00a0b, a\u00a0b",
                "a\u001bb\u001b\u001b[2Jc, a b c",
            })
    void lettersPassAndCommandsDoNot(String text, String shown) throws IOException {
        assertThat(filtered(text, 1000)).isEqualTo(shown);
        assertThat(filtered(text, 1)).as("byte by byte").isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"]0;title, a ]0;title", "Pq, a Pq", "[1;, a [1;", "'', a"})
    void aSequenceWithoutAnEndHidesNothing(String begun, String shown) throws IOException {
        String text = "a\u001b" + begun + "\nb\n";

        assertThat(filtered(text, 1000)).isEqualTo(shown + "\nb\n");
        assertThat(filtered(text, 1)).as("byte by byte").isEqualTo(shown + "\nb\n");
    }

    @Test
    void whatIsNoTextIsSeenAsAQuestionMark() throws IOException {
        byte[] bytes = {'a', (byte) 0x9b, '2', 'J', (byte) 0x80, 'b', (byte) 0xc3, 'c', (byte) 0xf0, (byte) 0x9f, '\n'};

        assertThat(filtered(bytes, 1000)).isEqualTo("a?2J?b?c?\n");
        assertThat(filtered(bytes, 1)).as("byte by byte").isEqualTo("a?2J?b?c?\n");
    }

    @Test
    void linesAndTabsStay() throws IOException {
        assertThat(filtered("a\tb\r\nc\n", 3)).isEqualTo("a\tb\nc\n");
    }

    private static String filtered(String text, int piece) throws IOException {
        return filtered(text.getBytes(StandardCharsets.UTF_8), piece);
    }

    private static String filtered(byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (TerminalFilter filter = new TerminalFilter(seen)) {
            for (int i = 0; i < bytes.length; i += piece) {
                filter.write(bytes, i, Math.min(piece, bytes.length - i));
            }
            filter.end();
        }
        return seen.toString(StandardCharsets.UTF_8);
    }
}
