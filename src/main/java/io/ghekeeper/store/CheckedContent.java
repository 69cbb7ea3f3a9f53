package io.ghekeeper.store;

import io.ghekeeper.text.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Content on its way into a store that may not compare it with its checksum. The last byte goes out only when all of them
 * are what they should be, so the store never has the whole of other content.
 */
final class CheckedContent extends FilterInputStream {
    private final ObjectContent expected;
    private final AtomicReference<String> fault;
    private final MessageDigest digest = Sha256.digest();
    private long length;

    /** @param fault is set to what is wrong with the content: what reads it may word the failure in its own way */
    @SuppressWarnings("MissingSummary")
    CheckedContent(ObjectContent expected, AtomicReference<String> fault) {
        super(expected.open().get());
        this.expected = expected;
        this.fault = fault;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) throws IOException {
        int read = super.read(buffer, offset, most);
        if (read > 0) {
            digest.update(buffer, offset, read);
            length += read;
        }
        if (read > 0 && length == expected.length()) {
            require(Arrays.equals(digest.digest(), expected.sha256()));
        } else {
            require(read < 0 ? length == expected.length() : length < expected.length());
        }
        return read;
    }

    private void require(boolean right) throws IOException {
        if (!right) {
            fault.set("its " + length + " bytes are not the " + expected.length() + " of its checksum");
            throw new IOException(fault.get());
        }
    }

    /** Skipped bytes would be missing in the digest. */
    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, Integer.MAX_VALUE)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
