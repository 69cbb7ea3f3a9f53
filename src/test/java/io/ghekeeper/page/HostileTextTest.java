package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Every text of an observation, replaced by one that means harm: it comes out as text, and moves nothing. */
class HostileTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\" onload=\"alert(1)\" x=\"",
                "' style='background:red",
                "</code></p></body></html><h1>OK</h1>",
                "]]><!-- <?php ?> &lt; &amp; &#x3c;",
                "</style><style>*{display:none}",
                "javascript:alert(1)",
                "evil\u202egnp.exe\u2066\u200b\u2028\u2029",
                "bell\u0007 escape\u001b[2J null\u0000 \r\n\t \u009b31m",
                "half a pair \ud800 and no character \uffff\ufffe",
                "",
            })
    void comesOutAsTextAndMovesNothing(String hostile) throws Exception {
        Parsed plain = Parsed.of(new Poisoned("x").of(Observations.late()));
        Parsed page = Parsed.of(new Poisoned(hostile.isEmpty() ? " " : hostile).of(Observations.late()));

        assertThat(skeleton(page)).isEqualTo(skeleton(plain));
        assertThat(page.text().codePoints().filter(c -> c != '\n' && c != '\t').boxed())
                .as("no character turns, hides or ends anything")
                .noneMatch(c -> Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.CONTROL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "a \"b\" 'c' & d"})
    void isReadAsItWasWritten(String hostile) throws Exception {
        Parsed page = Parsed.of(new Poisoned(hostile).of(Observations.late()));

        assertThat(page.part("troubles")).contains(hostile);
        assertThat(page.part("snapshots")).contains(hostile);
        assertThat(page.part("warnings")).contains(hostile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "\"", "long ", "\ud83d\ude31"})
    void isCutWhereItIsTooLong(String piece) throws Exception {
        String long10 = piece.repeat(10_000 / piece.length());

        Parsed page = Parsed.of(new Poisoned(long10).of(Observations.late()));

        assertThat(page.text().length()).isLessThan(350_000);
        assertThat(page.part("troubles")).contains("…");
    }

    /** The elements with the names of their attributes, in order. */
    private static List<String> skeleton(Parsed page) {
        return page.all().map(HostileTextTest::names).toList();
    }

    private static String names(Element element) {
        return element.getTagName()
                + IntStream.range(0, element.getAttributes().getLength())
                        .mapToObj(i -> element.getAttributes().item(i).getNodeName())
                        .toList();
    }
}
