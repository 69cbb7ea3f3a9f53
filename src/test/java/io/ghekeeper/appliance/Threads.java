package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;

/** The threads that a connection may leave behind. */
final class Threads {
    private Threads() {}

    /**
     * Waits until none of a connection's threads lives any more; they end a moment after the connection. Those that tests beside
     * this one have now end, too; those that they begin later do not count.
     */
    static void awaitNoneOfAConnection() {
        List<Thread> left = ofConnections();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(left).filteredOn(Thread::isAlive).isEmpty());
    }

    private static List<Thread> ofConnections() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Threads::isOfAConnection)
                .toList();
    }

    private static boolean isOfAConnection(Thread thread) {
        String name = thread.getName();
        return name.startsWith("sshj") || name.startsWith("appliance-") || name.contains("heartbeater");
    }
}
