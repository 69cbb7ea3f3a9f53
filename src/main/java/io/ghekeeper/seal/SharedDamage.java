package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists the damaged files of a snapshot, and finds which other snapshots have one as well: the same inode at the same path,
 * as the engine's hard links are.
 */
final class SharedDamage {
    private final DamageListWriter list;
    private final List<Path> others;
    private final Map<String, Long> files = new TreeMap<>();

    /** @param others the folders of the other snapshots */
    @SuppressWarnings("MissingSummary")
    SharedDamage(List<Path> others, DamageListWriter list) {
        this.list = list;
        this.others = others;
    }

    /** A file whose content is not the one that was sealed, or cannot be read; in the order of the walk. */
    void add(TreeEntry damaged) {
        if (damaged.isFile() && !isGone(damaged)) {
            list.add(new DamagedFile(damaged.path(), damaged.inode()));
            count(damaged);
        }
    }

    /** A file that has its content, and another mode or owner. */
    void addMode(TreeEntry damaged) {
        if (damaged.isFile() && !isGone(damaged)) {
            count(damaged);
        }
    }

    private void count(TreeEntry damaged) {
        if (damaged.links() == 1) {
            return;
        }
        for (Path other : others) {
            if (damaged.comparedWith(PathBytes.resolve(other, damaged.path())).held()) {
                files.merge(other.getFileName().toString(), 1L, Long::sum);
            }
        }
    }

    /** A name that was removed or given to another file while it was read does not make that file bad. */
    private static boolean isGone(TreeEntry damaged) {
        try {
            TreeEntry now = TreeEntry.read(damaged.path(), damaged.file());
            return now.inode() != damaged.inode() || now.device() != damaged.device();
        } catch (NoSuchFileException removed) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** How many damaged files each has; those that have none are not in it. */
    Map<String, Long> files() {
        return files;
    }
}
