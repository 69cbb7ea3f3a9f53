package io.ghekeeper.archive;

import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.EntryFacts;
import java.util.Optional;

/** A file that goes into a pack of its own while it is read. The pack is dropped where its content turns out to be known. */
final class StreamedFile implements ContentCopy.FileCopy {
    private final PackedCopy copy;
    private final String path;
    private final EntryFacts facts;
    private final CopyRoom.Taken room;
    private Optional<CopyPack> pack = Optional.empty();

    StreamedFile(PackedCopy copy, String path, EntryFacts facts, CopyRoom.Taken room) {
        this.copy = copy;
        this.path = path;
        this.facts = facts;
        this.room = room;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        copy.run(() -> {
            if (pack.isEmpty()) {
                pack = Optional.of(copy.newPack());
                pack.get().begin(path, facts);
            }
            pack.get().write(bytes, offset, count);
        });
    }

    @Override
    public void accept(byte[] digest) {
        copy.run(() -> {
            if (copy.isNew(digest)) {
                pack.orElseThrow().end(copy.input(path, facts, digest));
                room.use();
                copy.folder().add(pack.get().finish());
                pack = Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        pack.ifPresent(CopyPack::close);
        room.close();
    }
}
