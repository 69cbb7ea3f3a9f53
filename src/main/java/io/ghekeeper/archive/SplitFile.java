package io.ghekeeper.archive;

import io.ghekeeper.pack.MemberName;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A large file, each part of which goes into a pack of its own. The index of a pack names the digest of the file, and a program
 * encrypts a pack in one go. So the parts wait compressed until the end of the file, and become packs then, one after the other.
 * Where there is no room for them, the digests of the parts are noted alone: with these the archive run reads each part by itself.
 */
final class SplitFile implements ContentCopy.FileCopy {
    private final PackedCopy copy;
    private final String path;
    private final EntryFacts facts;
    private final Optional<CopyRoom.Taken> room;
    private final MessageDigest digest = Sha256.digest();
    private final List<byte[]> digests = new ArrayList<>();
    private final Queue<WaitingPart> waiting = new ArrayDeque<>();
    private Optional<PartStream> open = Optional.empty();
    private long left;

    /** @param room nothing where it is not packed */
    @SuppressWarnings("MissingSummary")
    SplitFile(PackedCopy copy, String path, EntryFacts facts, Optional<CopyRoom.Taken> room) {
        this.copy = copy;
        this.path = path;
        this.facts = facts;
        this.room = room;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (copy.hasEnded()) {
            close(); // the rest of the file may be long, and the volume full
        }
        copy.run(() -> {
            for (int at = offset, end = offset + count; at < end; ) {
                if (left == 0) {
                    beginPart();
                }
                int fits = (int) Math.min(end - at, left);
                digest.update(bytes, at, fits);
                if (open.isPresent()) {
                    open.get().write(bytes, at, fits);
                }
                at += fits;
                left -= fits;
                if (left == 0) {
                    endPart();
                }
            }
        });
    }

    private void beginPart() throws IOException {
        int part = digests.size() + 1;
        left = Math.min(PackedPart.PART, facts.size() - (part - 1) * PackedPart.PART);
        if (left <= 0) {
            throw new IOException(Difference.shown(path) + " grows while it is read");
        }
        if (room.isPresent()) {
            String name = MemberName.ofPart(path, part, PackedPart.parts(facts.size()))
                    .orElseThrow();
            open = Optional.of(copy.newPart(name, facts, left));
        }
    }

    private void endPart() throws IOException {
        digests.add(digest.digest());
        if (open.isPresent()) {
            waiting.add(open.get().finish());
            open = Optional.empty();
        }
    }

    @Override
    public void accept(byte[] whole) {
        copy.run(() -> {
            if (!copy.isNew(whole)) {
                return;
            }
            copy.folder().add(whole, digests);
            if (room.isEmpty()) {
                copy.leaveOut(path, facts.size());
                return;
            }
            room.get().use();
            List<PackInput> inputs = copy.parts(path, facts, whole);
            for (int i = 0; i < inputs.size() && !copy.hasEnded(); i++) {
                try (WaitingPart part = waiting.remove()) {
                    copy.pack(part, inputs.get(i), digests.get(i));
                }
            }
        });
    }

    @Override
    public void close() {
        open.ifPresent(PartStream::close);
        open = Optional.empty();
        waiting.forEach(WaitingPart::close);
        waiting.clear();
        room.ifPresent(CopyRoom.Taken::close);
    }
}
