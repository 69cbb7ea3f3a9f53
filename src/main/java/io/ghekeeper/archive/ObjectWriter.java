package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.PrivateFolder;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Makes objects in the outbox: encrypted, and named by the SHA-256 of what is stored. Several threads use it. */
final class ObjectWriter {
    private static final String UNFINISHED = ".new";

    private final Disk disk;
    private final Path outbox;
    private final Encryption encryption;
    private final AtomicLong begun = new AtomicLong();
    private volatile Encryption written;

    /** @param outbox a folder, of one process at a time; see {@link #prepare} */
    @SuppressWarnings("MissingSummary")
    ObjectWriter(Disk disk, Path outbox, Encryption encryption) {
        this.disk = disk;
        this.outbox = outbox;
        this.encryption = encryption;
        this.written = encryption;
    }

    /**
     * Makes the outbox where it is missing, in a folder that is there, and removes what a killed process left unfinished in it.
     * Before the first object of a run, by one thread.
     *
     * @throws Failure of a VOLUME kind
     */
    void prepare() {
        try {
            PrivateFolder.make(disk, outbox);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(outbox, "*" + UNFINISHED)) {
                for (Path entry : entries) {
                    disk.delete(entry);
                }
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot prepare " + outbox, outbox, e);
        }
    }

    /**
     * Gives each later object a name that the same content did not have before.
     *
     * @param word what makes the difference, of ASCII
     */
    void salt(String word) {
        written = SaltedObjects.of(encryption, word);
    }

    /**
     * Begins an object. What is written is encrypted, and not compressed.
     *
     * @param folder of its key, as {@code units}. The key is {@code units/SHA256.mtree.zst.age}
     * @param suffix of its name, as {@code .mtree.zst}, before that of the encryption
     * @throws Failure ENCRYPTION_FAILED; of a VOLUME kind
     */
    ObjectStream begin(String folder, String suffix, ArchiveProgress progress) {
        return begin(new ObjectName(folder, false, suffix + encryption.suffix()), progress);
    }

    /** The same of one of very many, which lie in folders of their first two digits, as {@code packs/ab/}. */
    ObjectStream beginSharded(String folder, String suffix, ArchiveProgress progress) {
        return begin(new ObjectName(folder, true, suffix + encryption.suffix()), progress);
    }

    private ObjectStream begin(ObjectName name, ArchiveProgress progress) {
        return ObjectStream.begin(disk, unfinished(), name, written, progress);
    }

    /** A name in the outbox that nothing has. {@link #prepare} removes what a killed process left under it. */
    Path unfinished() {
        return outbox.resolve(begun.getAndIncrement() + UNFINISHED);
    }
}
