package io.ghekeeper.archive;

import io.ghekeeper.pack.PackIndex;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackMember;
import io.ghekeeper.pack.ZstdFrames;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * The compressed content of a part of a large file, on the volume until the digest of the file is known. To close it removes it.
 *
 * @param offset of the part's content in the tar archive, in bytes
 * @param sha256 of the compressed bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WaitingPart(Disk disk, Path file, long offset, byte[] sha256) implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    /**
     * Makes its pack: encrypts the content, and the index behind it.
     *
     * @param digest SHA-256 of the part
     * @throws io.ghekeeper.failure.Failure ENCRYPTION_FAILED; of a VOLUME kind. Nothing is left of the pack then
     */
    PackedFile pack(PackInput input, byte[] digest, ObjectWriter objects, CopyPatience patience) throws IOException {
        PackIndex index = new PackIndex();
        index.add(input, offset, digest);
        try (ObjectStream pack = objects.beginSharded(PackBuilder.FOLDER, PackBuilder.SUFFIX, patience)) {
            copyTo(pack, patience);
            pack.write(ZstdFrames.skippable(index.finish()));
            patience.begin();
            PackMember member = new PackMember(input.digest(), input.part(), input.parts());
            return new PackedFile(pack.finish(), List.of(member));
        }
    }

    private void copyTo(ObjectStream pack, CopyPatience patience) throws IOException {
        MessageDigest read = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), read)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                patience.begin();
                patience.requireGoOn();
                pack.write(buffer, 0, count);
            }
        }
        if (!MessageDigest.isEqual(read.digest(), sha256)) {
            throw new IOException(file + " is not what was written to it");
        }
    }

    @Override
    public void close() {
        remove(disk, file);
    }

    /** What stays is removed with the folder. */
    static void remove(Disk disk, Path file) {
        try {
            disk.delete(file);
        } catch (IOException stays) {
            // The failure that this belongs to is thrown, or the next operation fails, too.
        }
    }
}
