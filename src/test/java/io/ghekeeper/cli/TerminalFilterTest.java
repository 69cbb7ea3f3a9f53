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
                "a\u001b]0;title\u0007b, a]0;titleb",
                "a\u0008\u007fb\u009bc, abc",
                "a\u00a0b, a\u00a0b",
                "a\u001bb\u001b\u001b[2Jc, abc",
            })
    void lettersPassAndCommandsDoNot(String text, String shown) throws IOException {
        assertThat(filtered(text, 1000)).isEqualTo(shown);
        assertThat(filtered(text, 1)).as("byte by byte").isEqualTo(shown);
    }

    @Test
    void linesAndTabsStay() throws IOException {
        assertThat(filtered("a\tb\r\nc\n", 3)).isEqualTo("a\tb\nc\n");
    }

    private static String filtered(String text, int piece) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (TerminalFilter filter = new TerminalFilter(seen)) {
            for (int i = 0; i < bytes.length; i += piece) {
                filter.write(bytes, i, Math.min(piece, bytes.length - i));
            }
        }
        return seen.toString(StandardCharsets.UTF_8);
    }
}
