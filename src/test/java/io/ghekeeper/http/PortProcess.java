package io.ghekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ghekeeper.lab.TestTimeouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A running {@link PortProgram}, and the clients that are connected to it. */
final class PortProcess implements AutoCloseable {
    static final Duration SOON = TestTimeouts.LONG;

    private final List<Client> clients = new ArrayList<>();
    private final Path errors;
    private final Process process;
    private final int port;

    /** @param seconds that a request may take */
    @SuppressWarnings("MissingSummary")
    PortProcess(int seconds, Path folder) throws IOException {
        errors = folder.resolve("errors");
        process = PortProgram.start(seconds, errors);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            port = Integer.parseInt(said.readLine());
        }
    }

    int port() {
        return port;
    }

    List<Client> clients() {
        return clients;
    }

    Client connect() throws IOException {
        return connect(0);
    }

    /** @param receive as {@link Client} has it */
    @SuppressWarnings("MissingSummary")
    Client connect(int receive) throws IOException {
        Client client = new Client(port, receive);
        clients.add(client);
        return client;
    }

    void connectMany(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            connect();
        }
    }

    void answersOthers() throws IOException {
        assertThat(Client.get(port, "/")).startsWith("HTTP/1.1 200 ").endsWith("well\n");
    }

    /** How many threads answer, one of them this question. */
    long threads() throws IOException {
        return figures().get(0);
    }

    /** How many threads make documents, one of them this answer. */
    long makers() throws IOException {
        return figures().get(4);
    }

    /** Threads and memory go back, no connection counts that is gone, and the log has no more than a line or two. */
    void comesToRest() throws IOException {
        hangUp();
        await().atMost(SOON).until(() -> threads() == 1);
        await().atMost(SOON).untilAsserted(this::hasRoomForAsManyAsEver);
        List<Long> figures = figures();
        assertThat(figures.get(1)).as("threads that a run would feel").isZero();
        assertThat(figures.get(2)).as("KiB of heap").isLessThan(32 * 1024);
        assertThat(figures.get(3)).as("KiB beside the heap").isLessThan(4 * 1024);
        assertThat(Files.readAllLines(errors)).as("lines in the log").hasSizeLessThan(5);
    }

    private void hasRoomForAsManyAsEver() throws IOException {
        connectMany(PortProgram.QUICK.connections() - 2);
        answersOthers();
        hangUp();
    }

    private void hangUp() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        clients.clear();
    }

    private List<Long> figures() throws IOException {
        String answer = Client.get(port, "/figures");
        while (answer.startsWith("HTTP/1.1 503 ")) { // on a busy machine they take long
            answer = Client.get(port, "/figures");
        }
        return Stream.of(answer.substring(answer.indexOf("\r\n\r\n") + 4).split(" "))
                .map(Long::valueOf)
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        await().atMost(SOON).until(() -> !process.isAlive());
        assertThat(process.exitValue()).isZero();
    }
}
