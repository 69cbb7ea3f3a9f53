package io.ghekeeper.cli;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.StoreEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The last copy of each snapshot into each other store, by the runs that the journal still has. Of what it does not have nothing
 * is known: an older run, or another keeper, may have copied it.
 */
final class OtherStoreCopies {
    private final Map<String, Map<String, OtherStoreCopy>> bySnapshot = new HashMap<>();

    /**
     * That a snapshot was whole in another store.
     *
     * @param store the other one, as people have it
     * @param at when it was
     * @param run the run that looked, and copied what was missing
     * @param root which of its roots there had its objects: 1 is the first; nothing where the record does not say
     */
    record OtherStoreCopy(String store, Instant at, String run, OptionalLong root) {}

    /**
     * Reads the runs that copied, each once.
     *
     * @param own the archive's store: a copy there is the archive itself, as after a move
     */
    OtherStoreCopies(History history, String own) {
        history.runs(Run.Kind.COPY).forEach(run -> run.events().forEach(event -> add(run, event, own)));
    }

    private void add(Run run, Run.Event event, String own) {
        if (event.what() instanceof StoreEvent.SnapshotCopied copied
                && !copied.store().equals(own)) {
            bySnapshot
                    .computeIfAbsent(copied.snapshot(), none -> new TreeMap<>())
                    .merge(
                            copied.store(),
                            new OtherStoreCopy(copied.store(), event.at(), run.id(), copied.root()),
                            (one, other) -> one.at().isBefore(other.at()) ? other : one);
        }
    }

    /** Those of a snapshot, by the addresses of the stores; none where nothing is known. */
    List<OtherStoreCopy> of(String snapshot) {
        return List.copyOf(bySnapshot.getOrDefault(snapshot, Map.of()).values());
    }
}
