package io.ghekeeper.migrate;

import io.ghekeeper.config.Utf8;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file of the earlier appliance. Its text is looked at and never run.
 *
 * @param name without its folders, for people
 * @param text with line feeds only
 */
public record EarlierFile(String name, String text) {
    /** Bytes; ten times what backup-utils delivers as an example. */
    static final int LARGEST = 64 * 1024;

    public EarlierFile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }

    /**
     * Reads a file; a pipe is never waited for.
     *
     * @throws Failure CONFIGURATION_UNREADABLE
     */
    public static EarlierFile read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(file.toString(), "is a directory", "Name the file in it.");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw unreadable(
                        file.toString(), "is no regular file", "Give a file, or - and the text on standard input.");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return of(file.toString(), String.valueOf(file.getFileName()), stream);
            }
        } catch (NoSuchFileException missing) {
            throw unreadable(file.toString(), "does not exist", "Check the path.");
        } catch (AccessDeniedException denied) {
            String user = System.getProperty("user.name");
            throw unreadable(file.toString(), "may not be read by user " + user, "Make it readable for this user.");
        } catch (IOException failed) {
            throw unreadable(
                    file.toString(), "cannot be read: " + FileError.words(failed), "Check the file and its disk.");
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @throws Failure CONFIGURATION_UNREADABLE
     */
    public static EarlierFile read(String name, InputStream stream) {
        try {
            return of(name, name, stream);
        } catch (IOException failed) {
            throw unreadable(
                    name, "cannot be read: " + FileError.words(failed), "Give the text on it, or name a file.");
        }
    }

    private static EarlierFile of(String shown, String name, InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(LARGEST + 1);
        String hint = "Check that it is the crontab or the backup.config.";
        if (bytes.length > LARGEST) {
            throw unreadable(shown, "is larger than " + LARGEST / 1024 + " KiB", hint);
        }
        int line = 1;
        for (byte each : bytes) {
            if (each == 0) {
                throw unreadable(shown, "is no text: it has a byte of 0 in line " + line, hint);
            }
            line += each == '\n' ? 1 : 0;
        }
        String text = Utf8.decode(bytes, at -> unreadable(shown, "is not UTF-8 in line " + at, "Save it as UTF-8."));
        return new EarlierFile(name, text.replace("\r\n", "\n"));
    }

    private static Failure unreadable(String file, String why, String hint) {
        return new Failure(FailureKind.CONFIGURATION_UNREADABLE, file + " " + why, hint);
    }
}
