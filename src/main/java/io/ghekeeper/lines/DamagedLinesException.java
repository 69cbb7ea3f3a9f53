package io.ghekeeper.lines;

import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.Path;

/** A file of sorted lines that cannot be read, or is not what was written. */
public final class DamagedLinesException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    DamagedLinesException(Path file, IOException cause) {
        super(file + " is damaged: " + FileError.words(cause), cause);
        this.file = file;
    }

    /** Which one. */
    public Path file() {
        return file;
    }
}
