package io.ghekeeper.archive;

import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.MergedLines;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.snapshot.StoreFile;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Sorted lines that are remembered of one store, in a {@link StoreFile} that is replaced as a whole. */
final class StoreLines {
    private static final String STORE = "!store ";

    private final Disk disk;
    private final StoreFile file;
    private final String store;
    private final Consumer<String> damaged;

    /**
     * Lines.
     *
     * @param folder that of the archive, which is there where anything is written
     * @param store that they are of; what is known of another one counts for nothing
     * @param damaged gets a clause where the file is damaged
     */
    StoreLines(Disk disk, Path folder, String name, String store, Consumer<String> damaged) {
        this.disk = disk;
        this.file = StoreFile.of(folder, name, store);
        this.store = STORE + HexFormat.of().formatHex(Sha256.digest().digest(store.getBytes(StandardCharsets.UTF_8)));
        this.damaged = damaged;
    }

    /** All of them; none where the file is missing or damaged. */
    LineCursor read() throws IOException {
        Path written = file.read();
        if (!Files.exists(written, LinkOption.NOFOLLOW_LINKS)) {
            return none();
        }
        try {
            requireWhole(written);
        } catch (DamagedLinesException e) {
            damaged.accept(e.getMessage());
            return none();
        }
        LineCursor lines = new SortedLines(written);
        if (store.equals(lines.peek())) {
            lines.next();
            return lines;
        }
        lines.close();
        return none();
    }

    /** Nothing follows from lines that may turn out to be damaged. */
    private static void requireWhole(Path file) throws IOException {
        try (LineCursor lines = new SortedLines(file)) {
            lines.drain();
        }
    }

    private static LineCursor none() throws IOException {
        return new MergedLines(List.of());
    }

    void replace(LineCursor lines) throws IOException {
        Path beside = AtomicFile.beside(file.written());
        disk.delete(beside);
        try (SortedLinesWriter writer = new SortedLinesWriter(disk, beside)) {
            writer.write(store);
            while (!lines.isAtEnd()) {
                writer.write(lines.take());
            }
            writer.finish();
        }
        AtomicFile.rename(disk, beside, file.written());
    }
}
