package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.snapshot.FetchLeftover;
import io.ghekeeper.snapshot.PruningObstacle;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.MountPoint;
import io.ghekeeper.volume.Unwritable;
import io.ghekeeper.volume.Volume;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at the volume: mounted, links, room, and names that backup-utils would take for snapshots. */
public final class VolumeChecks {
    private final Volume volume;
    private final Supplier<History> history;
    private final Path dataDirectory;
    private final boolean enginePrunes;

    /**
     * The checks.
     *
     * @param enginePrunes whether backup-utils deletes old snapshots
     * @param history the runs and snapshots at the time of the checks
     */
    public VolumeChecks(Volume volume, Path dataDirectory, boolean enginePrunes, Supplier<History> history) {
        this.volume = volume;
        this.dataDirectory = dataDirectory;
        this.enginePrunes = enginePrunes;
        this.history = history;
    }

    CheckDetail mounted() {
        Optional<String> doubt = volume.requireMounted();
        MountPoint mount = volume.mount();
        boolean writable = !Files.exists(dataDirectory) || Files.isWritable(dataDirectory);
        if (!writable) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    dataDirectory + " may not be written by user " + System.getProperty("user.name"),
                    OwnerCheck.give(dataDirectory));
        }
        return doubt.map(words -> CheckDetail.doubtful(
                        words, "Mount a volume there, or set data.mount to any when it is meant like this."))
                .orElseGet(() -> CheckDetail.good(dataDirectory + " is on " + mount));
    }

    CheckDetail links() {
        volume.requireLinks();
        return CheckDetail.good("hard links and symbolic links work");
    }

    CheckDetail room() {
        DiskSpace room = volume.room();
        SpaceNeed need = SpaceNeed.of(history.get());
        Path place = volume.mount().path();
        String bytes = need.words(new ByteCount(need.bytes()).toString(), new ByteCount(need.wantedBytes()).toString());
        if (room.freeBytes() < need.wantedBytes()) {
            throw new Failure(
                    FailureKind.VOLUME_FULL,
                    new ByteCount(room.freeBytes()) + " are left on " + place + ", " + bytes,
                    Unwritable.ENLARGE);
        }
        if (!room.hasInodes(need.wantedInodes())) {
            throw new Failure(
                    FailureKind.VOLUME_OUT_OF_INODES,
                    room.freeInodes() + " inodes are left on " + place + ", "
                            + need.words(need.inodes() + " inodes", need.wantedInodes() + " inodes"),
                    Unwritable.ENLARGE);
        }
        return CheckDetail.good(room + "; " + bytes);
    }

    CheckDetail owner() {
        return new OwnerCheck(history.get().catalogue()).look();
    }

    /** Whatever would mislead backup-utils when it prunes, such as a name that begins with a digit and is no snapshot. */
    CheckDetail strayNames() {
        if (Files.notExists(dataDirectory, LinkOption.NOFOLLOW_LINKS)) {
            return CheckDetail.good("none: " + dataDirectory + " is made by the first backup");
        }
        if (!Files.isDirectory(dataDirectory)) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot list " + dataDirectory + ": no directory is seen there",
                    "Check that the volume is mounted and readable for this user.");
        }
        if (!enginePrunes) {
            return CheckDetail.good(
                    "of no account: the engine prunes nothing, ghe-keeper deletes snapshots by its plan");
        }
        List<PruningObstacle> obstacles = history.get().catalogue().pruningObstacles();
        return obstacles.isEmpty()
                ? CheckDetail.good("none")
                : CheckDetail.doubtful(
                        "the engine deletes no old snapshot: "
                                + obstacles.stream().map(PruningObstacle::what).collect(Collectors.joining("; ")),
                        obstacles.get(0).hint());
    }

    /** What fetches and rebuilds left, which takes room until it is deleted. */
    CheckDetail leftovers() {
        List<FetchLeftover> leftovers = history.get().catalogue().leftovers();
        return leftovers.isEmpty()
                ? CheckDetail.good("none")
                : CheckDetail.doubtful(
                        leftovers.stream()
                                .map(left -> left.name() + ": " + left.what())
                                .collect(Collectors.joining("; ")),
                        leftovers.get(0).hint());
    }
}
