package io.ghekeeper.retention;

import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import java.util.function.UnaryOperator;

/** Makes the plan for the volume as it is now. Changes nothing. */
public final class PlanReader {
    private final RetentionPlanner planner;
    private final RetentionFactsReader facts = new RetentionFactsReader(ProcessIdentity::isProvenGone);
    private final HistoryReader history;
    private final IncompleteSnapshots incomplete;
    private final Journal journal;
    private final UnaryOperator<RetentionFacts> spared;

    public PlanReader(
            RetentionSettings settings, HistoryReader history, IncompleteSnapshots incomplete, Journal journal) {
        this(settings, history, incomplete, journal, UnaryOperator.identity());
    }

    /** @param spared marks what must be archived before it goes, as {@link UnarchivedSnapshots} does */
    @SuppressWarnings("MissingSummary")
    public PlanReader(
            RetentionSettings settings,
            HistoryReader history,
            IncompleteSnapshots incomplete,
            Journal journal,
            UnaryOperator<RetentionFacts> spared) {
        this.planner = new RetentionPlanner(settings);
        this.history = history;
        this.incomplete = incomplete;
        this.journal = journal;
        this.spared = spared;
    }

    /**
     * The plan, of facts that are read now.
     *
     * @throws io.ghekeeper.failure.Failure when they cannot be read
     */
    public RetentionPlan read() {
        return planner.plan(spared.apply(facts(history.read())));
    }

    /** What is known of the volume at the time of a view. Fails as {@link #read} does. */
    RetentionFacts facts(History seen) {
        return facts.read(seen, incomplete.found(), journal.usesNow());
    }
}
