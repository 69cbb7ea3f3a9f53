package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the store for objects one by one. Several threads do so. Nothing counts as lost by a list alone. */
final class ObjectQuestions {
    /** A store that kept no checksum of so many keeps none. */
    private static final int WITHOUT = 20;

    private final ObjectStore store;
    private final List<RootFindings> roots;
    private final FaultLines faults;
    private final ObjectDigest reader;
    private final Instant now;
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong without = new AtomicLong();
    private final AtomicLong unlisted = new AtomicLong();

    /** What the store says of one. */
    enum Answer {
        /** Its version is there as it was put. */
        FINE,
        /** It is there, and its checksum or its lock is not right: the next run asks again. */
        DOUBTED,
        /** It is not there, or is another one. */
        GONE
    }

    /** @param now by the store's clock: locks end by it */
    @SuppressWarnings("MissingSummary")
    ObjectQuestions(ObjectStore store, List<RootFindings> roots, FaultLines faults, ObjectDigest reader, Instant now) {
        this.store = store;
        this.roots = roots;
        this.faults = faults;
        this.reader = reader;
        this.now = now;
    }

    /** How many have the checksum that the store keeps. */
    long compared() {
        return compared.get();
    }

    /** Whether the store keeps checksums; nothing where it was asked for none. */
    Optional<Boolean> keepsChecksums() {
        return compared.get() > 0 ? Optional.of(true) : Optional.of(false).filter(none -> without.get() > 0);
    }

    /** How many the list had not, or had otherwise, and the store has as they were put. */
    long wronglyListed() {
        return unlisted.get();
    }

    /**
     * Asks for one.
     *
     * @param confirmed by the list
     * @throws io.ghekeeper.failure.Failure of the store
     */
    Answer ask(NeededObject object, boolean confirmed) throws IOException {
        ObjectRow row = object.row();
        Optional<StoredObject> there = store.find(row.key(), row.namedVersion());
        if (there.isEmpty() || !row.agrees(there.get())) {
            faults.add(object, there.isEmpty() ? ObjectFault.MISSING : ObjectFault.CHANGED);
            return Answer.GONE;
        }
        boolean same = hasItsChecksum(object);
        boolean locked = isLocked(object, there.get());
        if (!confirmed) {
            findCover(object, there.get());
        }
        return same && locked ? Answer.FINE : Answer.DOUBTED;
    }

    private boolean hasItsChecksum(NeededObject object) throws IOException {
        ObjectRow row = object.row();
        if (row.sha256().equals(ObjectRow.NONE) || (compared.get() == 0 && without.get() >= WITHOUT)) {
            return true;
        }
        Optional<String> kept = store.checksum(row.key(), row.namedVersion());
        if (kept.isEmpty()) {
            without.incrementAndGet();
            return true;
        }
        compared.incrementAndGet();
        if (kept.get().equals(row.sha256())) {
            return true;
        }
        faults.add(object, ObjectFault.CHECKSUM);
        return false;
    }

    /** A promise whose time is over is kept. */
    private boolean isLocked(NeededObject object, StoredObject there) throws IOException {
        Set<Integer> shorter = new HashSet<>();
        for (int root : object.roots()) {
            roots.get(root)
                    .promised(now)
                    .filter(end -> there.retainedUntil()
                            .filter(until -> !until.isBefore(end))
                            .isEmpty())
                    .ifPresent(end -> shorter.add(root));
        }
        if (!shorter.isEmpty()) {
            faults.add(new NeededObject(object.row(), List.copyOf(shorter)), ObjectFault.LOCK);
        }
        return shorter.isEmpty();
    }

    /** What lies over it may have the same content: a PUT whose answer was lost was sent again. */
    private void findCover(NeededObject object, StoredObject there) throws IOException {
        ObjectKey key = object.row().key();
        Optional<StoredObject> current = store.find(key);
        if (current.isEmpty()) {
            faults.add(object, ObjectFault.HIDDEN);
        } else if (current.get().version().equals(there.version()) || isSame(object.row(), current.get(), there)) {
            unlisted.incrementAndGet();
        } else {
            faults.add(object, ObjectFault.COVERED);
        }
    }

    private boolean isSame(ObjectRow row, StoredObject cover, StoredObject there) throws IOException {
        if (cover.length() != there.length()) {
            return false;
        }
        boolean sameEtag = cover.etag().isPresent() && cover.etag().equals(there.etag());
        return sameEtag || (!row.sha256().equals(ObjectRow.NONE) && hasTheBytes(row, cover));
    }

    /** One that cannot be read proves nothing, and ends no verification. */
    private boolean hasTheBytes(ObjectRow row, StoredObject cover) throws IOException {
        try {
            return reader.sha256(row.key(), cover.version(), cover.length()).equals(row.sha256());
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.STORE_FAILED || failure.canPass()) {
                throw failure;
            }
            return false;
        }
    }
}
