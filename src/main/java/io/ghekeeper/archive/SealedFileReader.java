package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Reads files of a snapshot, and requires that they are what was sealed. One thread uses it. */
final class SealedFileReader {
    private static final int BUFFER = 256 << 10;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final String snapshot;
    private final PartDigests parts;
    private final ArchiveProgress progress;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** @param snapshot its id */
    @SuppressWarnings("MissingSummary")
    SealedFileReader(String snapshot, PartDigests parts, ArchiveProgress progress) {
        this.snapshot = snapshot;
        this.parts = parts;
        this.progress = progress;
    }

    /** A file as it is now. Its time of change says nothing: each name that comes or goes sets it. */
    private record FileState(boolean regular, long device, long inode, long size, Instant modified) {
        private static final String ATTRIBUTES = "unix:isRegularFile,dev,ino,size,lastModifiedTime";

        static FileState of(Path file) throws IOException {
            Map<String, Object> shown = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return new FileState(
                    (boolean) shown.get("isRegularFile"),
                    (long) shown.get("dev"),
                    (long) shown.get("ino"),
                    (long) shown.get("size"),
                    ((FileTime) shown.get("lastModifiedTime")).toInstant());
        }

        void require(EntryFacts sealed) throws IOException {
            if (!regular) {
                throw new IOException("it is not a file");
            }
            if (size != sealed.size()) {
                throw new IOException("it has " + size + " bytes, and had " + sealed.size());
            }
            if (!modified.equals(sealed.modified())) {
                throw new IOException("it was modified at " + modified + ", and not at " + sealed.modified());
            }
        }
    }

    /**
     * Copies what is to be packed. A file that is packed whole is proven by its digest, and a part by its own, where that is
     * known. Else it is only known of a part that the file has the size and the time that it had.
     *
     * @param to what this throws is thrown
     * @return SHA-256 of what was copied
     * @throws Failure SNAPSHOT_DAMAGED; what the progress throws
     * @throws ClosedByInterruptException when the thread is interrupted
     */
    byte[] copy(PackInput input, OutputStream to) throws IOException {
        byte[] digest = read(input, input.offset(), input.length(), to);
        requireDigest(
                input,
                digest,
                input.isWhole() ? input.digest() : parts.of(input).orElse(digest));
        return digest;
    }

    /** Reads the whole file of a part, and requires its digest. Throws as {@link #copy} does. */
    void requireSealed(PackInput part) throws IOException {
        byte[] digest = read(part, 0, part.facts().size(), OutputStream.nullOutputStream());
        requireDigest(part, digest, part.digest());
    }

    private byte[] read(PackInput input, long offset, long length, OutputStream to) throws IOException {
        MessageDigest digest = Sha256.digest();
        FileState before = of(input, () -> FileState.of(input.file()));
        of(input, () -> {
            before.require(input.facts());
            return before;
        });
        try (FileChannel file = of(input, () -> FileChannel.open(input.file(), READ))) {
            if (offset > 0) {
                of(input, () -> file.position(offset));
            }
            for (long left = length; left > 0; ) {
                buffer.clear().limit((int) Math.min(BUFFER, left));
                int read = of(input, () -> file.read(buffer));
                if (read < 0) {
                    throw damaged(input, "it ends too early", null);
                }
                digest.update(buffer.array(), 0, read);
                to.write(buffer.array(), 0, read);
                left -= read;
                progress.readBytes(read);
                progress.requireGoOn();
            }
        }
        if (!of(input, () -> FileState.of(input.file())).equals(before)) {
            throw damaged(input, "it changed while it was read", null);
        }
        return digest.digest();
    }

    private void requireDigest(PackInput input, byte[] digest, byte[] sealed) {
        if (!Arrays.equals(digest, sealed)) {
            throw damaged(input, "its content is another one, of the same size and time", null);
        }
    }

    private <T> T of(PackInput input, FileLook<T> look) throws IOException {
        try {
            return look.take();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw damaged(input, FileError.words(e), e);
        }
    }

    private Failure damaged(PackInput input, String detail, IOException cause) {
        return new Failure(
                FailureKind.SNAPSHOT_DAMAGED,
                Difference.shown(input.path()) + " of " + snapshot + " is not what was sealed: " + detail,
                "Find all that differs; type: ghe-keeper verify " + snapshot,
                cause);
    }

    private interface FileLook<T> {
        T take() throws IOException;
    }
}
