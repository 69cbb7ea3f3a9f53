package io.ghekeeper.cli;

import io.ghekeeper.monitor.Space;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What room a directory's file system has, inodes too, which the JDK cannot tell: by stat(1). */
final class VolumeSpace {
    /** A file system that hangs must not keep the rest of an answer. */
    private static final int LONGEST_SECONDS = 5;

    private static final int FIGURES = 5;

    private VolumeSpace() {}

    /** Nothing where the directory is not there, or stat is not. */
    static Optional<Space> of(Path directory) {
        try {
            Process process = new ProcessBuilder("stat", "-f", "-c", "%S %b %a %c %d", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException none) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Space> parse(String line) {
        String[] figures = line.strip().split(" ", -1);
        if (figures.length != FIGURES) {
            return Optional.empty();
        }
        long block = Long.parseLong(figures[0]);
        return Optional.of(new Space(
                block * Long.parseLong(figures[1]),
                block * Long.parseLong(figures[2]),
                Long.parseLong(figures[3]),
                Long.parseLong(figures[4])));
    }
}
