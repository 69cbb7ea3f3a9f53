package io.ghekeeper.archive;

import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.text.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The digests of the parts of a large file, so that the archive run can read each part alone. */
final class LargeFileParts implements ContentCopy.FileCopy {
    private final PackedCopy copy;
    private final MessageDigest digest = Sha256.digest();
    private final List<byte[]> parts = new ArrayList<>();
    private long left = PackedPart.PART;

    LargeFileParts(PackedCopy copy) {
        this.copy = copy;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        for (int at = offset, end = offset + count; at < end; ) {
            int fits = (int) Math.min(end - at, left);
            digest.update(bytes, at, fits);
            at += fits;
            left -= fits;
            if (left == 0) {
                parts.add(digest.digest());
                left = PackedPart.PART;
            }
        }
    }

    @Override
    public void accept(byte[] whole) {
        copy.run(() -> {
            if (left < PackedPart.PART) {
                parts.add(digest.digest());
            }
            if (copy.isNew(whole)) {
                copy.folder().add(whole, parts);
            }
        });
    }

    @Override
    public void close() {}
}
