package io.ghekeeper.snapshot;

import java.util.Optional;

/**
 * How the MySQL database is kept in a snapshot. The appliance's settings decide whether it lies outside, never the name of
 * a file.
 *
 * @param place by the snapshot's {@code settings.json}, or by what the appliance said when it was backed up
 * @param dump whether there is a dump that holds anything
 * @param sentinel whether backup-utils says that it dumped an external database itself: only then does it restore it itself
 * @param binary whether the dump is a binary one
 * @param recorded whether {@link #RECORD} names a snapshot of the database that the owner's script made
 */
public record SnapshotDatabase(DatabasePlace place, boolean dump, boolean sentinel, boolean binary, boolean recorded) {
    /** A file in the snapshot, written by the owner's backup script: what it saved the database as, one line. */
    public static final String RECORD = "external-database-snapshot";

    static final String SENTINEL = "logical-external-database-backup-sentinel";
    static final String BINARY = "mysql-binary-backup-sentinel";
    static final String DUMP = "mysql.sql.gz";

    /** From the result of a walk over the snapshot, or of a listing of its top folder. */
    public static SnapshotDatabase of(Inventory snapshot) {
        return new SnapshotDatabase(
                snapshot.database(),
                holds(snapshot, DUMP),
                snapshot.part(SENTINEL).isPresent(),
                snapshot.part(BINARY).isPresent(),
                holds(snapshot, RECORD));
    }

    private static boolean holds(Inventory snapshot, String name) {
        return snapshot.part(name).filter(part -> !part.empty()).isPresent();
    }

    /** What a database outside the appliance lacks; for one inside, the dump is asked for like any other file. */
    Optional<Shrinkage> loss() {
        if (place != DatabasePlace.EXTERNAL || dump || (recorded && !sentinel)) {
            return Optional.empty();
        }
        String why = sentinel
                ? "database: it lies outside the appliance, and the dump that the snapshot announces is missing or empty"
                : "database: it lies outside the appliance, and the snapshot has neither a dump of it nor a record of a"
                        + " database snapshot (" + RECORD + ")";
        return Optional.of(new Shrinkage("database", "needed", "missing", why));
    }
}
