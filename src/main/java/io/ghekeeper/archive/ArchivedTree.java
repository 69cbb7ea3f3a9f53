package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.ObjectReader.PlainObject;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.ExpandedStream;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A snapshot as a root of the store has it: units in the order of the seal, their entries, and the packs with the content.
 * What is handed out was proven by its SHA-256. The lists lie in the work folder until that goes, as they are compressed; memory
 * grows with the number of objects only.
 */
final class ArchivedTree implements AutoCloseable {
    private final ObjectReader objects;
    private final StoreRoot root;
    private final Path rows;
    private final RootFacts facts;
    private final Map<String, PlainObject> lists = new HashMap<>();
    private final Map<String, UnreadableObjectException> unreadable = new HashMap<>();
    private PlainObject manifest;

    private ArchivedTree(ObjectReader objects, StoreRoot root, Path rows, RootFacts facts) {
        this.objects = objects;
        this.root = root;
        this.rows = rows;
        this.facts = facts;
    }

    /**
     * Reads the root, the manifest and the objects with the lists. Those with lists that cannot be read end nothing: {@link
     * #entries} says so.
     *
     * @throws UnreadableObjectException when the root or the manifest is lost or damaged
     * @throws io.ghekeeper.failure.Failure as {@link ObjectReader#read} does
     */
    static ArchivedTree open(ObjectReader objects, StoreRoot root, int lanes) throws IOException, InterruptedException {
        LineSorter sorter = new LineSorter(objects.work(), ArchiveSetting.SORTED_IN_MEMORY);
        RootFacts facts = rows(objects.store(), root, objects.work(), sorter);
        ArchivedTree tree = new ArchivedTree(objects, root, sorter.sortedFile(), facts);
        boolean whole = false;
        try {
            tree.readManifest();
            tree.readLists(lanes);
            whole = true;
            return tree;
        } finally {
            if (!whole) {
                tree.close();
            }
        }
    }

    /**
     * Reads a root, and hands its objects on as lines of {@link StateTable#OBJECTS}.
     *
     * @throws UnreadableObjectException when it is damaged
     */
    static RootFacts rows(ObjectStore store, StoreRoot root, WorkFolder work, LineSorter rows) throws IOException {
        try {
            return StoreRoots.read(store, root, work, row -> rows.add(checked(root, row)));
        } catch (RootReader.DamagedRootException e) {
            throw new UnreadableObjectException(root.key().text(), "is damaged: " + e.getMessage(), e);
        }
    }

    private static String checked(StoreRoot root, ObjectRow row) throws IOException {
        if (!row.isOfItsName()) {
            throw new UnreadableObjectException(root.key().text(), "is damaged: it has a row that names no object");
        }
        return row.line();
    }

    /**
     * The row of a root's manifest.
     *
     * @param lines its rows, sorted
     * @throws UnreadableObjectException when there is none
     */
    static ObjectRow manifestRow(StoreRoot root, RootFacts facts, LineCursor lines) throws IOException {
        String key = facts.manifest().text();
        lines.skipTo(key);
        Optional<ObjectRow> found = lines.isAt(key) ? Optional.of(ObjectRow.parse(lines.peek())) : Optional.empty();
        lines.drain();
        return found.orElseThrow(
                () -> new UnreadableObjectException(root.key().text(), "is damaged: it has no row for its manifest"));
    }

    private void readManifest() throws IOException {
        try (LineCursor lines = objects()) {
            manifest = objects.read(manifestRow(root, facts, lines));
        }
    }

    private void readLists(int lanes) throws IOException, InterruptedException {
        TreeSet<String> needed = new TreeSet<>();
        try (ManifestReader units = units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                needed.add(unit.get().place().object());
            }
        }
        try (PackLanes threads = new PackLanes(lanes, objects.progress());
                LineCursor lines = objects()) {
            for (String key : needed) {
                lines.skipTo(key);
                if (!lines.isAt(key)) {
                    throw manifest.damaged("names an object that is not in its root");
                }
                ObjectRow row = ObjectRow.parse(lines.peek());
                threads.submit(() -> {
                    try {
                        PlainObject list = objects.readOnce(row);
                        synchronized (lists) {
                            lists.put(key, list);
                        }
                    } catch (UnreadableObjectException e) {
                        synchronized (lists) {
                            unreadable.put(key, e);
                        }
                    }
                });
            }
            threads.finish();
        }
    }

    RootFacts facts() {
        return facts;
    }

    StoreRoot root() {
        return root;
    }

    /** All objects, as lines of {@link StateTable#OBJECTS}; to be closed. */
    LineCursor objects() throws IOException {
        return new SortedLines(rows);
    }

    /** Its units in the order of the seal; to be closed. */
    ManifestReader units() throws IOException {
        return new ManifestReader(manifest);
    }

    /** SHA-256 of the manifest's text, in hexadecimal, as {@link Manifest#write} has it. */
    String manifestDigest() throws IOException {
        Path file = manifest.file();
        try (DigestInputStream text = new DigestInputStream(
                new ExpandedStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), Files.size(file)),
                Sha256.digest())) {
            text.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(text.getMessageDigest().digest());
        }
    }

    /**
     * The entries of a unit; to be closed.
     *
     * @throws UnreadableObjectException when the object with its list is lost or damaged
     */
    UnitListReader entries(ArchivedUnit unit) throws IOException {
        PlainObject list;
        synchronized (lists) {
            list = lists.get(unit.place().object());
            if (list == null) {
                throw unreadable.get(unit.place().object());
            }
        }
        return UnitListReader.open(list, unit.path(), unit.place());
    }

    /** Takes a pack. */
    interface PackListener {
        void pack(PackReader pack, ObjectRow row) throws IOException;
    }

    /**
     * Reads a pack of this snapshot.
     *
     * @throws UnreadableObjectException when it is lost or damaged
     */
    void pack(ObjectRow row, PackListener listener) throws IOException {
        try (PlainObject object = objects.read(row);
                PackReader pack = new PackReader(object)) {
            listener.pack(pack, row);
        }
    }

    /** Whether a row of {@link #objects} is of a pack. */
    static boolean isPack(ObjectRow row) {
        return row.key().text().startsWith(PackBuilder.FOLDER + "/");
    }

    @Override
    public void close() throws IOException {
        if (manifest != null) {
            manifest.close();
        }
        objects.work().disk().delete(rows);
    }
}
