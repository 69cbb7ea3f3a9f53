package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    static final List<Integer> REMOVED = Stream.of(
                    IntStream.range(0, 0x20),
                    IntStream.rangeClosed(0x7f, 0x9f),
                    IntStream.of(0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180e, 0x3164, 0xfeff, 0xffa0),
                    IntStream.rangeClosed(0x200b, 0x200f),
                    IntStream.rangeClosed(0x2028, 0x202e),
                    IntStream.rangeClosed(0x2060, 0x206f),
                    IntStream.rangeClosed(0xd800, 0xdfff).filter(c -> c % 97 == 0),
                    IntStream.rangeClosed(0xfe00, 0xfe0d),
                    IntStream.rangeClosed(0xfdd0, 0xfdef),
                    IntStream.rangeClosed(0xfff0, 0xfffb),
                    IntStream.of(0xfffe, 0xffff, 0x1fffe, 0x10ffff),
                    IntStream.rangeClosed(0xe0000, 0xe01ef))
            .flatMap(IntStream::boxed)
            .toList();

    @ParameterizedTest
    @FieldSource("REMOVED")
    void aCharacterThatPrintsNothingOrMoreThanItselfBecomesABlank(int c) {
        String between = "a" + Character.toString(c) + "b";

        assertThat(PlainText.shows(c)).isFalse();
        if (c != 0x1b && c != 0x9b && c != 0x90 && c != 0x98 && (c < 0x9d || c > 0x9f)) {
            assertThat(PlainText.of(between)).isEqualTo("a b");
        } else {
            assertThat(PlainText.of(between)).matches("a( b)?");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git.example.com",
                "Müller Größe naïve Łódź",
                "日本語のスナップショット　全角",
                "한국어 العربية עברית ไทย हिन्दी",
                "🚀 ✅ ❤️ ☎︎ 1️⃣ 👍🏽 👩‍💻 👩🏽‍🚀 🏳️‍🌈 ❤️‍🔥 👨‍👩‍👧‍👦 🇩🇪 🫠",
                "a\u00a0b £ § ± ° µ ⁄ ™",
                "/data/repositories/a/nw/ac/23/7d/100000021/1.git",
            })
    void aNameInAnyScriptStaysAsItIs(String name) {
        assertThat(PlainText.of(name)).isEqualTo(name);
        assertThat(PlainText.lines(name)).isEqualTo(name);
        assertThat(bitByBit(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\u001b[31;1mred\u001b[0m text|red text",
                "\u009b31mred\u009b0m|red",
                "\u001b]0;title\u0007text|text",
                "\u009d0;title\u009ctext|text",
                "\u001b]8;;https://evil\u001b\\link\u001b]8;;\u001b\\|link",
                "\u001b(Bplain\u001b[m|plain",
                "\u001b[>0;1|[>0;1",
                "left \u001b]0;no end, and more|left ]0;no end, and more",
                "cafe\u200bteria|cafe teria",
                "abc\rERROR forged|abc ERROR forged",
                "\ufeffbom|bom",
                "\u202egpj.exe\u202c|gpj.exe",
                "a\u200db|a b",
                "👩\u200dx|👩 x",
                "a\ufe0f\ufe0fb|a\ufe0f b",
            })
    void whatCommandsATerminalGoesAndTheTextStays(String hostile, String plain) {
        assertThat(PlainText.of(hostile)).isEqualTo(plain);
        assertThat(bitByBit(hostile).strip()).isEqualTo(plain);
    }

    @Test
    void anUnendedSequenceHidesNothingOfALongText() {
        String long10 = "word ".repeat(10_000);

        assertThat(PlainText.of("\u001b]0;" + long10 + "\u0007end"))
                .contains(long10.strip())
                .endsWith("end");
        assertThat(PlainText.of("\u001b[" + "1;".repeat(10_000) + "m")).hasSizeGreaterThan(10_000);
    }

    @Test
    void linesKeepTheirEndsAndNothingElse() {
        assertThat(PlainText.lines("a\r\n\tb\n\n\u001b[2Jc\rd\u2028e \n")).isEqualTo("a\n\tb\n\nc d e \n");
        assertThat(PlainText.of("a\r\n\tb\n\nc")).isEqualTo("a b c");
    }

    @Test
    void cleaningTwiceChangesNothing() {
        String all = IntStream.rangeClosed(0, 0x10ffff)
                .filter(c -> c < 0x3000 || (c > 0xd700 && c < 0x20000) || (c > 0xdff00 && c < 0xe1000))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String once = PlainText.of(all + "\u001b\u001b[[31m\u001b\u202e[1mx\u001b]\u001b]0;\u0007\u0007y");

        assertThat(PlainText.of(once)).isEqualTo(once);
        assertThat(once.codePoints().filter(c -> !PlainText.shows(c) && c != 0xfe0e && c != 0xfe0f))
                .isEmpty();
    }

    private static String bitByBit(String text) {
        PlainTextFilter filter = new PlainTextFilter(true, false);
        StringBuilder all = new StringBuilder();
        text.chars().forEach(c -> all.append(filter.pass(String.valueOf((char) c))));
        return all.append(filter.end()).toString();
    }
}
