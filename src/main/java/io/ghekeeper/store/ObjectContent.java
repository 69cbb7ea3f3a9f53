package io.ghekeeper.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;

/**
 * What is to be put: its length and digest are known before, its bytes are never in memory as a whole.
 *
 * @param length in bytes
 * @param sha256 32 bytes
 * @param open gives the bytes from the beginning at each call; the store closes what it opens
 * @param look the same for a reading that sends nothing, and so is not slowed down
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ObjectContent(long length, byte[] sha256, Supplier<InputStream> open, Supplier<InputStream> look) {
    public ObjectContent(long length, byte[] sha256, Supplier<InputStream> open) {
        this(length, sha256, open, open);
    }

    /** Its MD5, which is computed now: some stores compare content with no other checksum. It proves nothing here. */
    byte[] md5() throws IOException {
        try (InputStream bytes = look.get();
                DigestOutputStream to =
                        new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("MD5"))) {
            bytes.transferTo(to);
            return to.getMessageDigest().digest();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // it could not be opened
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // each Java platform has it
        }
    }
}
