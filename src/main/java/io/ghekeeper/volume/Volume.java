package io.ghekeeper.volume;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The volume that the data directory lies on: whether it is one, what room it has, and whether links work there. */
public final class Volume {
    /** What an engine ends with for many reasons, a volume that cannot be written among them. */
    private static final Set<FailureKind> MAY_COME_FROM_THE_VOLUME = EnumSet.of(
            FailureKind.VOLUME_FULL,
            FailureKind.VOLUME_UNUSABLE,
            FailureKind.ENGINE_FAILED,
            FailureKind.ENGINE_STEPS_FAILED,
            FailureKind.ENGINE_ACTIVE,
            FailureKind.CAPTURE_UNPROVEN,
            FailureKind.CONNECTION_LOST,
            FailureKind.RESTORE_FAILED,
            FailureKind.RESTORE_UNPROVEN,
            FailureKind.RUN_SILENT,
            FailureKind.JOURNAL_UNREADABLE);

    private final VolumeSettings settings;
    private final Disk disk;
    private final Path root;
    private final Map<String, String> environment;

    /** @param environment shows whether this is a Kubernetes pod */
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
    public DiskSpace room() {
        Path place = place();
        try {
            return DiskSpace.at(place);
        } catch (IOException e) {
            throw unusable("cannot ask for the room on " + place + ": " + FileError.words(e), e);
        }
    }

    /**
     * The size of the volume in bytes. Unlike {@link #room}, it starts no program.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    public long totalBytes() {
        Path place = place();
        try {
            return Files.getFileStore(place).getTotalSpace();
        } catch (IOException e) {
            throw unusable("cannot read the size of the file system of " + place + ": " + FileError.words(e), e);
        }
    }

    /**
     * The failure of a run in the kind that fits the volume as it is now: an engine on a volume that is full, or turned
     * read-only, fails in many ways, and its own line about it cannot be written there.
     */
    public Failure exact(Failure failure) {
        if (!MAY_COME_FROM_THE_VOLUME.contains(failure.kind())) {
            return failure;
        }
        return obstacle().map(obstacle -> of(obstacle, failure)).orElseGet(() -> outOfInodes(failure));
    }

    private static Failure of(Failure obstacle, Failure failure) {
        return obstacle.kind() == failure.kind()
                ? failure
                : new Failure(
                        obstacle.kind(), obstacle.getMessage() + ": " + failure.getMessage(), obstacle.hint(), failure);
    }

    /** An engine takes a volume without inodes for a full one, as the system says. */
    private Failure outOfInodes(Failure failure) {
        if (failure.kind() != FailureKind.VOLUME_FULL || !Unwritable.outOfInodes(settings.directory())) {
            return failure;
        }
        return new Failure(
                FailureKind.VOLUME_OUT_OF_INODES,
                "no inode is left on the volume: " + failure.getMessage(),
                Unwritable.MORE_INODES,
                failure);
    }

    /**
     * What keeps anything from being written on the volume now, by its mount, its bytes and its inodes: VOLUME_UNUSABLE,
     * VOLUME_FULL or VOLUME_OUT_OF_INODES; nothing where it can be written, or cannot be looked at.
     */
    public Optional<Failure> obstacle() {
        return obstacle(this::room);
    }

    private Optional<Failure> obstacle(Supplier<DiskSpace> space) {
        try {
            MountPoint mount = mount();
            if (mount.readOnly()) {
                return Optional.of(readOnly(mount));
            }
            DiskSpace room = space.get();
            if (!room.hasInodes(1) || (room.isUsedUp() && room.lacksInodes())) {
                return Optional.of(new Failure(
                        FailureKind.VOLUME_OUT_OF_INODES,
                        "no inode is left on the volume (" + room + ")",
                        Unwritable.MORE_INODES));
            }
            return room.isUsedUp()
                    ? Optional.of(new Failure(
                            FailureKind.VOLUME_FULL, "the volume is full (" + room + ")", Unwritable.ENLARGE))
                    : Optional.empty();
        } catch (Failure unseen) {
            return Optional.empty();
        }
    }

    /** {@link #obstacle} in a word. */
    public Condition condition() {
        return condition(obstacle());
    }

    /** The same by its room, which was read before: reading it starts a program. */
    public Condition condition(DiskSpace room) {
        return condition(obstacle(() -> room));
    }

    private static Condition condition(Optional<Failure> found) {
        return found.map(obstacle -> switch (obstacle.kind()) {
                    case VOLUME_FULL -> Condition.FULL;
                    case VOLUME_OUT_OF_INODES -> Condition.OUT_OF_INODES;
                    default -> Condition.READ_ONLY;
                })
                .orElse(Condition.WRITABLE);
    }

    /** Whether anything more can be written. */
    public enum Condition {
        WRITABLE,
        FULL,
        OUT_OF_INODES,
        READ_ONLY;

        /** As {@code read-only}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Failure readOnly(MountPoint mount) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                settings.directory() + " is mounted read-only at " + mount,
                "See with dmesg what turned it read-only; repair the file system, and mount it for writing.");
    }

    /**
     * Where the volume is mounted.
     *
     * @throws Failure VOLUME_UNUSABLE
     */
    public MountPoint mount() {
        return ask(this::holding);
    }

    private MountPoint holding(MountTable table, Path real) throws IOException {
        return table.holding(real)
                .orElseThrow(() -> new IOException(mountinfo() + " names no file system for " + real));
    }

    private interface VolumeQuery<T> {
        T answer(MountTable table, Path real) throws IOException;
    }

    private <T> T ask(VolumeQuery<T> question) {
        try {
            return question.answer(MountTable.read(mountinfo()), place().toRealPath());
        } catch (IOException e) {
            throw unusable("cannot find out what " + settings.directory() + " is mounted on: " + FileError.words(e), e);
        }
    }

    private Path mountinfo() {
        return root.resolve("proc/self/mountinfo");
    }

    /**
     * Whether the data directory is where it should be: see {@link VolumeSettings.Mount}.
     *
     * @return a doubt, if any
     * @throws Failure VOLUME_NOT_MOUNTED, VOLUME_UNUSABLE
     */
    public Optional<String> requireMounted() {
        return ask(this::requireMounted);
    }

    /**
     * Whether the state directory is on the snapshots' file system.
     *
     * @return both of them, in words
     * @throws Failure CONFIGURATION_INVALID when it is not; VOLUME_UNUSABLE when that cannot be seen
     */
    public String requireOneFileSystem(Path stateDirectory) {
        return new FileSystemCheck(settings.directory(), stateDirectory).require();
    }

    /**
     * Whether a folder that is there is on the file system of the snapshots: what happens to one happens to the other.
     *
     * @throws Failure VOLUME_UNUSABLE when that cannot be seen
     */
    public boolean isOn(Path folder) {
        try {
            return FileSystemCheck.isOneDevice(place().toRealPath(), folder.toRealPath());
        } catch (IOException e) {
            throw unusable("cannot find out which file system holds " + folder + ": " + FileError.words(e), e);
        }
    }

    /** Whether the data directory may lie anywhere, as where ghe-keeper is tried out. */
    public boolean mayBeAnywhere() {
        return settings.mount() == VolumeSettings.Mount.ANY;
    }

    private Optional<String> requireMounted(MountTable table, Path real) throws IOException {
        MountPoint mount = holding(table, real);
        Optional<String> doubt = new MountRule(settings, inContainer()).check(mount, table.hostDirectory(real));
        // The root file system of a container is often read-only: then the volume is missing, and not read-only.
        if (mount.readOnly()) {
            throw readOnly(mount);
        }
        return doubt;
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
            throw Unwritable.failure("cannot write in " + place, place, e);
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
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            // A link that leads nowhere, too: no directory can be made in its place.
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    directory + " is no directory" + leadsTo(directory),
                    "Move it away or put it right, or correct data.directory.");
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && Files.isDirectory(parent) && Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return parent;
        }
        throw new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "there is no directory " + directory + ", nor " + parent + " to make it in",
                "Check data.directory, and that the volume is mounted and this user may enter it.");
    }

    private static String leadsTo(Path link) {
        try {
            return ", but a symbolic link to " + Files.readSymbolicLink(link) + ", which is not there or none";
        } catch (IOException none) {
            return "";
        }
    }

    private boolean inContainer() {
        return environment.containsKey("KUBERNETES_SERVICE_HOST")
                || Files.exists(root.resolve(".dockerenv"))
                || Files.exists(root.resolve("run/.containerenv"));
    }

    private static Failure unusable(String message, Exception cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                message,
                "Check that the volume is mounted, and readable and writable for this user.",
                cause);
    }
}
