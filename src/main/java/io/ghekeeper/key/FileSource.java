package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds the value: a Kubernetes secret's, or any other. */
record FileSource(Path file) implements KeySource {
    @Override
    public String read() {
        if (Files.isDirectory(file)) {
            throw missing("is a directory", null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw missing("is no regular file", null); // on a pipe one would wait for ever
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(LONGEST_VALUE + 1);
            if (bytes.length > LONGEST_VALUE) {
                throw missing("is larger than " + LONGEST_VALUE / 1024 + " KiB, so it is not a key", null);
            }
            return KeyWrapping.text(bytes);
        } catch (NoSuchFileException e) {
            throw missing("does not exist", e);
        } catch (AccessDeniedException e) {
            throw missing("may not be read by user " + System.getProperty("user.name"), e);
        } catch (IOException e) {
            throw missing("cannot be read: " + FileError.words(e), e);
        }
    }

    private Failure missing(String why, IOException cause) {
        return new Failure(
                FailureKind.KEY_MISSING,
                place() + " " + why,
                "Check key.source and key.file, and that the secret is mounted there.",
                cause);
    }

    @Override
    public String place() {
        return "the key file " + file;
    }
}
