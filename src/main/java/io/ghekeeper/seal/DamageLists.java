package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.SnapshotDocuments;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The damaged files that each snapshot holds, in {@code evidence/<snapshot>.damaged} of the state directory, in the order of
 * the walk. A snapshot that has a list is damaged. Nothing changes a complete snapshot, so a listed file is the damaged one
 * for as long as its inode is the listed one.
 */
final class DamageLists {
    private static final String SUFFIX = ".damaged";
    private static final String FOUND = ".found";

    /** Beside the list. A backup has another name for it: a verification removes this one, and a backup may go on then. */
    private static final String MERGED = ".merged";

    private static final String INHERITED = SUFFIX + ".new";

    private final Disk disk;
    private final EvidenceFiles evidence;

    DamageLists(Path stateDirectory, Disk disk) {
        this.disk = disk;
        this.evidence = new EvidenceFiles(stateDirectory);
    }

    Path file(String snapshotId) {
        return beside(snapshotId, SUFFIX);
    }

    /** The snapshots that have one, the newest first. */
    List<String> ids() throws IOException {
        return SnapshotDocuments.ids(evidence.directory(), SUFFIX);
    }

    /** Reads one; nothing where there is none. */
    DamageListReader read(String snapshotId) throws IOException {
        return new DamageListReader(file(snapshotId));
    }

    /** For what a verification finds in the snapshot, until {@link #replace} or {@link #add} takes it. */
    DamageListWriter begin(String snapshotId) {
        return writer(beside(snapshotId, FOUND));
    }

    private Path beside(String snapshotId, String suffix) {
        return evidence.directory().resolve(snapshotId + suffix);
    }

    /**
     * Removes what verifications left that were cut off: lists, and records of evidence. The caller holds the lease of the keep lane.
     *
     * @throws Failure of a VOLUME kind
     */
    void removeUnfinished() {
        evidence.removeUnfinished(disk);
        try {
            for (String suffix : List.of(FOUND, MERGED)) {
                for (String id : SnapshotDocuments.ids(evidence.directory(), suffix)) {
                    disk.delete(beside(id, suffix));
                }
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot remove unfinished lists of damaged files", evidence.directory(), e);
        }
    }

    private DamageListWriter writer(Path file) {
        return new DamageListWriter(disk, evidence, file);
    }

    /**
     * Puts what was found in the whole snapshot in the place of its list, and adds it to those of others that have the same
     * files.
     *
     * @throws Failure of a VOLUME kind
     */
    void replace(DamageListWriter found, Snapshot snapshot, Collection<String> others) {
        try {
            found.finish();
            if (found.isEmpty()) {
                remove(snapshot.id());
                return;
            }
            Path list = file(snapshot.id());
            AtomicFile.rename(disk, found.file(), list);
            share(list, snapshot, others);
        } catch (IOException e) {
            throw unlisted(snapshot.id(), e);
        }
    }

    /** The same for what was found in a part of it: what is listed already stays. */
    void add(DamageListWriter found, Snapshot snapshot, Collection<String> others) {
        try {
            found.finish();
            if (found.isEmpty()) {
                return;
            }
            merge(found.file(), file -> true, snapshot.id(), MERGED);
            share(found.file(), snapshot, others);
            disk.delete(found.file());
        } catch (IOException e) {
            throw unlisted(snapshot.id(), e);
        }
    }

    private Failure unlisted(String snapshotId, IOException cause) {
        return Unwritable.failure("cannot list the damaged files of " + snapshotId, file(snapshotId), cause);
    }

    private void share(Path found, Snapshot snapshot, Collection<String> others) throws IOException {
        for (String other : others) {
            Path folder = snapshot.directory().resolveSibling(other);
            merge(found, file -> isShared(file, snapshot.directory(), folder), other, MERGED);
        }
    }

    /**
     * Adds to a snapshot's list the damaged files of another one that it holds as well: the same file at the same path.
     *
     * @return how many of these there are
     */
    long share(String from, Path fromFolder, String to, Path toFolder) throws IOException {
        return merge(file(from), file -> isShared(file, fromFolder, toFolder), to, INHERITED);
    }

    /** A backup and a verification may add to the same list: without the lock, what one of them adds could be lost. */
    private long merge(Path from, Predicate<DamagedFile> taken, String to, String suffix) throws IOException {
        return evidence.locked(disk, () -> mergeAlone(from, taken, to, suffix));
    }

    private long mergeAlone(Path from, Predicate<DamagedFile> taken, String to, String suffix) throws IOException {
        try (DamageListReader damaged = new DamageListReader(from);
                DamageListReader before = read(to)) {
            DamageListWriter all = writer(beside(to, suffix));
            long added = 0;
            for (; !damaged.isAtEnd(); damaged.next()) {
                if (taken.test(damaged.file())) {
                    added++;
                    copy(before, all, damaged.file().path());
                    all.add(damaged.file());
                }
            }
            if (added > 0) {
                copy(before, all, "");
                all.finish();
                AtomicFile.rename(disk, all.file(), file(to));
            }
            return added;
        }
    }

    /** What comes before a path; all where that is empty. One of the same path is passed over. */
    private static void copy(DamageListReader from, DamageListWriter to, String end) throws IOException {
        while (!from.isAtEnd()
                && (end.isEmpty() || PathBytes.ORDER.compare(from.file().path(), end) < 0)) {
            to.add(from.file());
            from.next();
        }
        if (!from.isAtEnd() && from.file().path().equals(end)) {
            from.next();
        }
    }

    private static boolean isShared(DamagedFile damaged, Path fromFolder, Path toFolder) {
        try {
            TreeEntry there = TreeEntry.read(damaged.path(), PathBytes.resolve(fromFolder, damaged.path()));
            return there.inode() == damaged.inode()
                    && there.comparedWith(PathBytes.resolve(toFolder, damaged.path()))
                            .held();
        } catch (IOException gone) {
            return false;
        }
    }

    /** All files that there may be of a snapshot, its list first. */
    List<Path> files(String snapshotId) {
        return Stream.of(SUFFIX, FOUND, MERGED, INHERITED)
                .map(suffix -> beside(snapshotId, suffix))
                .toList();
    }

    void remove(String snapshotId) throws IOException {
        if (Files.exists(file(snapshotId), LinkOption.NOFOLLOW_LINKS)) {
            disk.delete(file(snapshotId));
            disk.sync(evidence.directory());
        }
    }
}
