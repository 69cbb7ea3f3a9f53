package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
     * @param lists see {@link SealedUnitLists#fresh}
     * @param packs see {@link UnitPacks#join}
     */
    void write(LineCursor lists, LineCursor packs) throws IOException, InterruptedException {
        while (!lists.isAtEnd()) {
            progress.requireGoOn();
            HeldContent held = new HeldContent();
            try (ObjectStream stream = objects.begin(FOLDER, SUFFIX, progress)) {
                do {
                    String unit = lists.key();
                    String list = SealedUnitLists.list(lists.take());
                    long offset = stream.written();
                    copy(content.file(list), stream);
                    held.addUnit(list, offset, stream.written() - offset, packs(unit, packs));
                } while (!lists.isAtEnd() && fits(stream.written(), SealedUnitLists.list(lists.peek())));
                listener.finished(stream.finish(), held);
            }
        }
    }

    private static void copy(Path file, OutputStream to) throws IOException {
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes.transferTo(to);
        }
    }

    private boolean fits(long written, String list) throws IOException {
        return written + Files.size(content.file(list)) <= MOST;
    }

    /** Those of a unit, in lines of {@link UnitPacks#join}. */
    static List<String> packs(String unit, LineCursor packs) throws IOException {
        List<String> found = new ArrayList<>();
        packs.skipTo(unit);
        for (; packs.isAt(unit); packs.next()) {
            found.add(packs.peek().substring(unit.length() + 1));
        }
        return found;
    }
}
