package io.ghekeeper.seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A place in a list of damaged files. */
final class DamageListReader implements AutoCloseable {
    private final BufferedReader lines;
    private DamagedFile file;

    /** @throws IOException when it cannot be read; a missing one is empty */
    @SuppressWarnings("MissingSummary")
    DamageListReader(Path list) throws IOException {
        this.lines = open(list);
        next();
    }

    private static BufferedReader open(Path list) throws IOException {
        try {
            return Files.newBufferedReader(list, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException none) {
            return new BufferedReader(Reader.nullReader());
        }
    }

    boolean isAtEnd() {
        return file == null;
    }

    DamagedFile file() {
        return file;
    }

    void next() throws IOException {
        String line = lines.readLine();
        file = line == null ? null : DamagedFile.parse(line);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
