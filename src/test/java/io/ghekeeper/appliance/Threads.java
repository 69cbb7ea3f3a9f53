package io.ghekeeper.appliance;

import java.util.List;
import org.awaitility.Awaitility;

/** The threads that a connection may leave behind. */
final class Threads {
    private Threads() {}

    /** Waits until none of a connection's threads lives any more; they end a moment after the connection. */
    static void awaitNoneOfAConnection() {
        Awaitility.await()
                .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(ofConnections())
                        .isEmpty());
    }

    private static List<String> ofConnections() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        name.startsWith("sshj") || name.startsWith("appliance-") || name.contains("heartbeater"))
                .toList();
    }
}
