package io.ghekeeper.seal;

import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;

/**
 * SHA-256 of a file's content. A file that was written to between the walk and the end of the reading is refused: its times
 * show that. They do not show a single call of write(2) that begins before the walk and ends after the reading has begun.
 */
final class ContentDigest {
    private static final int BUFFER = 256 << 10;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Sha256::digest);
    private static final ThreadLocal<byte[]> BUFFERS = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    private final SealProgress progress;
    private final ContentCopy copies;

    /** @param copies get the content of what is accepted */
    @SuppressWarnings("MissingSummary")
    ContentDigest(SealProgress progress, ContentCopy copies) {
        this.progress = progress;
        this.copies = copies;
    }

    /**
     * Reads the file.
     *
     * @param entry what the walk saw of it
     * @param checks are done in the same reading, where they include it
     * @throws UnreadableEntry when it cannot be read, is gone, or was written to since the walk saw it
     */
    byte[] of(TreeEntry entry, FileChecks checks) throws UnreadableEntry {
        try (ContentCopy.FileCopy copy = copies.begin(entry.path(), entry.facts())) {
            byte[] digest = read(entry, checks, copy);
            // A name that comes or goes touches it, too; so does a write within one tick of the kernel's clock.
            if (!entry.isUntouched()) {
                requireUnwritten(entry);
                byte[] second = read(entry, FileChecks.NONE, ContentCopy.FileCopy.NONE);
                requireUnwritten(entry);
                if (!Arrays.equals(digest, second)) {
                    throw changed();
                }
            }
            copy.accept(digest);
            return digest;
        } catch (IOException e) {
            throw new UnreadableEntry(entry.path(), e);
        }
    }

    /** Reads as many bytes as the walk saw. A file that has more by now has another size when it is looked at afterwards. */
    private byte[] read(TreeEntry entry, FileChecks checks, ContentCopy.FileCopy copy) throws IOException {
        MessageDigest digest = DIGESTS.get();
        digest.reset();
        byte[] bytes = BUFFERS.get();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long left = entry.facts().size();
        try (FileChannel file = FileChannel.open(entry.file(), READ)) {
            if (checks.includes(entry.file())) {
                checks.check(entry.file(), file, (passed, from, count) -> {
                    digest.update(passed, from, count);
                    copy.write(passed, from, count);
                    progress.read(count);
                    progress.requireGoOn();
                });
                left -= file.position();
            }
            while (left > 0) {
                int read = file.read(buffer.clear().limit((int) Math.min(bytes.length, left)));
                if (read < 0) {
                    throw changed();
                }
                digest.update(bytes, 0, read);
                copy.write(bytes, 0, read);
                left -= read;
                progress.read(read);
                progress.requireGoOn();
            }
        }
        if (left < 0) {
            throw changed();
        }
        return digest.digest();
    }

    private static void requireUnwritten(TreeEntry entry) throws IOException {
        if (!TreeEntry.read(entry.path(), entry.file()).isUnwrittenSince(entry)) {
            throw changed();
        }
    }

    private static IOException changed() {
        return new IOException("it changed while it was read");
    }
}
