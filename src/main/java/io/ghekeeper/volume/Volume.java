package io.ghekeeper.volume;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The volume that the data directory lies on: whether it is one, what room it has, and whether links work there. */
public final class Volume {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** File systems that only hold what a container writes over its image, and go with it. */
    private static final Set<String> LAYERS =
            Set.of("overlay", "overlayfs", "aufs", "unionfs", "fuse-overlayfs", "fuse.fuse-overlayfs");

    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

    private final VolumeSettings settings;
    private final Disk disk;
    private final Path root;
    private final Map<String, String> environment;

    /** @param environment tells whether this is a Kubernetes pod */
    @SuppressWarnings("MissingSummary")
    public Volume(VolumeSettings settings, Disk disk, Map<String, String> environment) {
        this(settings, disk, environment, Path.of("/"));
    }

    /** @param root below which the kernel's and the container's own files are looked for */
    @SuppressWarnings("MissingSummary")
    Volume(VolumeSettings settings, Disk disk, Map<String, String> environment, Path root) {
        this.settings = settings;
        this.disk = disk;
        this.environment = Map.copyOf(environment);
        this.root = root;
    }

    /**
     * The bytes and inodes of the volume.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    public Room room() {
        Path place = place();
        try {
            FileStore store = Files.getFileStore(place);
            // The JDK knows nothing of inodes.
            String[] inodes = new ShortCommand(LIMIT)
                    .ask(List.of("stat", "-f", "-c", "%c %d", place.toString()))
                    .split(" ", -1);
            return new Room(
                    store.getTotalSpace(),
                    store.getUsableSpace(),
                    Long.parseLong(inodes[0]),
                    Long.parseLong(inodes[1]));
        } catch (IOException e) {
            throw unusable("cannot ask for the room on " + place + ": " + e.getMessage(), e);
        }
    }

    /**
     * Where the volume is mounted.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    public MountPoint mount() {
        try {
            Path mountinfo = root.resolve("proc/self/mountinfo");
            String table = new String(Files.readAllBytes(mountinfo), StandardCharsets.UTF_8);
            Path real = place().toRealPath();
            return MountTable.parse(table)
                    .holding(real)
                    .orElseThrow(() -> new IOException(mountinfo + " names no file system for " + real));
        } catch (IOException e) {
            throw unusable("cannot find out what " + settings.directory() + " is mounted on: " + e.getMessage(), e);
        }
    }

    /**
     * Whether the data directory is where it should be: see {@link VolumeSettings.Mount}.
     *
     * @return a doubt, if any
     * @throws Failure VOLUME_NOT_MOUNTED, VOLUME_UNUSABLE
     */
    public Optional<String> requireMounted() {
        MountPoint mount = mount();
        if (mount.readOnly()) {
            throw unusable(settings.directory() + " is mounted read-only at " + mount, null);
        }
        boolean layer = LAYERS.contains(mount.type()) || inContainer();
        return switch (settings.mount()) {
            case ANY -> Optional.empty();
            case REQUIRED -> {
                if (mount.isRoot()) {
                    throw notMounted(mount, "on the root file system");
                }
                yield Optional.empty();
            }
            case DETECT -> {
                if (mount.isRoot() && layer) {
                    throw notMounted(mount, "in the container's own layer, which is lost with the container");
                }
                yield doubt(mount);
            }
        };
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

    /**
     * Whether hard links and symbolic links work in the data directory; backup-utils needs both.
     *
     * @throws Failure LINKS_UNSUPPORTED, VOLUME_FULL, VOLUME_OUT_OF_INODES, VOLUME_UNUSABLE
     */
    public void requireLinks() {
        Path place = place();
        Optional<LinkProbe.Unsupported> wrong;
        try {
            wrong = new LinkProbe(disk, place).run();
        } catch (IOException e) {
            throw writing(place, e);
        }
        if (wrong.isPresent()) {
            throw new Failure(
                    FailureKind.LINKS_UNSUPPORTED,
                    wrong.get().kind() + " links do not work in " + place + " on " + mount() + ": "
                            + wrong.get().why(),
                    "Give the volume a file system that has them, such as ext4 or XFS: snapshots share their files by"
                            + " links.");
        }
    }

    /** The data directory, or what it will be made in: only its last folder may be missing. */
    private Path place() {
        Path directory = settings.directory();
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && Files.isDirectory(parent) && Files.notExists(directory)) {
            return parent;
        }
        throw new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "there is no directory " + directory + ", nor " + parent + " to make it in",
                "Check data.directory, and that the volume is mounted and this user may enter it.");
    }

    private boolean inContainer() {
        return environment.containsKey("KUBERNETES_SERVICE_HOST")
                || Files.exists(root.resolve(".dockerenv"))
                || Files.exists(root.resolve("run/.containerenv"));
    }

    private Failure notMounted(MountPoint mount, String where) {
        return new Failure(
                FailureKind.VOLUME_NOT_MOUNTED,
                settings.directory() + " is " + where + ": what is mounted there is " + mount,
                "Mount the volume at " + settings.directory().getParent()
                        + ", or set data.mount to any, for trying things out.");
    }

    /** A file system that is out of inodes says that no space is left on it. */
    private Failure writing(Path place, IOException e) {
        String why = String.valueOf(e.getMessage());
        if (!why.contains("No space left") && !why.contains("quota exceeded")) {
            return unusable("cannot write in " + place + ": " + e, e);
        }
        boolean inodes = !room().hasInodes(1);
        return new Failure(
                inodes ? FailureKind.VOLUME_OUT_OF_INODES : FailureKind.VOLUME_FULL,
                "cannot write in " + place + ": " + (inodes ? "no inode is left" : why),
                "Enlarge the volume, or remove its oldest snapshots by hand: backup-utils prunes after a backup only.",
                e);
    }

    private static Failure unusable(String message, Exception cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                message,
                "Check that the volume is mounted, and readable and writable for this user.",
                cause);
    }
}
