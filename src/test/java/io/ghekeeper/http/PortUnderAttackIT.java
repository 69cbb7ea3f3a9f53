package io.ghekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that mean no good: the port answers others meanwhile or soon after, and comes to rest. */
@Timeout(300)
class PortUnderAttackIT {
    /** Bytes that a client's system takes up for it. */
    private static final int SMALL = 64 * 1024;

    @TempDir
    private static Path folder;

    private static PortProcess process;

    @BeforeAll
    static void start() throws IOException {
        process = new PortProcess(6, folder);
    }

    @AfterAll
    static void end() throws IOException {
        process.close();
    }

    @AfterEach
    void comesToRest() throws IOException {
        process.comesToRest();
    }

    @Test
    void closesConnectionsThatNeverSayAWord() throws IOException {
        process.connectMany(200);

        process.answersOthers();
        assertThat(process.clients().get(199).ended()).as("closed already").isFalse();

        await().atMost(PortProcess.SOON).until(this::allEnded);
    }

    @Test
    void closesRequestsThatComeByteByByte() throws IOException {
        process.connectMany(200);
        assertThat(drip()).isEqualTo(200);

        process.answersOthers();
        assertThat(drip()).as("heard while another is answered").isPositive();

        await().pollInterval(Duration.ofMillis(50)).atMost(PortProcess.SOON).until(() -> drip() == 0);
    }

    @Test
    void closesConnectionsThatDoNotTakeUpTheirAnswer() throws IOException {
        for (int i = 0; i < 60; i++) {
            process.connect(SMALL).send("GET /large HTTP/1.1\r\n\r\n");
        }

        process.answersOthers();
        assertThat(process.threads())
                .as("one thread is reading while another answers")
                .isGreaterThan(1);

        await().atMost(PortProcess.SOON).until(() -> process.threads() == 1);
        for (Client reader : process.clients().subList(0, 5)) {
            assertThat(reader.answer().length()).isLessThan(PortProgram.LARGE);
        }
    }

    @Test
    void forgetsClientsThatDieWhileTheyAreAnswered() throws IOException {
        for (int i = 0; i < 400; i++) {
            Client dying = process.connect();
            dying.send("GET /large HTTP/1.1\r\n\r\n");
            dying.abort();
        }

        await().atMost(PortProcess.SOON).ignoreException(SocketException.class).untilAsserted(process::answersOthers);
    }

    @Test
    void outlivesAFloodOfConnections() throws IOException {
        int sent = 0;
        for (int i = 0; i < 5000; i++) {
            try {
                process.connect().send("GET / HTTP/1.1\r\n");
                sent++;
            } catch (SocketException refused) {
                // One of those beyond the limit.
            }
        }

        assertThat(sent).isGreaterThan(PortProgram.QUICK.connections());
        await().atMost(PortProcess.SOON).ignoreException(SocketException.class).until(() -> {
            return Client.get(process.port(), "/").endsWith("well\n");
        });
    }

    @Test
    void answersManyAtOnce() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(50);
        try {
            Callable<String> one = () -> Client.get(process.port(), "/");
            for (Future<String> answer : crowd.invokeAll(Collections.nCopies(1000, one))) {
                assertThat(answer.get()).startsWith("HTTP/1.1 200 ").endsWith("well\n");
            }
        } finally {
            crowd.shutdown();
        }
    }

    @Test
    void losesOneThreadToASourceThatHangs() throws IOException {
        for (int i = 0; i < 100; i++) {
            process.connect().send("GET /stuck HTTP/1.1\r\n\r\n");
        }

        assertThat(process.makers()).isLessThanOrEqualTo(2);
        process.answersOthers();

        for (Client asking : process.clients()) {
            assertThat(asking.answer()).startsWith("HTTP/1.1 503 ");
        }
    }

    private boolean allEnded() throws IOException {
        for (Client client : process.clients()) {
            if (!client.ended()) {
                return false;
            }
        }
        return true;
    }

    /** One more byte from each; how many are still heard. */
    private long drip() throws IOException {
        long heard = 0;
        for (Client client : process.clients()) {
            try {
                client.send("G");
                heard += client.ended() ? 0 : 1;
            } catch (SocketException ended) {
                // It is not heard any more.
            }
        }
        return heard;
    }
}
