package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Fetches content by its SHA-256 out of the packs of an archived snapshot. */
final class ArchivedContents {
    private final ArchivedTree tree;
    private final ObjectReader objects;
    private final int lanes;

    /** Where the parts of large files are: by digest, and by part. */
    private final Map<String, TreeMap<Integer, PartPlace>> parts = new HashMap<>();

    private record PartPlace(ObjectRow row, PackedContent member) {}

    /** Takes what was found. Several threads call it. */
    interface ContentListener {
        /**
         * A content.
         *
         * @param digest its SHA-256, which it was proven to have
         * @param file is removed when this returns
         */
        void content(String digest, Path file) throws IOException, InterruptedException;
    }

    ArchivedContents(ArchivedTree tree, ObjectReader objects, int lanes) {
        this.tree = tree;
        this.objects = objects;
        this.lanes = lanes;
    }

    /**
     * Fetches them.
     *
     * @param wanted digests in hexadecimal, so many that they fit into memory; those that were found are taken out
     * @param damaged gets each object that is lost or damaged, in words; several threads call it
     */
    void fetch(Set<String> wanted, ContentListener listener, Consumer<String> damaged)
            throws IOException, InterruptedException {
        fetch(packs(wanted, damaged), wanted, listener, damaged);
    }

    /**
     * The same out of some packs only.
     *
     * @param packs SHA-256 of each
     */
    void fetch(Set<String> packs, Set<String> wanted, ContentListener listener, Consumer<String> damaged)
            throws IOException, InterruptedException {
        parts.clear();
        try (PackLanes threads = new PackLanes(lanes, objects.progress());
                LineCursor rows = tree.objects()) {
            for (; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (ArchivedTree.isPack(row) && packs.contains(row.sha256())) {
                    threads.submit(() -> {
                        try {
                            tree.pack(row, (pack, from) -> take(pack, from, wanted, listener));
                        } catch (UnreadableObjectException e) {
                            damaged.accept(e.getMessage());
                        }
                    });
                }
            }
            threads.finish();
        }
        for (Map.Entry<String, TreeMap<Integer, PartPlace>> file : parts.entrySet()) {
            try {
                join(file.getKey(), file.getValue(), wanted, listener);
            } catch (UnreadableObjectException e) {
                damaged.accept(e.getMessage());
            }
        }
    }

    /** The packs of the units that have it. */
    private Set<String> packs(Set<String> wanted, Consumer<String> damaged) throws IOException {
        Set<String> packs = new HashSet<>();
        Set<String> unreadable = new LinkedHashSet<>();
        try (ManifestReader units = tree.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                objects.progress().requireGoOn();
                try {
                    if (has(unit.get(), wanted)) {
                        packs.addAll(unit.get().place().packs());
                    }
                } catch (UnreadableObjectException e) {
                    unreadable.add(e.getMessage()); // one object has the lists of many units
                }
            }
        }
        unreadable.forEach(damaged);
        return packs;
    }

    private boolean has(ArchivedUnit unit, Set<String> wanted) throws IOException {
        HexFormat hex = HexFormat.of();
        try (UnitListReader entries = tree.entries(unit)) {
            for (Optional<SealEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (entry.get()
                        .digest()
                        .map(hex::formatHex)
                        .filter(wanted::contains)
                        .isPresent()) {
                    return true;
                }
            }
            return false;
        }
    }

    private void take(PackReader pack, ObjectRow row, Set<String> wanted, ContentListener listener) throws IOException {
        for (PackedContent member : pack.members()) {
            if (!isWanted(member.digest(), wanted)) {
                continue;
            }
            if (!member.isWhole()) {
                synchronized (parts) {
                    parts.computeIfAbsent(member.digest(), none -> new TreeMap<>())
                            .putIfAbsent(member.part(), new PartPlace(row, member));
                }
                continue;
            }
            Path file = objects.work().file("content");
            try {
                try (AppendStream to = new AppendStream(objects.work().disk(), file)) {
                    pack.copy(member, to, objects.progress());
                }
                hand(member.digest(), file, wanted, listener);
            } finally {
                objects.work().disk().delete(file);
            }
        }
    }

    private static boolean isWanted(String digest, Set<String> wanted) {
        synchronized (wanted) {
            return wanted.contains(digest);
        }
    }

    private static void hand(String digest, Path file, Set<String> wanted, ContentListener listener)
            throws IOException {
        synchronized (wanted) {
            if (!wanted.remove(digest)) {
                return; // another pack had it, too
            }
        }
        try {
            listener.content(digest, file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    /** Each part was cut from a file of this digest, which shows only when all are together. */
    private void join(
            String digest, NavigableMap<Integer, PartPlace> places, Set<String> wanted, ContentListener listener)
            throws IOException {
        PartPlace last = places.lastEntry().getValue();
        if (places.size() != last.member().parts()
                || last.member().part() != last.member().parts()) {
            return;
        }
        Path file = objects.work().file("joined");
        try {
            try (DigestOutputStream to =
                    new DigestOutputStream(new AppendStream(objects.work().disk(), file), Sha256.digest())) {
                for (PartPlace place : places.values()) {
                    tree.pack(place.row(), (pack, row) -> pack.copy(place.member(), to, objects.progress()));
                }
                to.flush();
                if (!HexFormat.of().formatHex(to.getMessageDigest().digest()).equals(digest)) {
                    throw new UnreadableObjectException(
                            last.row().key().text(), "holds the last part of a file that is not what was sealed");
                }
            }
            hand(digest, file, wanted, listener);
        } finally {
            objects.work().disk().delete(file);
        }
    }
}
