package io.ghekeeper.snapshot;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one walk over a snapshot counted.
 *
 * @param files regular files in it
 * @param linked those that have another name as well: shared with other snapshots and not stored again
 * @param bytes of all files
 * @param newBytes of those that only this snapshot has
 * @param newInodes that it takes from the volume: folders, links and files that only it has
 * @param repositories bare Git repositories below {@code repositories}, wikis and gists among them
 * @param contents how much of what else is restored one by one
 * @param database where the appliance's MySQL database lay
 * @param unreadable entries that could not be looked at; what they hold is in no other number
 * @param parts by name, what lies directly in the snapshot: {@code repositories}, {@code mysql.sql.gz} and so on
 */
public record Inventory(
        long files,
        long linked,
        long bytes,
        long newBytes,
        long newInodes,
        long repositories,
        Contents contents,
        DatabasePlace database,
        long unreadable,
        SortedMap<String, Part> parts) {

    /**
     * What backup-utils 3.12 finds in a snapshot when it restores: it passes over all else.
     *
     * @param gists bare repositories whose folder is that of gists
     * @param storage objects: files at the fourth level of {@code storage}
     * @param pages what lies at the fifth level of {@code pages}
     * @param gitHooks files of the hooks' environments and repositories
     * @param auditLog packed indices directly in {@code audit-log}
     */
    public record Contents(long gists, long storage, long pages, long gitHooks, long auditLog) {
        public static final Contents NONE = new Contents(0, 0, 0, 0, 0);
    }

    /**
     * One file or folder directly in a snapshot.
     *
     * @param files regular files in it; 1 for a file
     * @param empty that nothing could be restored from it: a folder without files, a file without content, or one that
     *     unpacks to nothing
     * @param defect what is wrong with its form, as a clause that goes after its name; nothing where its form was not
     *     looked at, too
     */
    public record Part(boolean folder, long files, long bytes, boolean empty, Optional<String> defect) {
        public Part(boolean folder, long files, long bytes, boolean empty) {
            this(folder, files, bytes, empty, Optional.empty());
        }

        Part with(Optional<String> found) {
            return new Part(folder, files, bytes, empty, found);
        }
    }

    public Inventory {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /**
     * Walks the snapshot, following no links. Never fails: what vanishes or cannot be read meanwhile is counted as
     * unreadable. Ends early when its thread is interrupted; something is counted as unreadable then, too. Memory does not grow with the number of files.
     */
    public static Inventory of(Snapshot snapshot) {
        return new InventoryWalk().over(snapshot.directory());
    }

    /**
     * Looks at what lies directly in the snapshot and no deeper, which takes no time: a folder has no files then, and is
     * empty when nothing lies in it.
     */
    public static Inventory top(Snapshot snapshot) {
        return new InventoryWalk().top(snapshot.directory());
    }

    /** The same of an appliance that said itself where its database lies. */
    public Inventory withDatabase(DatabasePlace place) {
        return new Inventory(
                files, linked, bytes, newBytes, newInodes, repositories, contents, place, unreadable, parts);
    }

    /** Linked files of a hundred; 0 for an empty snapshot. */
    public int percent() {
        return files == 0 ? 0 : (int) (linked * 100 / files);
    }

    /** What is wrong with the form of its files, a sentence each. */
    public List<String> defects() {
        return parts.entrySet().stream()
                .flatMap(part -> part.getValue().defect().map(defect -> part.getKey() + ": " + defect).stream())
                .toList();
    }

    Optional<Part> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }
}
