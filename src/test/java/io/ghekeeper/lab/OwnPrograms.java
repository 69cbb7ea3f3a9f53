package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.stream.Collectors;

/** The programs that a test starts. The test runs alone: those of tests beside it would count as its own. */
public final class OwnPrograms {
    /** Others keep programs for as long as the tests run, as the daemons of a store. */
    private final Set<ProcessHandle> others = running();

    private static Set<ProcessHandle> running() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    /** Waits until all of them have ended. */
    public void requireEnded() {
        await().untilAsserted(() -> assertThat(others).containsAll(running()));
    }
}
