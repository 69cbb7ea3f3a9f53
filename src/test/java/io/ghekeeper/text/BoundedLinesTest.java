package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    private static final int LONGEST = 64 << 10;

    private final Random random = new Random(5);

    private static BoundedLines read(String text) {
        return new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void eachLineIsReadAndFoundAgainByItsPlace() throws IOException {
        List<String> expected = new ArrayList<>(List.of("", "\u00e9\u00ff", "x".repeat(LONGEST)));
        for (int i = 0; i < 300; i++) {
            expected.add("y".repeat(random.nextInt(i % 10 == 0 ? 40_000 : 300)));
        }
        String text = String.join("\n", expected) + "\n";
        List<Long> places = new ArrayList<>();
        try (BoundedLines lines = read(text)) {
            for (String line : expected) {
                places.add(lines.place());
                assertThat(lines.next()).isEqualTo(line);
            }
            assertThat(lines.next()).isNull();
            assertThat(lines.place()).isEqualTo(text.length());
        }
        try (BoundedLines lines = read(text)) {
            for (int i = 0; i < expected.size(); i += 1 + random.nextInt(20)) {
                lines.skipTo(places.get(i));
                assertThat(lines.place()).isEqualTo(places.get(i));
                assertThat(lines.next()).isEqualTo(expected.get(i));
            }
            lines.skipTo(text.length() + 9L);
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void aLineThatIsTooLongOrCutOffIsRefused() throws IOException {
        try (BoundedLines lines = read("x".repeat(LONGEST + 1) + "\n")) {
            assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessageContaining("more than 65536");
        }
        try (BoundedLines lines = read("a\nb")) {
            assertThat(lines.next()).isEqualTo("a");
            assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessageContaining("cut off");
        }
    }
}
