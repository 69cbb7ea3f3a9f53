package io.ghekeeper.page;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.monitor.StatusReport;

/**
 * A small sign, always beside its word or with it as its title. Each differs from every other one by its shape, not by its
 * colour alone.
 */
enum StatusIcon {
    OK("ok", "ok", "OK"),
    LATE("late", "bad", "LATE"),
    NONE("none", "bad", "NONE"),
    SNAPSHOT_MISSING("missing", "bad", "MISSING"),
    SNAPSHOT_SUSPECT("suspect", "warn", "SUSPECT"),
    NO_SUPERVISOR("stopped", "bad", "STOPPED"),
    BACKUP_FAILED("failed", "warn", "FAILED"),
    UNKNOWN("missing", "bad", "UNKNOWN"),
    SUCCEEDED("ok", "ok", "succeeded"),
    ACCEPTED("accepted", "ok", "accepted"),
    SUSPECT("suspect", "warn", "suspect"),
    FAILED("failed", "bad", "failed"),
    INTERRUPTED("interrupted", "bad", "interrupted"),
    SKIPPED("skipped", "muted", "skipped"),
    RUNNING("running", "run", "running"),
    CUT_OFF("cut-off", "bad", "cut off"),
    GOOD("ok", "ok", "good"),
    FAILED_ITS_DRILL("failed", "bad", "failed its drill"),
    COMPLETE("complete", "muted", "complete"),
    INCOMPLETE("cut-off", "bad", "incomplete"),
    DAMAGED("failed", "bad", "damaged"),
    BEING_WRITTEN("running", "run", "being written"),
    PROVEN("proven", "ok", "restored"),
    ATTENTION("suspect", "warn", "attention"),
    RELEASE_BAD("failed", "bad", "bad");

    private final String symbol;
    private final String tone;
    private final String word;

    StatusIcon(String symbol, String tone, String word) {
        this.symbol = symbol;
        this.tone = tone;
        this.word = word;
    }

    /** Its tone is as serious as the state's alert: bad where that is critical, warn where it is a warning. */
    static StatusIcon of(StatusReport.StatusState state) {
        return switch (state) {
            case OK -> OK;
            case LATE -> LATE;
            case NONE -> NONE;
            case MISSING -> SNAPSHOT_MISSING;
            case SUSPECT -> SNAPSHOT_SUSPECT;
            case STOPPED -> NO_SUPERVISOR;
            case FAILED -> BACKUP_FAILED;
        };
    }

    static StatusIcon of(RunSummary.RunState state) {
        return valueOf(state.name());
    }

    static StatusIcon of(SnapshotEntry.SnapshotState state) {
        return valueOf(state.name());
    }

    /** The id of its shape in the document. */
    String symbol() {
        return symbol;
    }

    /** The class of its colour. */
    String tone() {
        return tone;
    }

    String word() {
        return word;
    }
}
