package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;

/** Makes objects in the outbox: encrypted, and named by the SHA-256 of what is stored. Several threads use it. */
final class ObjectWriter {
    private final Disk disk;
    private final Path outbox;
    private final Encryption encryption;

    /** @param outbox a folder, on one file system; see {@link #prepare} */
    @SuppressWarnings("MissingSummary")
    ObjectWriter(Disk disk, Path outbox, Encryption encryption) {
        this.disk = disk;
        this.outbox = outbox;
        this.encryption = encryption;
    }

    /**
     * Makes the outbox where it is missing, in a folder that is there, and removes what a killed process left unfinished in it.
     * Before the first object of a run, by one thread.
     *
     * @throws Failure of a VOLUME kind
     */
    void prepare() {
        throw new UnsupportedOperationException("" + disk + outbox + encryption);
    }

    /**
     * Begins an object. What is written is encrypted, and not compressed.
     *
     * @param folder of its key, as {@code units}. The key is {@code units/SHA256.mtree.zst.age}
     * @param suffix of its name, as {@code .mtree.zst}, before that of the encryption
     * @throws Failure ENCRYPTION_FAILED; of a VOLUME kind
     */
    ObjectStream begin(String folder, String suffix, ArchiveProgress progress) {
        throw new UnsupportedOperationException(folder + suffix + progress);
    }

    /** The same of one of very many, which lie in folders of their first two digits, as {@code packs/ab/}. */
    ObjectStream beginSharded(String folder, String suffix, ArchiveProgress progress) {
        throw new UnsupportedOperationException(folder + suffix + progress);
    }
}
