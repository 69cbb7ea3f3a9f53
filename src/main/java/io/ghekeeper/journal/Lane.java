package io.ghekeeper.journal;

/** Which of the two kinds of work on a volume: each lane has at most one process at a time, beside one of the other lane. */
public enum Lane {
    /** What the engine does: backups, restores and drills. */
    CAPTURE("lease"),
    /** What reads or removes snapshots. */
    KEEP("keep-lease");

    private final String file;

    Lane(String file) {
        this.file = file;
    }

    /** The name of its lease in the state directory. It never changes: processes of two releases exclude each other. */
    String file() {
        return file;
    }
}
