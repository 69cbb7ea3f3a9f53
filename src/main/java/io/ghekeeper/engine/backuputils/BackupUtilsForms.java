package io.ghekeeper.engine.backuputils;

/** Messages that {@code ghe-backup} and {@code ghe-restore} share, whole (seen in 3.11 and 3.12). */
final class BackupUtilsForms {
    /** Before its messages of errors, since some release. */
    static final String ERROR = "(" + LineKind.STAMP + "ERROR  )?";

    static final String ACTIVE = ERROR + "\\s*Error: A (backup|restore) of \\S+ may still be running on PID \\d+\\..*|"
            + ERROR + "\\s*(Error: )?[Dd]etected a (backup|restore) already in progress from a previous version of .*";

    private BackupUtilsForms() {}
}
