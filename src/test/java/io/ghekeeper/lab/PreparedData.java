package io.ghekeeper.lab;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data directory with one snapshot of a fake appliance as it is made, taken by the stand-in engine: once for all tests
 * that want to restore something, because a backup takes longer than what they look at.
 */
public final class PreparedData {
    private static final Map<String, Template> TEMPLATES = new ConcurrentHashMap<>();

    private PreparedData() {}

    /**
     * Puts it there.
     *
     * @param maker who takes the backup; each has its own, because they name snapshots differently
     * @param data the data directory; need not be there
     * @param backup takes that backup into it; asked for at most once
     */
    public static void into(String maker, Path data, Runnable backup) {
        TEMPLATES.computeIfAbsent(maker, name -> new Template("-a")).into(data, folder -> backup.run());
    }
}
