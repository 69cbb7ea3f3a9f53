package io.ghekeeper.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file named {@code large} on the appliance, which takes long enough to be met on its way. */
final class LargeFile {
    private LargeFile() {}

    static boolean isHalfThere(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            // rsync's name for a file that is not whole yet
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".large."));
        } catch (UncheckedIOException changing) {
            return false;
        }
    }
}
