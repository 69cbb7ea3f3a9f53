package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What a fetch has done so far, and what it could not have. Several threads use it. */
final class FetchCount {
    /** So many of what cannot be had are named. */
    static final int NAMED = 10;

    final AtomicLong entries = new AtomicLong();
    final AtomicLong files = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong linked = new AtomicLong();
    final AtomicLong linkedBytes = new AtomicLong();
    final AtomicLong kept = new AtomicLong();
    final AtomicLong fetchedBytes = new AtomicLong();
    final AtomicLong packs = new AtomicLong();
    final AtomicLong leftOut = new AtomicLong();
    private final Consumer<String> warnings;
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private final List<String> missing = new ArrayList<>();
    private long missed;

    FetchCount(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** An object of the store that is lost or damaged. */
    void unreadable(UnreadableObjectException object) {
        unreadable.set(true);
        warn(object.getMessage());
    }

    synchronized void warn(String words) {
        warnings.accept(words);
    }

    boolean isWhole() {
        return !unreadable.get();
    }

    /** Something of the snapshot that cannot be had. */
    synchronized void missing(String words) {
        missed++;
        if (missing.size() < NAMED) {
            missing.add(words);
        }
    }

    synchronized long missed() {
        return missed;
    }

    /** The first of what is missing. */
    synchronized List<String> missing() {
        return List.copyOf(missing);
    }
}
