package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What verifications remember of a store, in {@link StoreLines}: when each object was looked at ({@link ObjectLook}), and which
 * ones are doubted, as {@code <key>!<version> <kind>}. The latter are looked at by each run.
 */
final class LookRecord {
    private static final String LOST = "what earlier verifications found is not known from it";

    private final StoreLines looks;
    private final StoreLines doubts;

    /** @param folder see {@link StoreLines} */
    @SuppressWarnings("MissingSummary")
    LookRecord(Disk disk, Path folder, String store, Consumer<String> warnings) {
        Consumer<String> lost = damaged -> warnings.accept(damaged + "; " + LOST);
        this.looks = new StoreLines(disk, folder, "verified", store, lost);
        this.doubts = new StoreLines(disk, folder, "doubted", store, lost);
    }

    /** Lines of {@link ObjectLook}. Where they are damaged, all is read again. */
    LineCursor looks() throws IOException {
        return looks.read();
    }

    /** Lines with the name of an object first, and the kind of the finding. */
    LineCursor doubts() throws IOException {
        return doubts.read();
    }

    void replaceLooks(LineCursor lines) throws IOException {
        looks.replace(lines);
    }

    void replaceDoubts(LineCursor lines) throws IOException {
        doubts.replace(lines);
    }
}
