package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ArchiveFetch.ContentReceiver;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folders of one archived snapshot: lists what is in them, and fetches that out of the packs of these folders alone. One thread
 * uses it, and one at a time is open in a process.
 */
public final class ArchivedFolder implements AutoCloseable {
    private static final String READING = "the reading of the archive";

    private final ArchiveAccess access;
    private final ArchiveProgress progress;
    private final WorkFolder work;
    private final ObjectReader objects;
    private final String snapshotId;
    private ArchivedTree tree;

    /** Takes what is in a folder. */
    public interface EntryListener {
        /** An entry: its path is below the snapshot, and leads out of it nowhere. */
        void entry(SealEntry entry);
    }

    private ArchivedFolder(ArchiveAccess access, String snapshotId, ArchiveProgress progress) throws IOException {
        this.access = access;
        this.progress = progress;
        this.snapshotId = snapshotId;
        this.work = access.workFolder(progress);
        this.objects = access.objects(work, progress);
    }

    /**
     * Reads the latest root of a snapshot that is readable, and the lists of its entries.
     *
     * @throws io.ghekeeper.failure.Failure SNAPSHOT_UNKNOWN when the store has no root of it; STORE_FAILED when none is readable;
     *     CONFIGURATION_INVALID when the archive is encrypted, and there is no identity; of the store; of a VOLUME kind; what
     *     {@code progress} throws
     */
    public static ArchivedFolder open(ArchiveAccess access, String snapshotId, ArchiveProgress progress) {
        return access.read(READING, () -> {
            ArchivedFolder folder = new ArchivedFolder(access, snapshotId, progress);
            boolean done = false;
            try {
                folder.openTree(StoreRoots.of(access.store(), snapshotId));
                done = true;
                return folder;
            } finally {
                if (!done) {
                    folder.close();
                }
            }
        });
    }

    private void openTree(List<StoreRoot> roots) throws IOException, InterruptedException {
        List<UnreadableObjectException> unreadable = new ArrayList<>();
        for (StoreRoot root : roots) {
            try {
                tree = ArchivedTree.open(objects, root, access.lanes());
                return;
            } catch (UnreadableObjectException e) {
                unreadable.add(e);
            }
        }
        objects.requireIdentityFits();
        if (!unreadable.isEmpty()) {
            throw unreadable.get(0).failure(snapshotId);
        }
        throw StoreRoots.missing(FailureKind.SNAPSHOT_UNKNOWN, snapshotId);
    }

    /**
     * Lists a folder.
     *
     * @param folder as {@link io.ghekeeper.seal.PathBytes} below the snapshot
     * @param listener gets each entry at or below it, unit by unit
     * @return a sentence for each list that is lost or damaged: what it has is missing from the answer
     */
    public Set<String> entries(String folder, EntryListener listener) {
        Set<String> unreadable = new LinkedHashSet<>();
        return read(() -> {
            try (ManifestReader units = tree.units()) {
                for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                    progress.requireGoOn();
                    if (overlap(unit.get().path(), folder)) {
                        try {
                            entries(unit.get(), folder, listener);
                        } catch (UnreadableObjectException e) {
                            unreadable.add(e.getMessage());
                        }
                    }
                }
            }
            objects.requireIdentityFits();
            return unreadable;
        });
    }

    /** What is lost or damaged is no matter of the volume. */
    private <T> T read(ArchiveAccess.ReadingTask<T> task) {
        return access.read(READING, () -> {
            try {
                return task.run();
            } catch (UnreadableObjectException lost) {
                throw lost.failure(snapshotId);
            } catch (UncheckedIOException e) {
                throw e.getCause() instanceof UnreadableObjectException lost ? lost.failure(snapshotId) : e;
            }
        });
    }

    private void entries(ArchivedUnit unit, String folder, EntryListener listener) throws IOException {
        try (UnitListReader entries = tree.entries(unit)) {
            for (Optional<SealEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (ArchivedPath.contains(folder, entry.get().path())) {
                    listener.entry(entry.get());
                }
            }
        }
    }

    private static boolean overlap(String unit, String folder) {
        return ArchivedPath.contains(unit, folder) || ArchivedPath.contains(folder, unit);
    }

    /**
     * Fetches content that files of a folder have, out of the packs of this folder alone.
     *
     * @param folder as for {@link #entries}
     * @param digests SHA-256 in hexadecimal; they are in memory
     * @return those that no readable pack has
     */
    public Set<String> fetch(String folder, Set<String> digests, ContentReceiver receiver) {
        Set<String> wanted = new HashSet<>(digests);
        return read(() -> {
            new ArchivedContents(tree, objects, access.lanes())
                    .fetch(
                            packs(folder, wanted),
                            wanted,
                            (digest, file) -> {
                                synchronized (receiver) {
                                    receiver.content(digest, file);
                                }
                            },
                            lost -> {}); // what was not found is the answer
            objects.requireIdentityFits();
            return wanted;
        });
    }

    /**
     * Reads one small file out of the packs of its folder: one after the other, the smallest first, as those of a large file are full.
     *
     * @param path as for {@link #entries}
     * @param longest in bytes; a larger file is not read
     * @param most bytes of packs that are fetched for it
     * @return nothing where it is not there, is larger, or is in none of so many bytes that can be read
     */
    Optional<byte[]> smallFile(String path, int longest, long most) {
        Set<String> wanted = new HashSet<>();
        Set<String> unread = entries(
                path,
                entry -> entry.digest()
                        .filter(digest ->
                                entry.path().equals(path) && entry.facts().size() <= longest)
                        .map(HexFormat.of()::formatHex)
                        .ifPresent(wanted::add));
        List<byte[]> content = new ArrayList<>();
        return read(() -> {
            long left = most;
            for (ObjectRow pack : unread.isEmpty() ? smallestFirst(packs(path, wanted)) : List.<ObjectRow>of()) {
                left -= pack.length();
                if (left < 0 || !content.isEmpty()) {
                    break;
                }
                new ArchivedContents(tree, objects, 1)
                        .fetch(
                                Set.of(pack.sha256()),
                                wanted,
                                (digest, file) -> content.add(SmallFile.read(file, longest)),
                                lost -> {}); // what was not found is the answer
            }
            objects.requireIdentityFits();
            return content.stream().findFirst();
        });
    }

    private List<ObjectRow> smallestFirst(Set<String> packs) throws IOException {
        List<ObjectRow> rows = new ArrayList<>();
        try (LineCursor all = tree.objects()) {
            for (; !all.isAtEnd(); all.next()) {
                ObjectRow row = ObjectRow.parse(all.peek());
                if (ArchivedTree.isPack(row) && packs.contains(row.sha256())) {
                    rows.add(row);
                }
            }
        }
        rows.sort(Comparator.comparingLong(ObjectRow::length));
        return rows;
    }

    /** A unit above the folder has its entries, too, and others with many packs: the dump of the database for one. */
    private Set<String> packs(String folder, Set<String> wanted) throws IOException {
        Set<String> packs = new HashSet<>();
        try (ManifestReader units = tree.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                progress.requireGoOn();
                if (overlap(unit.get().path(), folder) && has(unit.get(), folder, wanted)) {
                    packs.addAll(unit.get().place().packs());
                }
            }
        }
        return packs;
    }

    private boolean has(ArchivedUnit unit, String folder, Set<String> wanted) throws IOException {
        boolean[] found = {false};
        try {
            entries(
                    unit,
                    folder,
                    entry -> found[0] |= entry.digest()
                            .map(HexFormat.of()::formatHex)
                            .filter(wanted::contains)
                            .isPresent());
        } catch (UnreadableObjectException lost) {
            // What the list has could not be asked for.
        }
        return found[0];
    }

    /** Removes all temporary files. */
    @Override
    public void close() {
        access.read(READING, () -> {
            if (tree != null) {
                tree.close();
            }
            work.close();
            return work;
        });
    }
}
