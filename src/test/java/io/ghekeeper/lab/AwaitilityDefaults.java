package io.ghekeeper.lab;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How tests wait. Test classes run side by side in one process, and Awaitility by default ends whatever waits with what any
 * other thread did not catch: a server of one test, as it was shut down, made another test fail. Its ten seconds are too few
 * on a busy machine. JUnit finds this by itself.
 */
public final class AwaitilityDefaults implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        Awaitility.setDefaultTimeout(TestTimeouts.LONG);
    }
}
