package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.monitor.Observation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What makes the page usable to who hears it, or only has keys; and what it must not hold at all. */
class AccessibilityTest {
    static Stream<Observation> days() {
        return Stream.of(Observations.healthy(), Observations.late(), Observations.fresh());
    }

    @ParameterizedTest
    @MethodSource("days")
    void saysItsLanguageItsTitleAndItsParts(Observation seen) throws Exception {
        Parsed page = Parsed.of(seen);

        assertThat(page.one("html").getAttribute("lang")).isEqualTo("en");
        assertThat(page.one("title").getTextContent())
                .startsWith(seen.status().state().name());
        assertThat(page.elements("main")).hasSize(1);
        assertThat(page.elements("header")).hasSize(1);
        assertThat(page.elements("footer")).hasSize(1);
        assertThat(page.elements("nav")).hasSize(1).allMatch(nav -> nav.hasAttribute("aria-label"));
        assertThat(page.elements("meta").map(meta -> meta.getAttribute("name"))).contains("viewport", "color-scheme");
    }

    @ParameterizedTest
    @MethodSource("days")
    void headingsGoDownStepByStep(Observation seen) throws Exception {
        List<Integer> levels = Parsed.of(seen)
                .all()
                .map(Element::getTagName)
                .filter(name -> name.matches("h[1-6]"))
                .map(name -> name.charAt(1) - '0')
                .toList();

        assertThat(levels).startsWith(1).containsOnlyOnce(1).hasSizeGreaterThan(9);
        assertThat(IntStream.range(1, levels.size()))
                .allSatisfy(i -> assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1));
    }

    @ParameterizedTest
    @MethodSource("days")
    void tablesSayWhatTheyAreAndWhatHeadsWhat(Observation seen) throws Exception {
        Parsed page = Parsed.of(seen);

        assertThat(page.elements("table"))
                .isNotEmpty()
                .allMatch(table -> table.getFirstChild().getNodeName().equals("caption"));
        assertThat(page.elements("th")).allMatch(th -> th.getAttribute("scope").matches("col|row"));
        assertThat(page.elements("td"))
                .allMatch(td -> !td.getAttribute("data-label").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("days")
    void drawingsHaveATitleOrAreOnlyOrnament(Observation seen) throws Exception {
        assertThat(Parsed.of(seen).elements("svg")).isNotEmpty().allSatisfy(svg -> {
            if (!isHidden(svg)) {
                assertThat(svg.getAttribute("role")).isEqualTo("img");
                assertThat(svg.getElementsByTagName("title").getLength()).isPositive();
                assertThat(svg.getElementsByTagName("desc").getLength()).isEqualTo(1);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("days")
    void whatIsNamedByAnotherIsThere(Observation seen) throws Exception {
        Parsed page = Parsed.of(seen);
        List<String> ids = page.all()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        Set<String> known = new HashSet<>(ids);

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(page.all()
                        .map(element -> element.getAttribute("aria-labelledby") + " "
                                + element.getAttribute("aria-describedby"))
                        .flatMap(names -> Arrays.stream(names.split(" ", -1)))
                        .filter(name -> !name.isEmpty()))
                .isNotEmpty()
                .allMatch(known::contains);
        assertThat(page.all()
                        .map(element -> element.getAttribute("href"))
                        .filter(href -> href.startsWith("#"))
                        .map(href -> href.substring(1)))
                .allMatch(known::contains);
    }

    @ParameterizedTest
    @MethodSource("days")
    void metersAndBarsHaveANameAndAText(Observation seen) throws Exception {
        Parsed page = Parsed.of(seen);

        assertThat(Stream.concat(page.elements("meter"), page.elements("progress")))
                .isNotEmpty()
                .allMatch(bar -> bar.hasAttribute("aria-label") || bar.hasAttribute("aria-labelledby"))
                .allMatch(bar -> bar.getTextContent().endsWith(" %"));
    }

    @ParameterizedTest
    @MethodSource("days")
    void eachDayIsSaidInWords(Observation seen) throws Exception {
        List<Element> days = Parsed.of(seen)
                .elements("li")
                .filter(li -> li.getAttribute("class").startsWith("day "))
                .toList();

        assertThat(days)
                .hasSize(30)
                .allSatisfy(day -> assertThat(day.getTextContent())
                        .matches("[A-Z][a-z]{2} \\d{1,2} [A-Z][a-z]{2}: (no run|\\d+ (backup|drill|restore).*).*"));
    }

    @ParameterizedTest
    @MethodSource("days")
    void holdsNoScriptNoStyleOfItsOwnAndNothingFromElsewhere(Observation seen) throws Exception {
        Parsed page = Parsed.of(seen);

        assertThat(page.all().map(Element::getTagName))
                .doesNotContain("script", "iframe", "object", "embed", "form", "input", "button", "img", "base");
        assertThat(page.all().flatMap(AccessibilityTest::attributes)).allSatisfy(attribute -> {
            assertThat(attribute.getNodeName()).isNotEqualTo("style").doesNotStartWith("on");
            assertThat(attribute.getNodeValue()).doesNotContain("http:", "https:", "//", "javascript:");
        });
        assertThat(page.elements("a").map(a -> a.getAttribute("href")))
                .allMatch(href -> href.startsWith("#")
                        || List.of("./", "metrics", "api/status", "healthz", "readyz")
                                .contains(href));
    }

    private static Stream<Node> attributes(Element element) {
        return IntStream.range(0, element.getAttributes().getLength())
                .mapToObj(element.getAttributes()::item)
                // The icon is in the page itself, in base 64, where two slashes are nothing but letters.
                .filter(attribute -> !attribute.getNodeValue().startsWith("data:image/svg+xml;base64,"));
    }

    private static boolean isHidden(Node node) {
        return node instanceof Element element
                && (element.getAttribute("aria-hidden").equals("true") || isHidden(node.getParentNode()));
    }
}
