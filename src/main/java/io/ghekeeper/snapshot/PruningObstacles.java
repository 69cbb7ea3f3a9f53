package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the pruning of backup-utils would miscount, follow or delete by mistake.
 *
 * <p>Seen in 3.11 and 3.12: it lists {@code [0-9]*}, {@code [0-9]*}{@code /incomplete} and {@code prune*} by lines. A name
 * with a line break counts twice, and its second half is a relative path given to {@code rm -rf}. A folder named {@code
 * incomplete} is listed by its content, which is deleted in the new snapshot. It creates {@code incomplete} through a
 * symbolic link. It deletes whatever is mounted within a snapshot.
 */
final class PruningObstacles {
    /** Left by incremental backups of earlier releases; backup-utils itself gave these names. */
    private static final Pattern PRUNED_INCREMENT = Pattern.compile("prune_\\d{8}T\\d{6}");

    private static final Pattern INCREMENT_LIST = Pattern.compile("prune_inc_previous_(full_backup|snapshot_data)");

    private final Path directory;
    private final List<Path> entries;
    private final Set<String> whole;

    /**
     * For the entries of one listing.
     *
     * @param entries of the directory
     * @param whole names of folders that were seen to be complete snapshots, which are in no way
     */
    PruningObstacles(Path directory, List<Path> entries, Set<String> whole) {
        this.directory = directory;
        this.entries = entries;
        this.whole = whole;
    }

    /** All of them; empty where backup-utils may prune. */
    List<PruningObstacle> found() {
        List<PruningObstacle> found = new ArrayList<>();
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (Catalogue.beginsWithDigit(name) && !whole.contains(name)) {
                counted(entry).ifPresent(found::add);
            } else if (name.startsWith("prune")) {
                deleted(entry).ifPresent(found::add);
            }
        }
        found.addAll(mounts());
        return List.copyOf(found);
    }

    private Optional<PruningObstacle> counted(Path entry) {
        String name = entry.getFileName().toString();
        if (Files.isSymbolicLink(entry)) {
            return Optional.of(misplaced(name, "is a symbolic link, and pruning writes through it"));
        }
        if (!Snapshots.isId(name) || !isFolder(entry)) {
            return Optional.of(misplaced(name, "begins with a digit and is no snapshot"));
        }
        Path mark = entry.resolve("incomplete");
        boolean plain =
                !Files.exists(mark, LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS);
        return plain
                ? Optional.empty()
                : Optional.of(new PruningObstacle(
                        name + "/incomplete is no regular file", "Remove " + directory.resolve(name) + " yourself."));
    }

    private Optional<PruningObstacle> deleted(Path entry) {
        String name = entry.getFileName().toString();
        boolean ownName = isFolder(entry)
                ? PRUNED_INCREMENT.matcher(name).matches()
                : Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                        && INCREMENT_LIST.matcher(name).matches();
        return ownName
                ? Optional.empty()
                : Optional.of(misplaced(name, "begins with 'prune', and the engine deletes what does"));
    }

    private List<PruningObstacle> mounts() {
        try {
            if (!Files.isDirectory(directory)) {
                return List.of();
            }
            Path real = directory.toRealPath();
            return MountTable.ofThisProcess().within(real).stream()
                    .filter(point -> point.getNameCount() > real.getNameCount())
                    .filter(point -> isPruned(point.getName(real.getNameCount()).toString()))
                    .map(point -> new PruningObstacle(
                            "another file system is mounted at " + PlainText.of(point.toString()),
                            "Unmount it: pruning would delete what it holds."))
                    .toList();
        } catch (IOException unknown) {
            return List.of(new PruningObstacle(
                    "what is mounted below " + directory + " cannot be read: " + unknown.getMessage(),
                    "Check that /proc is mounted."));
        }
    }

    private static boolean isPruned(String name) {
        return name.startsWith("prune") || Catalogue.beginsWithDigit(name);
    }

    private PruningObstacle misplaced(String name, String why) {
        return new PruningObstacle(
                "'" + PlainText.of(name) + "' " + why,
                "Move it out of " + directory + " (ls -b shows the whole name).");
    }

    private static boolean isFolder(Path entry) {
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }
}
