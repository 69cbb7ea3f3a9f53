package io.ghekeeper.monitor;

import io.ghekeeper.cache.CachedValue;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Observes the state for many readers. All that is shown comes from one reading, so that no two answers disagree.
 */
public final class Observer {
    /** For this time an observation counts as the present state. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** For a reader of the volume. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

    private final Journal journal;
    private final Status status;
    private final HistoryReader reader;
    private final RunIndex index;
    private final Outside outside;
    private final ProcessCounters tally;
    private final CachedValue<Observation> observation = new CachedValue<>(FRESH, READ_TIMEOUT, this::look);

    /**
     * What is known without the journal and the catalogue.
     *
     * @param surroundings are asked for at each look
     * @param schedule is asked for its next ticks at each look
     */
    public record Outside(
            Supplier<StatusInputs> surroundings, Supplier<List<Observation.Scheduled>> schedule, ZoneId zone) {}

    public Observer(
            Journal journal, HistoryReader reader, StatusSettings settings, Outside outside, ProcessCounters tally) {
        this(journal, reader, settings, outside, tally, ProcessIdentity::isProvenGone);
    }

    Observer(
            Journal journal,
            HistoryReader reader,
            StatusSettings settings,
            Outside outside,
            ProcessCounters tally,
            Predicate<ProcessIdentity> gone) {
        this.journal = journal;
        this.reader = reader;
        this.status = new Status(settings);
        this.index = new RunIndex(journal, gone, tally);
        this.outside = outside;
        this.tally = tally;
    }

    /**
     * The state now, or as it was up to two seconds ago.
     *
     * @throws Failure JOURNAL_UNREADABLE or of a VOLUME kind when it cannot be seen; VOLUME_UNUSABLE, too, when the
     *     volume does not answer in time
     */
    public Observation observe() {
        return inTime(observation);
    }

    /**
     * A value that is read from the volume.
     *
     * @throws Failure what its source throws; VOLUME_UNUSABLE when the volume does not answer in time
     */
    public static <T> T inTime(CachedValue<T> value) {
        try {
            return value.get();
        } catch (CachedValue.Late late) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "reading the volume took longer than " + READ_TIMEOUT.toMillis() + " ms",
                    "Try again; if it lasts, check dmesg and the EBS volume.",
                    late);
        }
    }

    /** The state now. */
    Observation look() {
        // Side by side: the surroundings wait for a program, and the history for the disk.
        CompletableFuture<StatusInputs> beside = CompletableFuture.supplyAsync(outside.surroundings());
        History history = readBeside(beside);
        StatusInputs around = joined(beside);
        List<RunSummary> runs = index.read(history.ids());
        return new Observation(
                status.report(history, around),
                runs,
                latest(runs, history, around.gone()),
                latestSuccess(runs, history),
                troubles(runs, history, around.gone()),
                history.snapshots(around.gone()),
                outside.schedule().get(),
                outside.zone(),
                lease(),
                index.keySince(runs),
                tally.counts());
    }

    /** Where both fail, the surroundings say why: the volume is not mounted. */
    private History readBeside(CompletableFuture<StatusInputs> surroundings) {
        try {
            History history = reader.read();
            history.reliance().lastGood(); // this reads the snapshots
            return history;
        } catch (RuntimeException | Error unreadable) {
            joined(surroundings);
            throw unreadable;
        }
    }

    /** Waits for its end. What it threw is thrown here. */
    private static StatusInputs joined(CompletableFuture<StatusInputs> surroundings) {
        try {
            return surroundings.join();
        } catch (CompletionException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown.getCause();
        }
    }

    private Map<Run.Kind, RunDetails> latest(List<RunSummary> runs, History history, Predicate<ProcessIdentity> gone) {
        Map<Run.Kind, RunDetails> latest = new EnumMap<>(Run.Kind.class);
        for (Run.Kind kind : Run.Kind.values()) {
            runs.stream()
                    .filter(run -> run.kind() == kind && isEnded(run) && !history.isFuture(run.id()))
                    .findFirst()
                    .flatMap(run -> history.readable(run.id()))
                    .map(run -> RunDetails.of(run, gone))
                    .ifPresent(entry -> latest.put(kind, entry));
        }
        return latest;
    }

    private static boolean isEnded(RunSummary run) {
        return switch (run.state()) {
            case SUCCEEDED, ACCEPTED, SUSPECT, FAILED, INTERRUPTED -> true;
            case SKIPPED, RUNNING, CUT_OFF -> false;
        };
    }

    private Map<Run.Kind, RunSummary> latestSuccess(List<RunSummary> runs, History history) {
        Map<Run.Kind, RunSummary> latest = new EnumMap<>(Run.Kind.class);
        for (RunSummary run : runs) {
            if (run.state() == RunSummary.RunState.SUCCEEDED && !history.isFuture(run.id())) {
                latest.putIfAbsent(run.kind(), run);
            }
        }
        return latest;
    }

    private List<RunDetails> troubles(List<RunSummary> runs, History history, Predicate<ProcessIdentity> gone) {
        List<RunDetails> troubles = new ArrayList<>();
        boolean keepLaneSeen = false;
        for (RunSummary run : runs) {
            if (run.kind().lane() == Lane.KEEP) {
                // Only the newest: a seal that fails each hour would hide why a backup failed.
                if (keepLaneSeen || !isEnded(run) || history.isFuture(run.id())) {
                    continue;
                }
                keepLaneSeen = true;
            }
            boolean trouble = switch (run.state()) {
                case FAILED, INTERRUPTED, SUSPECT -> !history.isFuture(run.id());
                case SUCCEEDED, ACCEPTED, SKIPPED, RUNNING, CUT_OFF -> false;
            };
            if (trouble) {
                history.readable(run.id()).ifPresent(there -> troubles.add(RunDetails.of(there, gone)));
            }
            if (troubles.size() >= Observation.MOST_TROUBLES) {
                break;
            }
        }
        return troubles;
    }

    private Observation.LeaseState lease() {
        try {
            return switch (journal.leaseState()) {
                case FREE -> Observation.LeaseState.FREE;
                case HELD_HERE -> Observation.LeaseState.HELD_HERE;
                case HELD_ELSEWHERE -> Observation.LeaseState.HELD_ELSEWHERE;
            };
        } catch (Failure unseen) {
            return Observation.LeaseState.UNKNOWN;
        }
    }
}
