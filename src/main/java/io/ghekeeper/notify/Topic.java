package io.ghekeeper.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a message is about. A receiver gets a message of a topic when its state changes, and none while it stays. */
public enum Topic {
    /** Whether backups go well: {@code fine} or {@code failing}. */
    BACKUP,
    /** Whether the last good one is young enough: {@code fresh} or {@code late}. */
    AGE,
    /** Whether the volume has room for the time to come: {@code fine} or {@code filling}. */
    VOLUME,
    /** Each restore: {@code begun}, and how it ended. */
    RESTORE,
    /** Whether what is backed up can be restored: {@code fine}, {@code failing}, or {@code skipped} where a drill did not run. */
    DRILL,
    /** Whether snapshots are damaged: {@code fine} or {@code damaged}. */
    DAMAGE,
    /** Whether the newest verified and restored snapshots are young enough: {@code fresh} or {@code old}. */
    EVIDENCE,
    /** Whether the store has archived snapshots whole, and locked: {@code fine} or {@code damaged}. */
    ARCHIVE,
    /** Whether the data directory has to be filled from the archive: {@code fine} or {@code needed}. */
    REBUILD,
    /** Whether native snapshots are taken and completed in time: {@code fine} or {@code failing}. */
    NATIVE,
    /** A message that a person asked for, to see whether it arrives. */
    TEST;

    /** Its name in messages and files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Topic> of(String word) {
        return Arrays.stream(values())
                .filter(topic -> topic.word().equals(word))
                .findFirst();
    }
}
