package io.ghekeeper.archive;

/** Who begins an archive run hears how far it is, and may end it. Several threads call it. */
public interface ArchiveProgress {
    /** For what takes some seconds, and is ended with its process. */
    ArchiveProgress UNWATCHED = new ArchiveProgress() {
        @Override
        public void readBytes(long bytes) {}

        @Override
        public void sentBytes(long bytes) {}

        @Override
        public void requireGoOn() {}
    };

    /** So many bytes of content were read. */
    void readBytes(long bytes);

    /** So many bytes have arrived in the store. */
    void sentBytes(long bytes);

    /** The store answered a question: a sign of work without any bytes. */
    default void answered() {}

    /**
     * Called every few milliseconds, also while a program hangs: a sign of no work.
     *
     * @throws io.ghekeeper.failure.Failure with the reason, when the run must end now
     */
    void requireGoOn();
}
