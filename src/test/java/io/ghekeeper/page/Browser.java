package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Debian's Chromium without a window, asked by its own protocol for what it shows. */
final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIMIT = TestTimeouts.LONG;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final String session;

    /** Its profile, its files and all that it prints go to this directory. */
    Browser(Path profile) throws IOException {
        assertThat(PROGRAM)
                .as("the page is looked at with Debian's package chromium: apt-get install chromium")
                .isExecutable();
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-extensions",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + profile)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile())
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(endpoint(profile), new Listener())
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        String target = call("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Log", "Runtime", "Network", "Accessibility", "Security")) {
            call(domain + ".enable", Map.of());
        }
    }

    private static URI endpoint(Path profile) {
        Path file = profile.resolve("DevToolsActivePort");
        await().atMost(LIMIT)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() == 2);
        try {
            List<String> lines = Files.readAllLines(file);
            return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the page. */
    JsonNode call(String method, Map<String, ?> parameters) {
        return call(session, method, parameters);
    }

    private JsonNode call(String in, String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", MAPPER.valueToTree(parameters));
        if (!in.isEmpty()) {
            message.put("sessionId", in);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        JsonNode result = answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(result.path("error").isMissingNode())
                .as(method + ": " + result)
                .isTrue();
        return result.path("result");
    }

    /** Opens an address, and waits until all of it is there. */
    void open(URI address) {
        events.clear();
        call("Page.navigate", Map.of("url", address.toString()));
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> events.stream()
                        .anyMatch(event -> event.path("method").asText().equals("Page.loadEventFired")));
    }

    /** What a script in the page would see. */
    JsonNode evaluate(String expression) {
        return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value");
    }

    /** What the browser had to say of the page since it was opened: refusals, errors, warnings. */
    List<String> complaints() {
        List<String> said = new ArrayList<>();
        for (JsonNode event : events) {
            String method = event.path("method").asText();
            if (method.equals("Log.entryAdded") || method.equals("Runtime.consoleAPICalled")) {
                said.add(event.path("params").toString());
            }
        }
        return said;
    }

    /** The addresses that were asked for since the page was opened. */
    List<String> requests() {
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .toList();
    }

    @Override
    public void close() {
        try {
            call("", "Browser.close", Map.of());
        } finally {
            process.onExit()
                    .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                    .join()
                    .destroyForcibly();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            try {
                JsonNode node = MAPPER.readTree(message);
                if (node.has("id")) {
                    answers.remove(node.path("id").asInt()).complete(node);
                } else {
                    events.add(node);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
