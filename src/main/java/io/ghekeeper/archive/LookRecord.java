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

/**
 * What verifications remember of a store, in two files of its own that each is replaced as a whole: when each object was looked at
 * ({@link ObjectLook}), and which ones are doubted, as {@code <key>!<version> <kind>}. The latter are looked at by each run.
 */
final class LookRecord {
    private static final String STORE = "!store ";

    private final Disk disk;
    private final StoreFile looks;
    private final StoreFile doubts;
    private final String store;
    private final Consumer<String> warnings;

    /**
     * A record.
     *
     * @param folder that of the archive, which is there where anything is written
     * @param store that it is of; what is known of another one counts for nothing
     */
    LookRecord(Disk disk, Path folder, String store, Consumer<String> warnings) {
        this.disk = disk;
        this.looks = StoreFile.of(folder, "verified", store);
        this.doubts = StoreFile.of(folder, "doubted", store);
        this.store = STORE + HexFormat.of().formatHex(Sha256.digest().digest(store.getBytes(StandardCharsets.UTF_8)));
        this.warnings = warnings;
    }

    /** Lines of {@link ObjectLook}. Where they are damaged, all is read again. */
    LineCursor looks() throws IOException {
        return lines(looks.read());
    }

    /** Lines with the name of an object first, and the kind of the finding. */
    LineCursor doubts() throws IOException {
        return lines(doubts.read());
    }

    private LineCursor lines(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return none();
        }
        try {
            requireWhole(file);
        } catch (DamagedLinesException e) {
            warnings.accept(e.getMessage() + "; what earlier verifications found is not known from it");
            return none();
        }
        LineCursor lines = new SortedLines(file);
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

    void replaceLooks(LineCursor lines) throws IOException {
        replace(looks.written(), lines);
    }

    void replaceDoubts(LineCursor lines) throws IOException {
        replace(doubts.written(), lines);
    }

    private void replace(Path file, LineCursor lines) throws IOException {
        Path beside = AtomicFile.beside(file);
        disk.delete(beside);
        try (SortedLinesWriter writer = new SortedLinesWriter(disk, beside)) {
            writer.write(store);
            while (!lines.isAtEnd()) {
                writer.write(lines.take());
            }
            writer.finish();
        }
        AtomicFile.rename(disk, beside, file);
    }
}
