package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AwaitilityDefaultsTest {
    @Test
    void whatAnotherThreadDoesNotCatchEndsNoWait() {
        AtomicReference<Thread> another = new AtomicReference<>();

        assertThatCode(() -> Awaitility.await().until(() -> {
                    Thread thrower = new Thread(() -> {
                        throw new IllegalStateException("on purpose, for a test");
                    });
                    thrower.start();
                    thrower.join();
                    return another.getAndSet(thrower) != null;
                }))
                .doesNotThrowAnyException();
    }
}
