package io.ghekeeper.seal;

import io.ghekeeper.snapshot.FileChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks a snapshot, reads the files whose content is not known, several at a time, and hands all entries on in the order of
 * the walk. Memory is bounded: so many entries wait for their digests, and so many hard links are remembered.
 */
final class TreeSealing implements AutoCloseable {
    private static final int REMEMBERED = 50_000;

    private final SortedTree tree;
    private final List<KnownDigests> known;
    private final FileChecks checks;
    private final SealProgress progress;
    private final TreeReaders readers;
    private final Deque<WaitingEntry> waiting = new ArrayDeque<>();
    private final Map<LinkedFile, FileDigest> linked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LinkedFile, FileDigest> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** One file of several names. Its number may be given to another file, which has a later time of change. */
    private record LinkedFile(long inode, FileTime changed) {}

    /** An entry, and the digest of its content that is known or will be; nothing for what has no content. */
    private record WaitingEntry(TreeEntry entry, Optional<FileDigest> digest) {}

    /**
     * A walk that has not begun.
     *
     * @param earlier the folder of an earlier snapshot, which seals in {@code known} are of
     * @param checks of files that are read
     * @param readers of this walk alone; closed with it
     */
    TreeSealing(
            Path top,
            Optional<Path> earlier,
            List<KnownDigests> known,
            FileChecks checks,
            TreeReaders readers,
            SealProgress progress) {
        this.readers = readers;
        this.tree = new SortedTree(top, TreePart.WHOLE, earlier, readers, progress, entry -> {
            throw entry;
        });
        this.known = known;
        this.checks = checks;
        this.progress = progress;
    }

    /** Does it. */
    SealCount writeTo(SealWriter writer) throws UnreadableEntry, IOException, InterruptedException {
        SealCount count = new SealCount();
        for (Optional<TreeEntry> entry = tree.next(); entry.isPresent(); entry = tree.next()) {
            progress.walked();
            progress.requireGoOn();
            waiting.addLast(new WaitingEntry(entry.get(), digest(entry.get())));
            while (waiting.size() > TreeReaders.WAITING || isReady()) {
                writeFirst(writer, count);
            }
        }
        while (!waiting.isEmpty()) {
            writeFirst(writer, count);
        }
        return count;
    }

    private boolean isReady() {
        return !waiting.isEmpty()
                && waiting.getFirst()
                        .digest()
                        .filter(digest -> !digest.isDone())
                        .isEmpty();
    }

    private Optional<FileDigest> digest(TreeEntry entry) throws IOException {
        if (!entry.isFile()) {
            return Optional.empty();
        }
        Optional<byte[]> noted = noted(entry);
        if (noted.isPresent()) {
            return Optional.of(FileDigest.known(noted.get()));
        }
        if (entry.links() == 1) {
            return Optional.of(read(entry));
        }
        LinkedFile file = new LinkedFile(entry.inode(), entry.changed());
        return Optional.of(linked.computeIfAbsent(file, first -> read(entry)));
    }

    /** What is checked lies at the top. */
    private FileDigest read(TreeEntry entry) {
        return entry.path().indexOf('/') < 0 && checks.includes(entry.file())
                ? readers.digest(entry, checks)
                : readers.digest(entry);
    }

    /** Each is asked, since each has a place that moves along the walk. */
    private Optional<byte[]> noted(TreeEntry entry) throws IOException {
        Optional<byte[]> noted = Optional.empty();
        for (KnownDigests source : known) {
            Optional<byte[]> found = source.find(entry);
            noted = noted.isPresent() ? noted : found;
        }
        return noted;
    }

    private void writeFirst(SealWriter writer, SealCount count)
            throws UnreadableEntry, IOException, InterruptedException {
        WaitingEntry first = waiting.removeFirst();
        Optional<byte[]> digest = Optional.empty();
        if (first.digest().isPresent()) {
            digest = Optional.of(readers.await(first.digest().get()));
        }
        writer.add(first.entry(), digest);
        count.add(first.entry().facts());
    }

    @Override
    public void close() throws IOException {
        readers.close();
        for (KnownDigests source : known) {
            source.close();
        }
    }
}
