package io.ghekeeper.nativesnapshot;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a run wrote snapshots into the data directory at an instant, by the journal. The runs of the capture lane exclude each
 * other, so that only the last one that began before the instant can have gone on then.
 */
public final class WritingRuns {
    private final History history;
    private final List<String> capturing;
    private final Instant oldest;
    private final int most;

    public WritingRuns(History history, JournalSettings settings) {
        this.history = history;
        this.capturing = history.ids().stream()
                .filter(id -> RunIds.laneOf(id) == Lane.CAPTURE)
                .toList();
        this.oldest = history.at().minus(settings.keepFor());
        this.most = settings.keep();
    }

    /** Whether a run was writing. */
    public enum WritingAnswer {
        YES,
        NO,
        /** The journal does not go back so far, or the record that would say it cannot be read. */
        UNKNOWN
    }

    /**
     * What the journal says of an instant.
     *
     * @param run that was writing
     */
    public record Writing(WritingAnswer answer, Optional<String> run) {
        public static final Writing UNKNOWN = new Writing(WritingAnswer.UNKNOWN, Optional.empty());
        private static final Writing NO = new Writing(WritingAnswer.NO, Optional.empty());

        public Writing {
            Objects.requireNonNull(answer);
            Objects.requireNonNull(run);
        }
    }

    /** Whether one was writing at that time. */
    public Writing at(Instant time) {
        for (int place = 0; place < capturing.size(); place++) {
            String id = capturing.get(place);
            Optional<Instant> begin = RunIds.timeOf(id);
            if (begin.isPresent() && begin.get().isAfter(time)) {
                continue;
            }
            Optional<Run> run = history.readable(id);
            if (run.isEmpty()) {
                return Writing.UNKNOWN;
            }
            if (isSkipped(run.get())) {
                continue;
            }
            // Beyond these bounds the journal keeps some runs and removes those between them.
            boolean isComplete = place < most && !run.get().begin().isBefore(oldest);
            return of(run.get(), time, isComplete ? Writing.NO : Writing.UNKNOWN);
        }
        return Writing.UNKNOWN;
    }

    /** It had no lease, and did nothing. */
    private static boolean isSkipped(Run run) {
        return run.end().filter(end -> end.outcome() == Run.Outcome.SKIPPED).isPresent();
    }

    private static Writing of(Run run, Instant time, Writing otherwise) {
        boolean writes = run.kind() == Run.Kind.BACKUP || run.kind() == Run.Kind.REBUILD;
        if (!writes || run.end().filter(end -> end.at().isBefore(time)).isPresent()) {
            return otherwise;
        }
        // The record of a run that died says nothing of when.
        return run.isOpen() && run.keeper().isProvenGone()
                ? Writing.UNKNOWN
                : new Writing(WritingAnswer.YES, Optional.of(run.id()));
    }
}
