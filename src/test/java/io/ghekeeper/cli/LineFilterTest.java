package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFilterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 1_000_000})
    void passesWholeLinesThatAreWantedWhateverThePiecesTheyComeIn(int piece) throws IOException {
        String text = "no\nyes 日本\n\nyes " + "x".repeat(200_000) + "\nno " + "y".repeat(200_000) + "yes\nyes";
        LineFilter filter = new LineFilter(out, line -> line.startsWith("yes"));

        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += piece) {
            filter.write(bytes, from, Math.min(piece, bytes.length - from));
        }
        filter.endLine();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("yes 日本\nyes " + "x".repeat(200_000) + "\nyes");
    }
}
