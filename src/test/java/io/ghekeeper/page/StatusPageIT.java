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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page in a real browser, sent with the policy that it is sent with: what is seen, heard, and asked for. */
class StatusPageIT {
    private static final String POLICY = "default-src 'none'; style-src '" + StatusPage.STYLE_HASH
            + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, Observation> DAYS =
            Map.of("healthy", Observations.healthy(), "late", Observations.late(), "fresh", Observations.fresh());
    private static final Path SHOTS = Path.of("target/screenshots");

    /** A window, its width and height in CSS pixels, and how many real ones each of them has. */
    private record Window(String name, int width, int height, int scale) {}

    private static final Window PHONE = new Window("phone", 390, 844, 2);
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
        String data = browser.call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .path("data")
                .asText();
        byte[] png = Base64.getDecoder().decode(data);
        Files.write(SHOTS.resolve(name + ".png"), png);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static long colours(BufferedImage shot) {
        return Stream.iterate(0, y -> y < shot.getHeight(), y -> y + 7)
                .flatMap(y ->
                        Stream.iterate(0, x -> x < shot.getWidth(), x -> x + 3).map(x -> shot.getRGB(x, y)))
                .distinct()
                .count();
    }

    private static int brightness(BufferedImage shot) {
        int pixel = shot.getRGB(1, shot.getHeight() - 2);
        return ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 3;
    }
}
