package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.WantedFiles.WantedFile;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.pack.PackedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The second part of a fetch: reads packs, each once and several at a time, and writes from each all files that are wanted. A
 * file counts when it has its SHA-256; it gets its mode, owner and time then.
 */
final class PackFetch {
    /** Smaller members are proven before a file is made. */
    private static final int IN_MEMORY = 4 << 20;

    private static final int PIECE = 1 << 20;

    private final ObjectReader objects;
    private final FetchFolder folder;
    private final WantedFiles wanted;
    private final FetchCount count;
    private final int lanes;
    private final Set<String> read = new HashSet<>();
    private final Map<String, LargeFile> large = new HashMap<>();

    PackFetch(ObjectReader objects, FetchFolder folder, WantedFiles wanted, FetchCount count, int lanes) {
        this.objects = objects;
        this.folder = folder;
        this.wanted = wanted;
        this.count = count;
        this.lanes = lanes;
    }

    /** A file that comes in parts: which of them are there, in all files of this content. */
    private static final class LargeFile {
        private final int parts;
        private final List<WantedFile> files = new ArrayList<>();
        private final BitSet there = new BitSet();
        private boolean ended;

        LargeFile(int parts) {
            this.parts = parts;
        }
    }

    /** Reads those of these packs that were not read. What is lost or damaged is counted, and ends nothing. */
    void read(ArchivedTree tree, Collection<String> packs) throws IOException, InterruptedException {
        Set<String> chosen = new HashSet<>(packs);
        try (PackLanes threads = new PackLanes(lanes, objects.progress());
                LineCursor rows = tree.objects()) {
            for (; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (ArchivedTree.isPack(row)
                        && chosen.contains(row.sha256())
                        && read.add(row.key().text() + " " + row.version())) {
                    threads.submit(() -> read(tree, row));
                }
            }
            threads.finish();
        }
    }

    private void read(ArchivedTree tree, ObjectRow row) throws IOException {
        try {
            tree.pack(row, (pack, from) -> {
                for (PackedContent member : pack.members()) {
                    take(pack, member);
                }
            });
            count.packs.incrementAndGet();
        } catch (UnreadableObjectException e) {
            count.unreadable(e);
        }
    }

    private void take(PackReader pack, PackedContent member) throws IOException {
        objects.progress().requireGoOn();
        if (!member.isWhole()) {
            takePart(pack, member);
        } else if (member.length() <= IN_MEMORY) {
            takeSmall(pack, member);
        } else {
            wanted.find(member.digest(), file -> {
                requireSize(pack, member.length(), file);
                if (wanted.claim(file.number())) {
                    write(pack, member, file);
                }
            });
        }
    }

    /** Read once, whatever the number of files is that have it: of repositories, many are equal. */
    private void takeSmall(PackReader pack, PackedContent member) throws IOException {
        byte[][] content = new byte[1][];
        wanted.find(member.digest(), file -> {
            requireSize(pack, member.length(), file);
            if (content[0] == null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) member.length());
                pack.copy(member, bytes, objects.progress());
                content[0] = bytes.toByteArray();
            }
            if (wanted.claim(file.number())) {
                folder.create(file.entry().path(), file.entry().facts(), content[0]);
                count.fetchedBytes.addAndGet(content[0].length);
            }
        });
    }

    private static void requireSize(PackReader pack, long length, WantedFile file) throws IOException {
        if (file.entry().facts().size() != length) {
            throw pack.damaged("holds " + length + " bytes of a file that has "
                    + file.entry().facts().size() + " by its list");
        }
    }

    private void finish(WantedFile file) throws IOException {
        folder.setFacts(file.entry().path(), file.entry().facts());
        count.fetchedBytes.addAndGet(file.entry().facts().size());
    }

    private void write(PackReader pack, PackedContent member, WantedFile file) throws IOException {
        String path = file.entry().path();
        try {
            folder.create(path);
            try (OutputStream to = at(List.of(path), 0)) {
                pack.copy(member, to, objects.progress());
            }
            finish(file);
        } catch (UnreadableObjectException e) {
            folder.remove(path);
            wanted.release(file.number());
            throw e;
        }
    }

    /** Writes the same bytes into several files, from an offset on. */
    private OutputStream at(List<String> paths, long offset) {
        return new OutputStream() {
            private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
            private long place = offset;

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                piece.write(bytes, from, length);
                if (piece.size() >= PIECE) {
                    flush();
                }
            }

            @Override
            public void flush() throws IOException {
                byte[] bytes = piece.toByteArray();
                piece.reset();
                if (bytes.length > 0) {
                    for (String path : paths) {
                        folder.writeAt(path, place, bytes);
                    }
                    place += bytes.length;
                }
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private void takePart(PackReader pack, PackedContent member) throws IOException {
        LargeFile file = large(pack, member);
        List<String> paths;
        synchronized (file) {
            if (file.ended || file.files.isEmpty() || file.there.get(member.part())) {
                return;
            }
            paths = file.files.stream().map(one -> one.entry().path()).toList();
        }
        try (OutputStream to = at(paths, (member.part() - 1) * PackedPart.PART)) {
            pack.copy(member, to, objects.progress());
        }
        synchronized (file) {
            file.there.set(member.part());
            if (!file.ended && file.there.cardinality() == file.parts) {
                file.ended = true;
                join(pack, file);
            }
        }
    }

    private LargeFile large(PackReader pack, PackedContent member) throws IOException {
        synchronized (large) {
            LargeFile known = large.get(member.digest());
            if (known != null) {
                return known;
            }
            LargeFile made = new LargeFile(member.parts());
            try {
                wanted.find(member.digest(), file -> begin(pack, member, file, made));
            } catch (UnreadableObjectException e) {
                release(made);
                throw e;
            }
            large.put(member.digest(), made);
            return made;
        }
    }

    private void begin(PackReader pack, PackedContent member, WantedFile file, LargeFile made) throws IOException {
        long size = file.entry().facts().size();
        long length = Math.min(PackedPart.PART, size - (member.part() - 1) * PackedPart.PART);
        if (PackedPart.parts(size) != member.parts() || length != member.length()) {
            throw pack.damaged("holds a part of a file that has " + size + " bytes by its list");
        }
        if (wanted.claim(file.number())) {
            folder.create(file.entry().path());
            made.files.add(file);
        }
    }

    /** Each part was proven by itself, and not that they make the file. */
    private void join(PackReader pack, LargeFile file) throws IOException {
        for (WantedFile one : file.files) {
            if (!folder.hasDigest(one.entry().path(), one.entry().digest().orElseThrow())) {
                release(file);
                synchronized (large) {
                    large.values().remove(file);
                }
                throw pack.damaged("holds the last part of a file that is not what was sealed: "
                        + HexFormat.of().formatHex(one.entry().digest().get()));
            }
        }
        for (WantedFile one : file.files) {
            finish(one);
        }
    }

    private void release(LargeFile file) throws IOException {
        for (WantedFile one : file.files) {
            folder.remove(one.entry().path());
            wanted.release(one.number());
        }
        file.files.clear();
    }

    /** Files of which a part is missing are missing. */
    void dropUnfinished() throws IOException {
        for (LargeFile file : large.values()) {
            if (!file.ended) {
                release(file);
            }
        }
        large.clear();
    }

    /** Whether a content is still missing, or a part of it. */
    boolean isMissing(String digest) throws IOException {
        LargeFile file = large.get(digest);
        return wanted.isMissing(digest) || (file != null && !file.ended && !file.files.isEmpty());
    }

    boolean isComplete() {
        return wanted.isComplete() && large.values().stream().allMatch(file -> file.ended || file.files.isEmpty());
    }
}
