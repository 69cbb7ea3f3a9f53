package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.MtreeLine;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Compares the lists of one root with the packs of it. Sorts by digest, and merges: memory is bounded. */
final class FilesCheck {
    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;

    /** Whether a pack of the file's unit is damaged: the word before the path in a line. */
    private static final String DAMAGED = "-";

    private static final String READ = "+";
    private static final int PATH = 3;

    /** No pack that was read has the content. */
    private static final long MISSING = -1;

    /** The packs of its parts are named as damaged. */
    private static final long MISJOINED = -2;

    private final ObjectReader objects;
    private final StoreRoot root;
    private final int lanes;
    private final LineSorter wanted;
    private final LineSorter held;
    private final FoundDifferences differences = new FoundDifferences();
    private final Set<String> damagedPacks = ConcurrentHashMap.newKeySet();
    private long entries;
    private long files;
    private long bytes;
    private long packs;

    FilesCheck(ObjectReader objects, StoreRoot root, int lanes) {
        this.objects = objects;
        this.root = root;
        this.lanes = lanes;
        this.wanted = new LineSorter(objects.work(), BUDGET);
        this.held = new LineSorter(objects.work(), BUDGET);
    }

    VerifiedFiles check() throws IOException, InterruptedException {
        try (ArchivedTree tree = ArchivedTree.open(objects, root, lanes)) {
            readPacks(tree);
            readLists(tree);
            compare(tree);
        } catch (UnreadableObjectException e) {
            differences.add(e);
        }
        FoundDifferences.DamagedObjects damaged = differences.objects(objects, root);
        return new VerifiedFiles(
                root.snapshot(),
                root.number(),
                entries,
                files,
                bytes,
                packs,
                differences.unfitting(),
                differences.count(),
                differences.first(),
                damaged.names(),
                damaged.all());
    }

    private void readLists(ArchivedTree tree) throws IOException {
        long before = differences.count();
        try (ManifestReader units = tree.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                objects.progress().requireGoOn();
                try (UnitListReader list = tree.entries(unit.get())) {
                    boolean damaged = unit.get().place().packs().stream().anyMatch(damagedPacks::contains);
                    readList(list, damaged ? DAMAGED : READ);
                } catch (UnreadableObjectException e) {
                    differences.add(e);
                }
            }
        }
        if (differences.count() == before
                && (entries != tree.facts().entries() || bytes != tree.facts().bytes())) {
            differences.addElsewhere("the lists of " + root.snapshot() + " have " + entries + " entries and " + bytes
                    + " bytes, and its root has " + tree.facts().entries() + " and "
                    + tree.facts().bytes());
        }
    }

    private void readList(UnitListReader list, String packs) throws IOException {
        HexFormat hex = HexFormat.of();
        for (Optional<SealEntry> next = list.next(); next.isPresent(); next = list.next()) {
            SealEntry entry = next.get();
            entries++;
            if (entry.digest().isPresent()) {
                files++;
                bytes += entry.facts().size();
                wanted.add(hex.formatHex(entry.digest().get()) + " "
                        + entry.facts().size() + " " + packs + " " + MtreeLine.word(entry.path()));
            }
        }
    }

    private void readPacks(ArchivedTree tree) throws IOException, InterruptedException {
        try (PackLanes threads = new PackLanes(lanes, objects.progress());
                LineCursor rows = tree.objects()) {
            for (; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (ArchivedTree.isPack(row)) {
                    packs++;
                    threads.submit(() -> readPack(tree, row));
                }
            }
            threads.finish();
        }
    }

    private void readPack(ArchivedTree tree, ObjectRow row) throws IOException {
        try {
            tree.pack(row, this::readMembers);
        } catch (UnreadableObjectException e) {
            damagedPacks.add(row.sha256());
            differences.add(e);
        }
    }

    private void readMembers(PackReader pack, ObjectRow row) throws IOException {
        List<String> lines = new ArrayList<>();
        for (PackedContent member : PackTarCheck.proven(pack, objects.progress())) {
            lines.add(HeldPart.line(member, row));
        }
        synchronized (held) {
            for (String line : lines) {
                held.add(line);
            }
        }
    }

    private void compare(ArchivedTree tree) throws IOException {
        try (LineCursor files = wanted.sorted();
                LineCursor contents = held.sorted()) {
            while (!files.isAtEnd()) {
                String digest = files.key();
                objects.progress().requireGoOn();
                contents.skipTo(digest);
                long size = size(tree, digest, contents);
                for (; files.isAt(digest); files.next()) {
                    compare(files.peek().split(" ", -1), size);
                }
            }
        }
    }

    private void compare(String[] file, long size) {
        String path = Difference.shown(MtreeLine.path(file[PATH]));
        if (size == MISJOINED || (size == MISSING && file[PATH - 1].equals(DAMAGED))) {
            differences.addResult(path + ": no readable pack holds its content");
        } else if (size == MISSING) {
            differences.addElsewhere(path + ": no readable pack holds its content");
        } else if (size != Long.parseLong(file[1])) {
            differences.addElsewhere(
                    path + ": it has " + size + " bytes in the packs, and " + file[1] + " in the list");
        }
    }

    /** Of the content, as it was read; or {@link #MISSING} or {@link #MISJOINED}. */
    private long size(ArchivedTree tree, String digest, LineCursor contents) throws IOException {
        TreeMap<Integer, HeldPart> parts = new TreeMap<>();
        long whole = MISSING;
        for (; contents.isAt(digest); contents.next()) {
            HeldPart part = HeldPart.parse(contents.peek());
            if (part.member().isWhole()) {
                whole = part.member().length();
            } else {
                parts.putIfAbsent(part.member().part(), part);
            }
        }
        return whole >= 0 || parts.isEmpty() ? whole : joined(tree, digest, parts);
    }

    /** A file in parts is read a second time: each part was proven by itself, and not that they make the file. */
    private long joined(ArchivedTree tree, String digest, NavigableMap<Integer, HeldPart> parts) throws IOException {
        int all = parts.lastEntry().getValue().member().parts();
        if (parts.size() != all || parts.lastEntry().getKey() != all) {
            return MISSING;
        }
        long size = 0;
        DigestOutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
        for (HeldPart part : parts.values()) {
            size += part.member().length();
            try {
                tree.pack(part.row(), (pack, row) -> pack.copy(part.member(), sum, objects.progress()));
            } catch (UnreadableObjectException e) {
                differences.add(e);
                return MISJOINED;
            }
        }
        if (HexFormat.of().formatHex(sum.getMessageDigest().digest()).equals(digest)) {
            return size;
        }
        parts.values().forEach(part -> differences.suspect(part.row()));
        return MISJOINED;
    }
}
