package io.ghekeeper.snapshot;

/** Sees how a removal goes on, and may end it. Several threads may call it. */
public interface RemovalProgress {
    /** For a removal without limits. */
    RemovalProgress UNLIMITED = () -> {};

    /**
     * An entry was removed.
     *
     * @throws io.ghekeeper.failure.Failure to end the removal; another call can go on with it
     */
    void removed();
}
