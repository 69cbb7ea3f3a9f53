package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ghekeeper.monitor.Observation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, sent with the policy that it is sent with: what is seen, heard, and asked for. */
class StatusPageIT {
    private static final String POLICY = "default-src 'none'; style-src '" + StatusPage.STYLE_HASH
            + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, Observation> DAYS =
            Map.of("healthy", Observations.healthy(), "late", Observations.late(), "fresh", Observations.fresh());
    private static final String WIDE = "[...document.querySelectorAll('body *')]"
            + ".filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest('.scroll'))"
            + ".map(one => one.outerHTML.slice(0, 90)).slice(0, 5).join(' | ')";
    private static final Path SHOTS = Path.of("target/screenshots");

    /** A window, its width and height in CSS pixels, and how many real ones each of them has. */
    private record Window(String name, int width, int height, int scale) {}

    private static final Window PHONE = new Window("phone", 390, 844, 1);
    private static final Window DESKTOP = new Window("desktop", 1280, 900, 1);

    private record View(String day, Window window, String scheme) {
        @Override
        public String toString() {
            return day + "-" + window.name() + "-" + scheme;
        }
    }

    static Stream<View> views() {
        return Stream.of("healthy", "late", "fresh")
                .flatMap(day -> Stream.of(PHONE, DESKTOP)
                        .flatMap(window -> Stream.of("light", "dark").map(scheme -> new View(day, window, scheme))));
    }

    @TempDir
    private static Path profile;

    private static HttpServer server;
    private static Browser browser;

    @BeforeAll
    static void begin() throws IOException {
        Files.createDirectories(SHOTS);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Observation seen = DAYS.get(exchange.getRequestURI().getPath().substring(1));
            byte[] page = seen == null
                    ? new byte[0]
                    : new StatusPage("ghe-keeper 0.1.0").render(seen).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(seen == null ? 404 : 200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        browser = new Browser(profile);
    }

    @AfterAll
    static void end() throws Exception {
        browser.close();
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("views")
    void isSeenWholeInEachWindowAndScheme(View view) throws IOException {
        look(view);

        BufferedImage shot = shot(view.toString());

        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("width of the page")
                .isLessThanOrEqualTo(view.window().width());
        assertThat(shot.getWidth())
                .isEqualTo(view.window().width() * view.window().scale());
        assertThat(colours(shot)).as("colours seen").isGreaterThan(12);
        assertThat(brightness(shot)).as("brightness of its edge").satisfies(light -> {
            if (view.scheme().equals("light")) {
                assertThat(light).isGreaterThan(230);
            } else {
                assertThat(light).isLessThan(40);
            }
        });
        assertThat(browser.complaints())
                .as("what the browser refused or warned of")
                .isEmpty();
        assertThat(browser.requests())
                .allMatch(url -> url.equals(address(view.day()).toString()) || url.startsWith("data:image/svg+xml"));
    }

    /** Phones of 360 pixels; 320, as WCAG wants it of a page at 400 %; a desktop at 200 %. */
    @ParameterizedTest
    @ValueSource(ints = {320, 360, 640, 768, 1024})
    void isNeverWiderThanItsWindow(int width) {
        size(new Window("narrow", width, 800, 1));
        for (String day : List.of("late", "healthy")) {
            browser.open(address(day));
            browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");

            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as("width of " + day + ", by " + browser.evaluate(WIDE))
                    .isLessThanOrEqualTo(width);
        }
    }

    /** The page follows the browser's letter size, and stays within the window. */
    @Test
    void lettersOfTwiceTheSizeStayInTheWindow() {
        size(DESKTOP);
        browser.open(address("late"));

        browser.evaluate("document.documentElement.style.fontSize = '200%'");

        assertThat(browser.evaluate(
                                "parseFloat(getComputedStyle(document.querySelector('.answer p:not(.state)')).fontSize)")
                        .asDouble())
                .isGreaterThanOrEqualTo(32);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(DESKTOP.width());
    }

    /** As a screen reader gets it. */
    @Test
    void isHeardAsItIsSeen() {
        for (Window window : List.of(PHONE, DESKTOP)) {
            size(window);
            browser.open(address("healthy"));
            List<String> heard = heard();

            assertThat(heard)
                    .contains("heading: Last good backup 6 h 11 min ago; next at 21:17", "main: ", "banner: ")
                    .contains("contentinfo: ", "navigation: For machines", "region: The last 30 days")
                    .contains("progressbar: Step 7 of 12: Git repositories", "meter: Bytes in use")
                    .contains("table: The newest snapshots", "columnheader: State", "table: What comes by itself")
                    .contains("image: How long backups took", "image: Free on the volume, forecast")
                    .contains("DisclosureTriangle: 32 older snapshots");
            assertThat(heard)
                    .filteredOn(node -> node.startsWith("rowheader: 20261120T090604"))
                    .hasSize(1);
            assertThat(heard).filteredOn(node -> node.startsWith("heading: ")).hasSizeGreaterThan(12);
            assertThat(heard).doesNotContain("image: ", "table: ", "region: ", "link: ");
        }
    }

    /** What is there for who hears: the role and the name of each. */
    private static List<String> heard() {
        return StreamSupport.stream(
                        browser.call("Accessibility.getFullAXTree", Map.of())
                                .path("nodes")
                                .spliterator(),
                        false)
                .filter(node -> !node.path("ignored").asBoolean())
                .map(node -> node.path("role").path("value").asText() + ": "
                        + node.path("name").path("value").asText())
                .toList();
    }

    private static void look(View view) {
        size(view.window());
        browser.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", view.scheme()))));
        browser.open(address(view.day()));
    }

    private static void size(Window window) {
        browser.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        window.width(),
                        "height",
                        window.height(),
                        "deviceScaleFactor",
                        window.scale(),
                        "mobile",
                        window.width() < 600));
    }

    private static URI address(String day) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + day);
    }

    private static BufferedImage shot(String name) throws IOException {
        String data = browser.call(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true, "optimizeForSpeed", true))
                .path("data")
                .asText();
        byte[] png = Base64.getDecoder().decode(data);
        Files.write(SHOTS.resolve(name + ".png"), png);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static long colours(BufferedImage shot) {
        return Arrays.stream(shot.getRGB(0, 0, shot.getWidth(), shot.getHeight(), null, 0, shot.getWidth()))
                .distinct()
                .count();
    }

    private static int brightness(BufferedImage shot) {
        int pixel = shot.getRGB(1, shot.getHeight() - 2);
        return ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 3;
    }
}
