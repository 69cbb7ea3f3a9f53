package io.ghekeeper.archive;

import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.EntryFacts;

/** A file that is kept in memory until its digest is known, and then put into a pack with others. */
final class BufferedFile implements ContentCopy.FileCopy {
    private final PackedCopy copy;
    private final String path;
    private final EntryFacts facts;
    private final CopyRoom.Taken room;
    private final byte[] content;
    private int filled;

    BufferedFile(PackedCopy copy, String path, EntryFacts facts, CopyRoom.Taken room) {
        this.copy = copy;
        this.path = path;
        this.facts = facts;
        this.room = room;
        this.content = new byte[(int) facts.size()];
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        copy.run(() -> {
            System.arraycopy(bytes, offset, content, filled, count);
            filled += count;
        });
    }

    @Override
    public void accept(byte[] digest) {
        copy.run(() -> {
            if (copy.isNew(digest)) {
                room.use();
                copy.add(copy.input(path, facts, digest), content);
            }
        });
    }

    @Override
    public void close() {
        room.close();
    }
}
