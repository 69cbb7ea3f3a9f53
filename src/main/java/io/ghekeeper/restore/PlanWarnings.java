package io.ghekeeper.restore;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.text.ByteCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person should know of a snapshot and a target before a restore, and is no reason to refuse it. */
final class PlanWarnings {
    private final Planner planner;
    private final String production;

    /** @param production the name of the appliance that is backed up */
    @SuppressWarnings("MissingSummary")
    PlanWarnings(Planner planner, String production) {
        this.planner = planner;
        this.production = production;
    }

    /**
     * A sentence each.
     *
     * @param same whether the target is the appliance that is backed up
     */
    List<String> of(
            RestoreOptions choices, Optional<SelectedSnapshot> selected, Optional<TargetFacts> target, boolean same) {
        List<String> warnings = new ArrayList<>();
        selected.ifPresent(snapshot -> {
            String doubtful = snapshot.entry().failed().isPresent() ? "in doubt" : "suspect";
            snapshot.doubts()
                    .forEach(doubt -> warnings.add("the snapshot is " + doubtful + ", and accepted: " + doubt));
            if (!snapshot.passedOver().isEmpty()) {
                warnings.add("newer, but not taken: " + String.join(", ", snapshot.passedOver()));
            }
            if (snapshot.database().place() == DatabasePlace.UNKNOWN) {
                warnings.add(
                        "whether its MySQL lay outside the appliance is unknown: settings.json of the snapshot cannot"
                                + " be read");
            }
            if (snapshot.entry().run().isEmpty()) {
                warnings.add(snapshot.entry()
                        .evidence()
                        .archived()
                        .map(copy -> "the journal does not have the run that made this snapshot. Run " + copy.run()
                                + " archived it, and only a good sealed snapshot is archived")
                        .orElse("no run in the journal vouches for this snapshot: it was never compared with another"
                                + " one"));
            }
        });
        target.ifPresent(facts -> {
            Optional<Long> bytes = selected.flatMap(SelectedSnapshot::bytes);
            if (bytes.isPresent()
                    && facts.freeBytes().isPresent()
                    && facts.freeBytes().get() < bytes.get()) {
                warnings.add("only " + ByteCount.words(facts.freeBytes().get())
                        + " are free there: the restore needs the room of what it replaces");
            }
            facts.negotiation()
                    .open()
                    .ifPresent(why -> warnings.add("whether the target accepts this "
                            + planner.engine().name() + " is unknown: " + why));
            facts.restoreStatus()
                    .filter(status -> !status.equals("complete"))
                    .ifPresent(status -> warnings.add("the last restore onto it left the status '" + status + "'"));
        });
        if (selected.isPresent() && target.isPresent()) {
            warnings.addAll(ManualSteps.before(new RestoreSituation(
                    selected.get(),
                    target.get(),
                    choices,
                    planner.keepsConsolePassword(choices),
                    Optional.empty(),
                    Optional.empty(),
                    same,
                    production)));
        }
        return warnings;
    }
}
