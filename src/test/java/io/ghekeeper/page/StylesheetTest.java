package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StylesheetTest {
    private static final double READABLE = 4.5;
    private static final double SEEN = 3;
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    private final String text = Stylesheet.read().text();

    /** By WCAG 2: what is read stands out from what is behind it by 4.5 to 1. */
    @ParameterizedTest
    @CsvSource({
        "ink, back card code ok-tint warn-tint bad-tint run-tint",
        "muted, back card",
        "link, back card ok-tint warn-tint bad-tint run-tint",
        "ok, card ok-tint",
        "warn, card warn-tint",
        "bad, card bad-tint",
        "run, card run-tint",
    })
    void textStandsOutInBothSchemes(String colour, String backs) {
        for (Map<String, String> scheme : schemes()) {
            for (String back : backs.split(" ", -1)) {
                assertThat(contrast(scheme.get(colour), scheme.get(back)))
                        .as(colour + " on " + back + " of " + scheme)
                        .isGreaterThanOrEqualTo(READABLE);
            }
        }
    }

    /** What is seen and not read: by 3 to 1. */
    @ParameterizedTest
    @CsvSource({
        "bar, card",
        "part, card",
        "ok, back warn-tint bad-tint",
        "warn, back ok-tint",
        "bad, back ok-tint warn-tint",
        "run, back",
        "muted, card back",
    })
    void drawingsStandOutInBothSchemes(String colour, String backs) {
        for (Map<String, String> scheme : schemes()) {
            for (String back : backs.split(" ", -1)) {
                assertThat(contrast(scheme.get(colour), scheme.get(back)))
                        .as(colour + " on " + back + " of " + scheme)
                        .isGreaterThanOrEqualTo(SEEN);
            }
        }
    }

    @Test
    void everyColourIsOfThePalette() {
        String rules = COLOUR.matcher(text).replaceAll("");

        assertThat(rules).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b").doesNotContain("rgb(", "hsl(");
    }

    @Test
    void asksForNothing() {
        assertThat(text).doesNotContain("url(", "@import", "http", "@font-face", "expression", "<", "&");
    }

    @Test
    void nothingMoves() {
        assertThat(text).doesNotContain("animation", "transition", "@keyframes", "blink");
    }

    @Test
    void namesTheHashOfAStyleAsBrowsersDo() {
        // printf 'body { color: black }' | openssl dgst -sha256 -binary | base64
        assertThat(new Stylesheet("body { color: black }").hash())
                .isEqualTo("sha256-9nTC/7dB2f1JpbRTvOrSQbb3pM4m9KB3UwcuNN8sxso=");
    }

    @Test
    void isNamedByTheHashOfWhatStandsInThePage() throws Exception {
        String page = new StatusPage("1").render(Observations.healthy());
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

        assertThat(StatusPage.STYLE_HASH)
                .isEqualTo("sha256-" + Base64.getEncoder().encodeToString(hash));
        assertThat(page.split("<style", -1)).hasSize(2);
    }

    private List<Map<String, String>> schemes() {
        int dark = text.indexOf("@media (prefers-color-scheme: dark)");
        Map<String, String> light = colours(text.substring(0, dark));
        Map<String, String> night = colours(text.substring(dark));
        assertThat(night.keySet()).hasSizeGreaterThan(15).isEqualTo(light.keySet());
        return List.of(light, night);
    }

    private static Map<String, String> colours(String rules) {
        Map<String, String> colours = new HashMap<>();
        Matcher matcher = COLOUR.matcher(rules);
        while (matcher.find()) {
            colours.put(matcher.group(1), matcher.group(2));
        }
        return colours;
    }

    private static double contrast(String one, String other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
