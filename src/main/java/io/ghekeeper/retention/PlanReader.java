package io.ghekeeper.retention;

import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.snapshot.IncompleteSnapshots;

/** Makes the plan for the volume as it is now. Changes nothing. */
public final class PlanReader {
    private final RetentionPlanner planner;
    private final RetentionFactsReader facts = new RetentionFactsReader(ProcessIdentity::isProvenGone);
    private final HistoryReader history;
    private final IncompleteSnapshots incomplete;
    private final Journal journal;

    public PlanReader(
            RetentionSettings settings, HistoryReader history, IncompleteSnapshots incomplete, Journal journal) {
        this.planner = new RetentionPlanner(settings);
        this.history = history;
        this.incomplete = incomplete;
        this.journal = journal;
    }

    /**
     * The plan, of facts that are read now.
     *
     * @throws io.ghekeeper.failure.Failure when they cannot be read
     */
    public RetentionPlan read() {
        return planner.plan(facts.read(history.read(), incomplete.found(), journal.usesNow()));
    }
}
