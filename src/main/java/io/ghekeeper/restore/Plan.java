package io.ghekeeper.restore;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a restore would do, and whether it may. Nothing was changed for it.
 *
 * @param fetch out of the store; nothing where it is not from the archive, or where that is not known
 * @param selected nothing when there is no snapshot that could be taken, or it has to be fetched first
 * @param target nothing when it could not be asked
 * @param addresses of the target's name
 * @param ownUuid that the target had before any restore of ours, where it is known
 * @param production why the target is the appliance that is backed up; nothing when it is another
 * @param undo the way back that is made before anything is written
 * @param notIncluded what the snapshot does not hold, a sentence each
 * @param warnings what a person should know before
 * @param refusals why it may not go; none when it may
 */
public record Plan(
        Instant at,
        RestoreOptions choices,
        Optional<PlannedFetch> fetch,
        Optional<SelectedSnapshot> selected,
        Optional<TargetFacts> target,
        List<String> addresses,
        Optional<String> ownUuid,
        Optional<String> production,
        Optional<Estimate> estimate,
        PlannedUndo undo,
        List<String> notIncluded,
        List<String> warnings,
        List<Failure> refusals) {
    public Plan {
        Objects.requireNonNull(at);
        Objects.requireNonNull(choices);
        Objects.requireNonNull(fetch);
        Objects.requireNonNull(selected);
        Objects.requireNonNull(target);
        addresses = List.copyOf(addresses);
        Objects.requireNonNull(ownUuid);
        Objects.requireNonNull(production);
        Objects.requireNonNull(estimate);
        Objects.requireNonNull(undo);
        notIncluded = List.copyOf(notIncluded);
        warnings = List.copyOf(warnings);
        refusals = List.copyOf(refusals);
    }

    /** @throws Failure the first reason why it may not go */
    @SuppressWarnings("MissingSummary")
    public void requireMayGo() {
        refusals.stream().findFirst().ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** The id of the snapshot that is taken; nothing where none can be. */
    public Optional<String> snapshotId() {
        return selected.map(SelectedSnapshot::id).or(() -> fetch.map(PlannedFetch::snapshot));
    }

    /** Whether the target's settings and licence become the snapshot's. */
    public boolean bringsSettings() {
        return choices.withSettings()
                || target.filter(facts -> !facts.configured()).isPresent();
    }
}
