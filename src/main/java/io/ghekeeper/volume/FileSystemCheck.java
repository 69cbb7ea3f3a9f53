package io.ghekeeper.volume;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the state directory lies on the snapshots' file system. The journal moves, fills and fails together with the
 * snapshots only there; a journal elsewhere stays behind when the volume is attached to another machine.
 *
 * <p>A directory that is not there yet is judged by its nearest parent that is. Two paths are on one file system when
 * the kernel gives them one device number, so that bind mounts of one file system are fine, or when one mount holds
 * both, as with the subvolumes of btrfs.
 */
public record FileSystemCheck(Path dataDirectory, Path stateDirectory) {
    private static final String DEVICE = "unix:dev";

    /**
     * Both directories and their mounts, in words.
     *
     * @throws Failure CONFIGURATION_INVALID when they are on two file systems; VOLUME_UNUSABLE when that cannot be seen
     */
    public String require() {
        try {
            Path data = nearest(dataDirectory);
            Path state = nearest(stateDirectory);
            MountTable mounts = MountTable.ofThisProcess();
            Optional<MountPoint> dataMount = mounts.holding(data);
            Optional<MountPoint> stateMount = mounts.holding(state);
            if (!isOneDevice(data, state) && !dataMount.equals(stateMount)) {
                throw apart(words(dataMount), words(stateMount));
            }
            return dataDirectory + " and " + stateDirectory + " are on one file system";
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot find out which file systems hold " + dataDirectory + " and " + stateDirectory + ": "
                            + e.getMessage(),
                    "Check that the volume is mounted, and readable for this user.",
                    e);
        }
    }

    static boolean isOneDevice(Path one, Path other) throws IOException {
        return Files.getAttribute(one, DEVICE).equals(Files.getAttribute(other, DEVICE));
    }

    private Failure apart(String dataMount, String stateMount) {
        return new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "data.state-directory (" + stateDirectory + ", mounted at " + stateMount
                        + ") is on another file system than data.directory (" + dataDirectory + ", mounted at "
                        + dataMount + "): the journal must be on the volume of the snapshots",
                "Set data.state-directory to a directory beside the snapshots, as "
                        + VolumeSettings.stateBeside(dataDirectory) + ". To keep the history, stop ghe-keeper and move "
                        + stateDirectory + " there.");
    }

    private static String words(Optional<MountPoint> mount) {
        return mount.map(MountPoint::toString).orElse("an unknown mount");
    }

    /** Links are followed: what they lead to is what is written. */
    private static Path nearest(Path directory) throws IOException {
        Path place = directory.toAbsolutePath().normalize();
        for (int links = 0; !Files.exists(place); ) {
            if (Files.isSymbolicLink(place) && links++ < 40) {
                place = place.resolveSibling(Files.readSymbolicLink(place)).normalize();
            } else if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) || place.getParent() == null) {
                throw new IOException(place + " cannot be followed");
            } else {
                place = place.getParent();
            }
        }
        return place.toRealPath();
    }
}
