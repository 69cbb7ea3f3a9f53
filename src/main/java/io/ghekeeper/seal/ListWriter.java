package io.ghekeeper.seal;

import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A list that is being written. It stays in memory while it is short, so that one that is there already costs no write. */
final class ListWriter {
    private final ListStore store;
    private final MessageDigest digest = Sha256.digest();
    private final ByteArrayOutputStream begin = new ByteArrayOutputStream();
    private Path file;
    private OutputStream rest;
    private boolean closed;

    ListWriter(ListStore store) {
        this.store = store;
    }

    /** @param line of ASCII, with its end */
    @SuppressWarnings("MissingSummary")
    void write(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        digest.update(bytes);
        if (rest != null) {
            rest.write(bytes);
            return;
        }
        begin.write(bytes);
        if (begin.size() > ListStore.IN_MEMORY) {
            file = store.unfinished();
            rest = store.compress(new AppendStream(store.disk(), file));
            begin.writeTo(rest);
            begin.reset();
        }
    }

    /** Another list in the same place. */
    ListWriter another() {
        return new ListWriter(store);
    }

    /** What was written, from the begin on. After this nothing is written any more. */
    InputStream written() throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(begin.toByteArray());
        }
        close();
        return store.read(file);
    }

    /** Nothing of the list stays. */
    void discard() throws IOException {
        close();
        if (file != null) {
            store.disk().delete(file);
        }
    }

    private void close() throws IOException {
        if (!closed && rest != null) {
            rest.close();
        }
        closed = true;
    }

    /**
     * Ends the list.
     *
     * @return its SHA-256, in hexadecimal
     */
    String finish() throws IOException {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        close();
        if (store.has(sha256)) {
            discard();
            return sha256;
        }
        if (file == null) {
            file = store.unfinished();
            store.disk().write(file, ListStore.compressed(begin.toByteArray()));
        }
        store.take(file, sha256);
        return sha256;
    }
}
