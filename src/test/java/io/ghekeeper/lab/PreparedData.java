package io.ghekeeper.lab;

import java.nio.file.Path;

/**
 * A data directory with one snapshot of a fake appliance as it is made, taken by the stand-in engine: once for all tests
 * that want to restore something, because a backup takes longer than what they look at.
 */
public final class PreparedData {
    private static final Template TEMPLATE = new Template("-a");

    private PreparedData() {}

    /**
     * Puts it there.
     *
     * @param data the data directory; need not be there
     * @param backup takes that backup into it; asked for at most once
     */
    public static void into(Path data, Runnable backup) {
        TEMPLATE.into(data, folder -> backup.run());
    }
}
