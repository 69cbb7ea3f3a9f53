package io.ghekeeper.archive;

import io.ghekeeper.text.FileError;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A finished object of the outbox.
 *
 * @param file with its bytes, which is gone when they were sent
 * @param row as the store will have it
 */
record WaitingObject(Path file, ObjectRow row) {
    private static final int BUFFER = 256 << 10;

    /**
     * Reads its bytes, and compares them with its row.
     *
     * @return why they are not the bytes that were written; nothing where they are
     * @throws ClosedByInterruptException when the thread is interrupted
     */
    Optional<String> damage(ArchiveProgress progress) throws IOException {
        try {
            long length = Files.size(file);
            if (length != row.length()) {
                return Optional.of("it has " + length + " bytes of " + row.length());
            }
            return sha256(progress).equals(row.sha256()) ? Optional.empty() : Optional.of("it has another SHA-256");
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException unreadable) {
            return Optional.of("it cannot be read: " + FileError.words(unreadable));
        }
    }

    private String sha256(ArchiveProgress progress) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
                progress.requireGoOn();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
