package io.ghekeeper.archive;

import io.ghekeeper.archive.FetchFolder.FoundFile;
import io.ghekeeper.archive.SnapshotFetch.FetchPlaces;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.volume.DiskSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The room that a fetch needs, where it writes files and where packs lie while they are read. Asked for before the first pack. */
final class FetchRoom {
    private static final String ENCRYPTED = ".age";

    private final String snapshotId;
    private final FetchPlaces places;

    FetchRoom(String snapshotId, FetchPlaces places) {
        this.snapshotId = snapshotId;
        this.places = places;
    }

    /**
     * Requires it.
     *
     * @param packs SHA-256 of those that may be read
     * @throws Failure VOLUME_FULL or VOLUME_OUT_OF_INODES
     */
    void require(WantedFiles wanted, ArchivedTree tree, Set<String> packs) throws IOException {
        long inWork = packs.isEmpty() ? 0 : inWork(tree, packs);
        Path work = places.work().folder();
        boolean together = device(work) == device(places.folder());
        require(
                snapshotId + " in " + places.folder(),
                places.room().at(places.folder()),
                wanted.room() + (together ? inWork : 0),
                wanted.count(),
                "Enlarge the volume, or fetch into another folder with --to. Then type the command again: it goes on.");
        if (!together && inWork > 0) {
            require(
                    "the packs of " + snapshotId + " that are read at a time in " + work.getParent(),
                    places.room().at(work),
                    inWork,
                    1,
                    "Make room there, or set archive.parallel to less. Then type the command again: it goes on.");
        }
    }

    /**
     * So many packs at most lie there at a time, and all at most; an encrypted one lies beside the decrypted one for a moment. What
     * is longer than any pack is never read.
     */
    private long inWork(ArchivedTree tree, Set<String> packs) throws IOException {
        long longest = 0;
        long all = 0;
        try (LineCursor rows = tree.objects()) {
            for (; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (ArchivedTree.isPack(row)
                        && packs.contains(row.sha256())
                        && row.length() <= ObjectReader.LONGEST_PACK) {
                    long length = row.key().text().endsWith(ENCRYPTED) ? 2 * row.length() : row.length();
                    longest = Math.max(longest, length);
                    all += length;
                }
            }
        }
        return Math.min(places.lanes() * longest, all);
    }

    private static long device(Path place) throws IOException {
        return FoundFile.at(place).map(FoundFile::device).orElse(0L);
    }

    private static void require(String what, DiskSpace space, long bytes, long inodes, String hint) {
        if (space.freeBytes() < bytes || !space.hasInodes(inodes)) {
            throw new Failure(
                    space.freeBytes() < bytes ? FailureKind.VOLUME_FULL : FailureKind.VOLUME_OUT_OF_INODES,
                    "there is not enough room for " + what + ": it needs " + new ByteCount(bytes) + " and "
                            + Counts.of(inodes, "inode") + ", and " + space,
                    hint);
        }
    }
}
