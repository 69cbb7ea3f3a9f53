package io.ghekeeper.archive;

/** Who begins an archive run hears how far it is, and may end it. Several threads call it. */
public interface ArchiveProgress {
    /** So many bytes of content were read. */
    void readBytes(long bytes);

    /** So many bytes have arrived in the store. */
    void sentBytes(long bytes);

    /**
     * Called every few milliseconds, also while a program hangs: a sign of no work.
     *
     * @throws io.ghekeeper.failure.Failure with the reason, when the run must end now
     */
    void requireGoOn();
}
