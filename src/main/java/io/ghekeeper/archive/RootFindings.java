package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.StoreReadBack;
import io.ghekeeper.snapshot.StoredCopy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is found of one root and the objects that it names. */
final class RootFindings {
    private static final int MOST_NAMED = 3;

    private final StoreRoot root;
    private final Optional<RootFacts> facts;
    private final Optional<Instant> extended;
    private final List<String> first = new ArrayList<>();
    private long found;
    private boolean lockShort;
    private long objects;
    private long oldest = Long.MAX_VALUE;
    private boolean unread;

    /**
     * Of a root.
     *
     * @param facts nothing where it cannot be read
     * @param extended until when an archive run locked its objects later; nothing where none did
     */
    RootFindings(StoreRoot root, Optional<RootFacts> facts, Optional<Instant> extended) {
        this.root = root;
        this.facts = facts;
        this.extended = extended;
    }

    String snapshot() {
        return root.snapshot();
    }

    /** Until when its objects are to be locked; nothing where nothing is promised any more. */
    Optional<Instant> promised(Instant now) {
        return Stream.concat(facts.flatMap(RootFacts::lockedUntil).stream(), extended.stream())
                .max(Comparator.naturalOrder())
                .filter(now::isBefore);
    }

    void add(String object, String why) {
        found++;
        if (first.size() < MOST_NAMED) {
            first.add(object + ": " + why);
        }
    }

    void lockShort() {
        lockShort = true;
    }

    /** @param time in seconds since 1970; 0 where it never was */
    @SuppressWarnings("MissingSummary")
    void read(long time) {
        objects++;
        unread |= time == 0;
        oldest = Math.min(oldest, time);
    }

    boolean isWhole() {
        return found == 0;
    }

    /** @param reading the last one of all files of the snapshot */
    @SuppressWarnings("MissingSummary")
    StoredCopy copy(String store, Optional<StoreReadBack> reading) {
        return new StoredCopy(
                root.snapshot(),
                facts.map(RootFacts::appliance).orElse(""),
                facts.map(said -> new ArchivedCopy(store, said.archivedAt(), said.run(), said.lockedUntil())),
                unread || objects == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(oldest)),
                lockShort,
                found,
                first,
                reading.filter(last -> !last.result().isWhole() && isWhole() && last.sparesRoot(root.number()))
                        .map(last -> last.result().run()));
    }
}
