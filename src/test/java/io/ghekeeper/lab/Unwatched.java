package io.ghekeeper.lab;

import io.ghekeeper.seal.SealProgress;

/** A reading without a watch, which goes on to its end. */
public final class Unwatched implements SealProgress {
    @Override
    public void read(long bytes) {}

    @Override
    public void walked() {}

    @Override
    public void requireGoOn() {}
}
