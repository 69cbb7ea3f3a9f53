package io.ghekeeper.archive;

import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
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
import java.util.TreeMap;

/** Compares the lists of one root with the packs of it. Sorts by digest, and merges: memory is bounded. */
final class FilesCheck {
    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;

    private final ObjectReader objects;
    private final StoreRoot root;
    private final int lanes;
    private final LineSorter wanted;
    private final LineSorter held;
    private final List<String> first = new ArrayList<>();
    private long found;
    private long entries;
    private long files;
    private long bytes;
    private long packs;
    private long unfitting;

    FilesCheck(ObjectReader objects, StoreRoot root, int lanes) {
        this.objects = objects;
        this.root = root;
        this.lanes = lanes;
        this.wanted = new LineSorter(objects.work(), BUDGET);
        this.held = new LineSorter(objects.work(), BUDGET);
    }

    VerifiedFiles check() throws IOException, InterruptedException {
        try (ArchivedTree tree = ArchivedTree.open(objects, root, lanes)) {
            readLists(tree);
            readPacks(tree);
            compare(tree);
        } catch (UnreadableObjectException e) {
            differs(e);
        }
        return new VerifiedFiles(root.snapshot(), root.number(), entries, files, bytes, packs, unfitting, found, first);
    }

    private synchronized void differs(String words) {
        found++;
        if (first.size() < VerifiedFiles.SHOWN) {
            first.add(words);
        }
    }

    private synchronized void differs(UnreadableObjectException e) {
        if (e instanceof UnfittingIdentityException) {
            unfitting++;
        }
        differs(e.getMessage());
    }

    private void readLists(ArchivedTree tree) throws IOException {
        long before = found;
        try (ManifestReader units = tree.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                objects.progress().requireGoOn();
                try (UnitListReader list = tree.entries(unit.get())) {
                    readList(list);
                } catch (UnreadableObjectException e) {
                    differs(e);
                }
            }
        }
        if (found == before
                && (entries != tree.facts().entries() || bytes != tree.facts().bytes())) {
            differs("the lists of " + root.snapshot() + " have " + entries + " entries and " + bytes
                    + " bytes, and its root has " + tree.facts().entries() + " and "
                    + tree.facts().bytes());
        }
    }

    private void readList(UnitListReader list) throws IOException {
        HexFormat hex = HexFormat.of();
        for (Optional<SealEntry> next = list.next(); next.isPresent(); next = list.next()) {
            SealEntry entry = next.get();
            entries++;
            if (entry.digest().isPresent()) {
                files++;
                bytes += entry.facts().size();
                wanted.add(hex.formatHex(entry.digest().get()) + " "
                        + entry.facts().size() + " " + MtreeLine.word(entry.path()));
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
            differs(e);
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
        String path = Difference.shown(MtreeLine.path(file[2]));
        if (size < 0) {
            differs(path + ": no readable pack holds its content");
        } else if (size != Long.parseLong(file[1])) {
            differs(path + ": it has " + size + " bytes in the packs, and " + file[1] + " in the list");
        }
    }

    /** Of the content, as it was read; less than 0 where it is not there. */
    private long size(ArchivedTree tree, String digest, LineCursor contents) throws IOException {
        TreeMap<Integer, HeldPart> parts = new TreeMap<>();
        long whole = -1;
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
            return -1;
        }
        long size = 0;
        DigestOutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
        for (HeldPart part : parts.values()) {
            size += part.member().length();
            try {
                tree.pack(part.row(), (pack, row) -> pack.copy(part.member(), sum, objects.progress()));
            } catch (UnreadableObjectException e) {
                differs(e);
                return -1;
            }
        }
        return HexFormat.of().formatHex(sum.getMessageDigest().digest()).equals(digest) ? size : -1;
    }
}
