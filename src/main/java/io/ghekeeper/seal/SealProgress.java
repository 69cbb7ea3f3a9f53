package io.ghekeeper.seal;

/** Who begins a seal hears how far it is, and may end it. Several threads call it. */
public interface SealProgress {
    /** So many bytes of content were read. */
    void read(long bytes);

    /** The walk came to an entry, or something else was done that reads no file. */
    void walked();

    /**
     * Called every few milliseconds, also while a read hangs: a sign of no work.
     *
     * @throws io.ghekeeper.failure.Failure with the reason, when the seal must end now
     */
    void requireGoOn();
}
