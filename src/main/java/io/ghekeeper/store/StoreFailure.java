package io.ghekeeper.store;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What went wrong with one object. */
final class StoreFailure {
    private static final int BUFFER = 64 * 1024;

    private StoreFailure() {}

    /** @param object with its store, as {@code s3://bucket/key} */
    static Failure of(String doing, String object, String why, Exception cause) {
        return new Failure(
                FailureKind.STORE_FAILED,
                doing + " " + object + " failed: " + why,
                "Check the store and the rights to it, then try again.",
                cause);
    }

    /** One whose cause can pass by itself. */
    private static Failure passing(String object, String why, Exception cause) {
        return Failure.passing(
                FailureKind.STORE_FAILED,
                "reading " + object + " failed: " + why,
                "Check the store and the way to it, then try again.",
                cause);
    }

    static Failure of(String doing, String object, IOException cause) {
        return of(doing, object, FileError.words(cause), cause);
    }

    /** Hands on as many bytes; a store that has less is found out. */
    static void copy(String object, InputStream from, long length, OutputStream to) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
        for (long left = length; left > 0; ) {
            int read = read(object, from, buffer, left);
            if (read < 0) {
                throw passing(object, "it ended after " + (length - left) + " of " + length + " bytes", null);
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    private static int read(String object, InputStream from, byte[] buffer, long left) {
        try {
            return from.read(buffer, 0, (int) Math.min(buffer.length, left));
        } catch (IOException e) {
            throw passing(object, FileError.words(e), e);
        }
    }
}
