package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ObjectReader.PlainObject;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.pack.MemberName;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Packs again, out of old packs, what is wanted of them: each is read once, several at a time, and each member is proven. */
final class PackRewrite implements AutoCloseable {
    private final ObjectReader objects;
    private final ObjectWriter writer;
    private final int lanes;
    private final WantedFiles wanted;
    private final Set<String> parts = new HashSet<>();
    private final Consumer<String> warnings;
    private final AtomicBoolean readsAll = new AtomicBoolean(true);

    /** Takes packs. */
    interface NewPackListener {
        void pack(PackedFile pack) throws IOException;
    }

    PackRewrite(ObjectReader objects, ObjectWriter writer, int lanes, Consumer<String> warnings) {
        this.objects = objects;
        this.writer = writer;
        this.lanes = lanes;
        this.warnings = warnings;
        this.wanted = new WantedFiles(objects.work());
    }

    /**
     * Adds a file whose content is to be packed again.
     *
     * @param line its entry, as it is to be in the pack
     */
    void want(String digest, String line, long size) throws IOException {
        wanted.add(digest, line, size);
    }

    /**
     * Does it. A pack that is lost or damaged is a warning: what it holds stays there alone.
     *
     * @param packs that may hold what is wanted
     * @param listener gets new packs, from several threads
     */
    void rewrite(List<NamedPack> packs, KnownLines state, NewPackListener listener)
            throws IOException, InterruptedException {
        wanted.finish();
        Set<String> holders = holders(state);
        try (PackLanes threads = new PackLanes(lanes, objects.progress())) {
            for (List<NamedPack> group : groups(packs, holders)) {
                threads.submit(() -> rewrite(group, listener));
            }
            threads.finish();
        }
    }

    /** Whether each pack could be read. */
    boolean readsAll() {
        return readsAll.get();
    }

    private Set<String> holders(KnownLines state) throws IOException {
        Set<String> holders = new HashSet<>();
        try (LineCursor contents = state.lines(StateTable.CONTENTS)) {
            for (; !contents.isAtEnd(); contents.next()) {
                PackedPart held = PackedPart.parse(contents.peek());
                if (!holders.contains(held.pack()) && wanted.isMissing(held.digest())) {
                    holders.add(held.pack());
                }
            }
        }
        return holders;
    }

    /** So many that what is alive in them fits into one pack. */
    private static List<List<NamedPack>> groups(List<NamedPack> packs, Set<String> holders) {
        List<List<NamedPack>> groups = new ArrayList<>();
        List<NamedPack> group = new ArrayList<>();
        long bytes = 0;
        long members = 0;
        for (NamedPack pack : packs) {
            if (!holders.contains(pack.row.sha256())) {
                continue;
            }
            bytes += pack.alive();
            members += pack.aliveMembers();
            if (!group.isEmpty() && (bytes > PackedPart.PART || members > PackJobs.MOST_MEMBERS)) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = pack.alive();
                members = pack.aliveMembers();
            }
            group.add(pack);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private void rewrite(List<NamedPack> group, NewPackListener listener) throws IOException {
        try (PackStream pack = PackStream.begin(writer, objects.progress())) {
            for (NamedPack from : group) {
                copy(from.row, pack);
            }
            if (pack.members() > 0) {
                listener.pack(pack.finish());
            }
        }
    }

    private void copy(ObjectRow row, PackStream to) throws IOException {
        try (PlainObject object = objects.read(row);
                PackReader from = new PackReader(object)) {
            for (PackedContent member : from.members()) {
                objects.progress().requireGoOn();
                Optional<SealEntry> entry = claim(from, member);
                if (entry.isPresent()) {
                    copy(from, member, entry.get(), to);
                }
            }
        } catch (UnreadableObjectException e) {
            readsAll.set(false);
            warnings.accept(e.getMessage() + ": what is alive in it stays there alone");
        }
    }

    /** Proven before it is written: what is written cannot be taken back. */
    private Optional<SealEntry> claim(PackReader from, PackedContent member) throws IOException {
        List<WantedFiles.WantedFile> found = new ArrayList<>();
        wanted.find(member.digest(), found::add);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        WantedFiles.WantedFile file = found.get(0);
        requireLength(from, member, file.entry());
        from.copy(member, OutputStream.nullOutputStream(), objects.progress());
        boolean mine = member.isWhole() ? wanted.claim(file.number()) : claimPart(member);
        return mine ? Optional.of(file.entry()) : Optional.empty();
    }

    private static void requireLength(PackReader from, PackedContent member, SealEntry entry) throws IOException {
        long size = entry.facts().size();
        if (PackedPart.parts(size) != member.parts() || NeededContents.length(member.part(), size) != member.length()) {
            throw from.damaged("holds " + member.length() + " bytes of a file that has " + size + " by its list");
        }
    }

    private boolean claimPart(PackedContent member) {
        synchronized (parts) {
            return parts.add(member.digest() + " " + member.part());
        }
    }

    private void copy(PackReader from, PackedContent member, SealEntry entry, PackStream to) throws IOException {
        PackInput input = new PackInput(
                entry.path(),
                objects.work().file("none"),
                entry.facts(),
                HexFormat.of().parseHex(member.digest()),
                member.part(),
                member.parts(),
                (member.part() - 1) * PackedPart.PART,
                member.length());
        try {
            from.copy(member, to.begin(MemberName.of(input), input.facts(), input.length()), objects.progress());
        } catch (UnreadableObjectException e) {
            throw new IOException("a temporary file changed while it was read: " + e.getMessage(), e);
        }
        to.end(input, HexFormat.of().parseHex(member.proof()));
    }

    @Override
    public void close() throws IOException {
        wanted.close();
    }
}
