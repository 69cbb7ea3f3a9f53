package io.ghekeeper.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A web server that takes messages and pings, and remembers them; a test can make it fail. */
public final class Inbox implements AutoCloseable {
    /** What must not be found anywhere. */
    public static final String SECRET = "T0SECRET7/B0SECRET7";

    private static final String CHECK = "/ping/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

    private final WireMockServer server;
    private final ObjectMapper mapper = new ObjectMapper();

    private Inbox() {
        server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        repair();
    }

    public static Inbox start() {
        return new Inbox();
    }

    public String webhook() {
        return "http://127.0.0.1:" + server.port() + "/services/" + SECRET;
    }

    public String check() {
        return "http://127.0.0.1:" + server.port() + CHECK;
    }

    public String place() {
        return "127.0.0.1:" + server.port();
    }

    /** Takes all again. What came before is forgotten. */
    public void repair() {
        answer(WireMock.ok("OK"));
    }

    /** From now on gives this answer. What came before is forgotten. */
    public void answer(ResponseDefinitionBuilder response) {
        server.resetAll();
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
    }

    /** Gives this answer so many times, and then takes all. What came before is forgotten. */
    public void answerAtFirst(int times, ResponseDefinitionBuilder response) {
        repair();
        for (int i = 0; i < times; i++) {
            server.stubFor(WireMock.any(WireMock.anyUrl())
                    .inScenario("at first")
                    .whenScenarioStateIs(
                            i == 0 ? com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED : "after " + i)
                    .willSetStateTo("after " + (i + 1))
                    .willReturn(response));
        }
    }

    /** The bodies of what was posted to the webhook and taken, in order. */
    public List<JsonNode> messages() {
        return events().stream()
                .filter(event -> event.getRequest().getUrl().startsWith("/services/"))
                .filter(Inbox::isTaken)
                .map(event -> json(event.getRequest().getBody()))
                .toList();
    }

    /** Topic and state of each message, as {@code backup failing}. */
    public List<String> received() {
        return messages().stream()
                .map(message -> message.path("topic").asText() + " "
                        + message.path("state").asText())
                .toList();
    }

    /** Of each ping what follows the check's own URL. */
    public List<String> pings() {
        return events().stream()
                .map(event -> event.getRequest().getUrl())
                .filter(url -> url.startsWith(CHECK))
                .map(url -> url.substring(CHECK.length()))
                .toList();
    }

    /** What the pings said. */
    public List<String> pingBodies() {
        return events().stream()
                .filter(event -> event.getRequest().getUrl().startsWith(CHECK))
                .map(event -> event.getRequest().getBodyAsString())
                .toList();
    }

    /** How often it was asked. */
    public int requests() {
        return server.getAllServeEvents().size();
    }

    private List<ServeEvent> events() {
        List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
        Collections.reverse(events);
        return events;
    }

    private static boolean isTaken(ServeEvent event) {
        LoggedResponse response = event.getResponse();
        return response != null && response.getStatus() == 200;
    }

    private JsonNode json(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
