package io.ghekeeper.cli;

import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code bin/ghe-keeper-alive} finds the heartbeat of the supervisor that reads a configuration file: that script
 * reads little YAML. In memory, in a folder of this user's, one small file for each configuration file, so that several
 * supervisors on one machine do not meet. Its first line is the configuration file, its second the heartbeat.
 */
final class HeartbeatPointer {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatPointer.class);
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Disk DISK = new LocalDisk();

    private final Path memory;

    HeartbeatPointer() {
        this(MEMORY);
    }

    HeartbeatPointer(Path memory) {
        this.memory = memory;
    }

    /** It is no reason to end when that cannot be written: the script is given the heartbeat itself then. */
    void publish(Path configuration, Path heartbeat) {
        Path named = configuration.toAbsolutePath().normalize();
        try {
            Path folder = folder();
            String name = UUID.nameUUIDFromBytes(named.toString().getBytes(StandardCharsets.UTF_8))
                    .toString();
            String text = named + "\n" + heartbeat.toAbsolutePath() + "\n";
            AtomicFile.write(DISK, folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot publish where the heartbeat is ({}); call: ghe-keeper-alive {}", e.toString(), heartbeat);
        }
    }

    private Path folder() throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path folder = memory.resolve("ghe-keeper-" + user);
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            DISK.createPrivateDirectory(folder);
        }
        boolean ours = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(user);
        if (!ours || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is no directory of this user");
        }
        return folder;
    }
}
