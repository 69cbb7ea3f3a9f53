package io.ghekeeper.archive;

import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts the lists of new units into objects: as they are compressed on the volume, many one after the other. */
final class UnitObjects {
    private static final String FOLDER = "units";
    private static final String SUFFIX = ".mtree.zst";

    /** A longer list has an object for itself. */
    private static final long MOST = 8 << 20;

    private final SealedContent content;
    private final ObjectWriter objects;
    private final ArchiveProgress progress;
    private final ObjectListener listener;

    /** Gets each object when it is finished. */
    interface ObjectListener {
        void finished(ObjectFile object, HeldContent held) throws IOException, InterruptedException;
    }

    UnitObjects(SealedContent content, ObjectWriter objects, ArchiveProgress progress, ObjectListener listener) {
        this.content = content;
        this.objects = objects;
        this.progress = progress;
        this.listener = listener;
    }

    /**
     * Writes them.
     *
     * @param lists of the new units
     * @param packs see {@link UnitPacks#join}
     */
    void write(LineCursor lists, LineCursor packs) throws IOException, InterruptedException {
        while (!lists.isAtEnd()) {
            progress.requireGoOn();
            HeldContent held = new HeldContent();
            try (ObjectStream stream = objects.begin(FOLDER, SUFFIX, progress)) {
                do {
                    String list = lists.take();
                    Path file = content.file(list);
                    long offset = stream.written();
                    Files.copy(file, stream);
                    held.addUnit(list, offset, stream.written() - offset, packs(list, packs));
                } while (!lists.isAtEnd() && fits(stream.written(), lists.peek()));
                listener.finished(stream.finish(), held);
            }
        }
    }

    private boolean fits(long written, String list) throws IOException {
        return written + Files.size(content.file(list)) <= MOST;
    }

    private static List<String> packs(String list, LineCursor packs) throws IOException {
        List<String> found = new ArrayList<>();
        packs.skipTo(list);
        for (; packs.isAt(list); packs.next()) {
            found.add(packs.peek().substring(list.length() + 1));
        }
        return found;
    }
}
