package io.ghekeeper.archive;

import io.ghekeeper.archive.CompactPlan.PassedPack;
import io.ghekeeper.archive.CompactPlan.StayReason;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which packs that are mostly dead are rewritten: the store is asked for each of them. */
final class PackChoice {
    private final ObjectStore store;
    private final DeadPacks dead;

    PackChoice(ObjectStore store, DeadPacks dead) {
        this.store = store;
        this.dead = dead;
    }

    /** Marks those that are, and returns those that stay though they are mostly dead. */
    List<PassedPack> choose(Collection<NamedPack> packs, ArchiveProgress progress)
            throws IOException, InterruptedException {
        Instant now = store.now();
        Map<String, PassedPack> stay = new TreeMap<>();
        try (PackLanes questions = new PackLanes(PackLanes.QUESTIONS, progress)) {
            for (NamedPack pack : packs) {
                if (pack.isDead(dead.percent())) {
                    questions.submit(() -> {
                        Optional<PassedPack> passed = passed(pack, now);
                        synchronized (stay) {
                            passed.ifPresent(one -> stay.put(pack.row.sha256(), one));
                            pack.chosen = passed.isEmpty();
                        }
                    });
                }
            }
            questions.finish();
        }
        return new ArrayList<>(stay.values());
    }

    private Optional<PassedPack> passed(NamedPack pack, Instant now) {
        Optional<StoredObject> there = store.find(pack.row.key(), pack.row.namedVersion());
        if (there.filter(pack.row::agrees).isEmpty()) {
            return Optional.of(new PassedPack(pack.dead(), StayReason.LOST, Optional.empty()));
        }
        Optional<Instant> end = there.get().retainedUntil().filter(now::isBefore);
        if (end.isPresent() && !dead.locked()) {
            return Optional.of(new PassedPack(pack.dead(), StayReason.LOCKED, end));
        }
        boolean cold = store.access(pack.row.key(), pack.row.namedVersion())
                .filter(access -> access != ObjectAccess.AT_ONCE)
                .isPresent();
        return cold ? Optional.of(new PassedPack(pack.dead(), StayReason.COLD, Optional.empty())) : Optional.empty();
    }
}
