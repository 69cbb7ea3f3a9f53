package io.ghekeeper.volume;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What the data directory may be mounted on.
 *
 * @param inContainer whether what has a root file system is a container
 */
record MountRule(VolumeSettings settings, boolean inContainer) {
    /** File systems that only hold what a container writes over its image, and go with it. */
    private static final Set<String> LAYERS =
            Set.of("overlay", "overlayfs", "aufs", "unionfs", "fuse-overlayfs", "fuse.fuse-overlayfs");

    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

    /**
     * Holds a mount to the rule.
     *
     * @param hostDirectory as {@link MountTable#hostDirectory} gives it
     * @return a doubt, if any
     * @throws Failure VOLUME_NOT_MOUNTED
     */
    Optional<String> check(MountPoint mount, Optional<Path> hostDirectory) {
        if (settings.mount() == VolumeSettings.Mount.ANY) {
            return Optional.empty();
        }
        if (mount.isRoot() && settings.mount() == VolumeSettings.Mount.REQUIRED) {
            throw notMounted(mount, "on the root file system");
        }
        if (mount.isRoot() && (inContainer || LAYERS.contains(mount.type()))) {
            throw notMounted(mount, "in the container's own layer, which is lost with the container");
        }
        hostDirectory.ifPresent(directory -> {
            throw hosts(mount, directory);
        });
        return settings.mount() == VolumeSettings.Mount.DETECT ? doubt(mount) : Optional.empty();
    }

    private Optional<String> doubt(MountPoint mount) {
        if (mount.isRoot()) {
            return Optional.of(
                    settings.directory() + " is on the machine's root file system, " + mount + ": backups can fill it");
        }
        return MEMORY.contains(mount.type())
                ? Optional.of(settings.directory() + " is in memory, " + mount + ": snapshots are lost with it")
                : Optional.empty();
    }

    private Failure notMounted(MountPoint mount, String where) {
        return new Failure(
                FailureKind.VOLUME_NOT_MOUNTED,
                settings.directory() + " is " + where + ": what is mounted there is " + mount,
                "Mount the volume at " + settings.directory().getParent()
                        + ", or set data.mount to any, for trying things out.");
    }

    /** A volume that is not attached, not formatted or not mounted leaves a directory of the host's own disk behind. */
    private Failure hosts(MountPoint mount, Path directory) {
        return new Failure(
                FailureKind.VOLUME_NOT_MOUNTED,
                settings.directory() + " is on no volume, but on the host's own disk: " + mount + " is the directory "
                        + directory + " of the disk that also holds the container's /etc/hosts",
                "Attach the volume to the host, format it once (mkfs.ext4 -E root_owner=999:999), mount it, and start the"
                        + " container again (in Kubernetes: give the pod a persistentVolumeClaim); or set data.mount to"
                        + " any, when that disk is meant.");
    }
}
