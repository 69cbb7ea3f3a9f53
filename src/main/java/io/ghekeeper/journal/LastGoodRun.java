package io.ghekeeper.journal;

import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file that names the last good run: a shortcut to what the runs themselves say, so that finding it costs the same
 * however many have failed since.
 */
final class LastGoodRun {
    /** In the file where there is no good run. */
    private static final String NONE = "none";

    /**
     * A process that died between ending a good run and naming it leaves a run without its name here, among the newest.
     * The next run names it. This many runs are read for that.
     */
    private static final int MOST_UNNAMED = 100;

    private static final int LONGEST = 200;

    private final Disk disk;
    private final Path file;

    LastGoodRun(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /**
     * The last good one.
     *
     * @param ids of all runs, the newest first
     * @param good reads a run, and gives it if it is a good one
     */
    Optional<Run> find(List<String> ids, Function<String, Optional<Run>> good) {
        String name = read();
        Optional<Run> named = good.apply(name);
        boolean trusted = named.isPresent() || name.equals(NONE);
        int looked = 0;
        for (String id : ids) {
            boolean reached = named.isPresent() && id.compareTo(named.get().id()) <= 0;
            if (reached || (trusted && looked >= MOST_UNNAMED)) {
                return named;
            }
            Optional<Run> newer = good.apply(id);
            if (newer.isPresent()) {
                return newer;
            }
            looked++;
        }
        return named;
    }

    /** Names a run, or none. Where that cannot be written, looking takes longer. */
    void name(Optional<String> id) {
        String name = id.orElse(NONE);
        if (read().equals(name)) {
            return;
        }
        try {
            AtomicFile.write(disk, file, (name + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            // The run itself is on disk.
        }
    }

    private String read() {
        try {
            return new String(SmallFile.read(file, LONGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException none) {
            return "";
        }
    }
}
