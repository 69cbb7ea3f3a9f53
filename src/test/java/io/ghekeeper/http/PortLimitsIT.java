package io.ghekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients may do to the port, and that it answers others while they do, and goes back to rest after them. */
@Timeout(30)
class PortLimitsIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private static Path folder;

    private static Process program;
    private static Path errors;
    private static int port;

    private final List<Client> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        errors = folder.resolve("errors");
        program = PortProgram.start(errors);
        try (BufferedReader said = program.inputReader(StandardCharsets.UTF_8)) {
            port = Integer.parseInt(said.readLine());
        }
    }

    @AfterAll
    static void end() throws Exception {
        program.getOutputStream().close();
        assertThat(program.waitFor()).isZero();
    }

    @AfterEach
    void comesToRest() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        await().atMost(SOON).until(() -> figures().get(0) == 1);
        List<Long> figures = figures();
        assertThat(figures.get(1)).as("KiB of heap").isLessThan(32 * 1024);
        assertThat(figures.get(2)).as("KiB beside the heap").isLessThan(8 * 1024);
        assertThat(errors).content().doesNotContain("\tat ").doesNotContain("Exception in thread");
    }

    @Test
    void closesConnectionsThatNeverSayAWord() throws IOException {
        connect(200);

        answersOthers();

        await().atMost(SOON).until(this::allEnded);
    }

    @Test
    void closesRequestsThatComeByteByByte() throws IOException {
        connect(200);
        drip();

        answersOthers();

        await().pollInterval(Duration.ofMillis(50)).atMost(SOON).until(() -> drip() == 0);
    }

    @Test
    void closesConnectionsThatDoNotTakeUpTheirAnswer() throws IOException {
        for (int i = 0; i < 200; i++) {
            Client reader = new Client(port, 4096);
            clients.add(reader);
            reader.send("GET /large HTTP/1.1\r\n\r\n");
        }
        await().until(() -> figures().get(0) > 200);

        answersOthers();

        await().atMost(SOON).until(() -> figures().get(0) == 1);
        assertThat(clients.get(0).answer().length()).isLessThan(PortProgram.LARGE);
    }

    private void answersOthers() throws IOException {
        long begin = System.nanoTime();
        assertThat(Client.get(port, "/")).startsWith("HTTP/1.1 200 ").endsWith("well\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    private void connect(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            clients.add(new Client(port));
        }
    }

    private boolean allEnded() throws IOException {
        for (Client client : clients) {
            if (!client.ended()) {
                return false;
            }
        }
        return true;
    }

    /** One more byte from each; how many are still heard. */
    private long drip() throws IOException {
        long heard = 0;
        for (Client client : clients) {
            try {
                client.send("G");
                heard += client.ended() ? 0 : 1;
            } catch (SocketException ended) {
                // It is not heard any more.
            }
        }
        return heard;
    }

    private static List<Long> figures() throws IOException {
        String answer = Client.get(port, "/figures");
        return Stream.of(answer.substring(answer.indexOf("\r\n\r\n") + 4).split(" "))
                .map(Long::valueOf)
                .toList();
    }
}
