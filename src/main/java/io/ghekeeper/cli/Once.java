package io.ghekeeper.cli;

import java.util.Objects;
import java.util.function.Supplier;

/** A part that is made when it is first used, and only once; for several threads. */
final class Once<T> implements Supplier<T> {
    private final Supplier<? extends T> maker;
    private T part;

    Once(Supplier<? extends T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (part == null) {
            part = Objects.requireNonNull(maker.get());
        }
        return part;
    }
}
