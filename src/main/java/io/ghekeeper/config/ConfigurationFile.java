package io.ghekeeper.config;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file's text. */
public final class ConfigurationFile {
    /** Bytes; a hundred times what every key set takes. */
    public static final int LARGEST = 256 * 1024;

    private ConfigurationFile() {}

    /**
     * Reads it as UTF-8.
     *
     * @param explicit somebody named the file, so it must be there
     * @return empty when the file does not exist and need not
     */
    static Optional<String> read(Path file, boolean explicit) {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(
                        file, "is a directory", "name the file in it, as --config " + file + "/ghe-keeper.yaml");
            }
            return Optional.of(Utf8.decode(
                    bytes(file), line -> unreadable(file, "is not UTF-8 at line " + line, "save it as UTF-8")));
        } catch (NoSuchFileException missing) {
            if (explicit) {
                throw unreadable(file, "does not exist", "check --config and GHE_KEEPER_CONFIG, or write the file");
            }
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            String user = System.getProperty("user.name");
            throw unreadable(file, "may not be read by user " + user, "make it readable, as with chmod a+r " + file);
        } catch (IOException failed) {
            throw new Failure(
                    FailureKind.CONFIGURATION_UNREADABLE,
                    "cannot read the configuration file " + file + ": " + FileError.words(failed),
                    "check the file and the volume that it is on",
                    failed);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unreadable(
                        file, "is larger than " + LARGEST / 1024 + " KiB", "check that it is the configuration file");
            }
            return bytes;
        }
    }

    private static Failure unreadable(Path file, String why, String hint) {
        return new Failure(FailureKind.CONFIGURATION_UNREADABLE, "the configuration file " + file + " " + why, hint);
    }
}
