package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All runs of the journal in short. Each is read once, and again until nothing more is going to be said of it; so that
 * it costs little however many there are. What cannot be read is tried again: a volume comes back, a record is put right.
 * For one thread at a time.
 */
final class RunIndex {
    /** So many of the newest that cannot be read are tried at every look, as the state reads them anyway. */
    private static final int NEWEST = 60;

    /** The others at every so many looks: there may be thousands of a later release's. */
    private static final int SELDOM = 30;

    /** Beyond the newest runs, this many ids of counted runs are kept. */
    private static final int MOST_COUNTED = 4096;

    private final Journal journal;
    private final Predicate<ProcessIdentity> gone;
    private final ProcessCounters tally;

    /** The runs that were counted: those of a volume that was away come back with it. */
    private final NavigableSet<String> counted = new TreeSet<>();

    private long looks;

    /** By id; nothing for what cannot be read. */
    private Map<String, Optional<IndexedRun>> known = new HashMap<>();

    /** @param tally counts each run that has ended since the process began */
    @SuppressWarnings("MissingSummary")
    RunIndex(Journal journal, Predicate<ProcessIdentity> gone, ProcessCounters tally) {
        this.journal = journal;
        this.gone = gone;
        this.tally = tally;
    }

    /** @param key that the run opened, by type and fingerprint; empty where it opened none */
    private record IndexedRun(RunSummary brief, String key) {}

    /**
     * The runs as they are now, the newest first; what cannot be read is passed over.
     *
     * @param ids of all runs, the newest first
     */
    List<RunSummary> read(List<String> ids) {
        Map<String, Optional<IndexedRun>> now = new HashMap<>();
        List<RunSummary> briefs = new ArrayList<>();
        boolean all = looks++ % SELDOM == 0;
        int place = 0;
        for (String id : ids) {
            Optional<IndexedRun> before = known.get(id);
            boolean due = before == null
                    || before.map(run -> !run.brief().state().isLast()).orElse(all || place < NEWEST);
            Optional<IndexedRun> run = due ? look(id, before == null ? Optional.empty() : before) : before;
            now.put(id, run);
            run.ifPresent(seen -> briefs.add(seen.brief()));
            place++;
        }
        known = now;
        return briefs;
    }

    private Optional<IndexedRun> look(String id, Optional<IndexedRun> before) {
        try {
            Run run = journal.find(id);
            RunSummary brief = RunSummary.of(run, gone);
            boolean seenOpen =
                    before.filter(seen -> seen.brief().took().isEmpty()).isPresent();
            // Who saw it end needs no clock for that.
            if (brief.end()
                    .filter(end -> seenOpen || !end.isBefore(tally.begin()))
                    .isPresent()) {
                count(run);
            }
            String key = run.last(RunEvent.KeyOpened.class)
                    .map(RunEvent.KeyOpened::key)
                    .orElse("");
            return Optional.of(new IndexedRun(brief, key.intern()));
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    private void count(Run run) {
        if (counted.add(run.id())) {
            tally.ended(run);
        }
        if (counted.size() > MOST_COUNTED) {
            counted.pollFirst();
        }
    }

    /** When the key that was opened last was first opened, without another one since. */
    Optional<Instant> keySince(List<RunSummary> newestFirst) {
        String last = "";
        Optional<Instant> since = Optional.empty();
        for (RunSummary run : newestFirst) {
            String key = known.get(run.id()).map(IndexedRun::key).orElse("");
            if (!key.isEmpty()) {
                if (!last.isEmpty() && !last.equals(key)) {
                    return since;
                }
                last = key;
                since = Optional.of(run.begin());
            }
        }
        return since;
    }
}
