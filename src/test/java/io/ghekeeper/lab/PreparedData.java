package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data directory with one snapshot of a fake appliance as it is made, taken by the stand-in engine: once for all tests
 * that want to restore something, because a backup takes longer than what they look at.
 */
public final class PreparedData {
    private static Path kept;

    private PreparedData() {}

    /**
     * Puts it there.
     *
     * @param data the data directory; need not be there
     * @param backup takes that backup into it; asked for at most once
     */
    public static synchronized void into(Path data, Runnable backup) {
        try {
            if (kept == null) {
                backup.run();
                Path copy = Files.createTempDirectory("ghk-prepared");
                Tool.run("cp", "-a", data + "/.", copy.toString());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> Tool.run("rm", "-rf", copy.toString())));
                kept = copy;
            } else {
                Files.createDirectories(data);
                Tool.run("cp", "-a", kept + "/.", data.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
