package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.Counts;
import java.util.List;
import java.util.Set;

/**
 * What a reading of a snapshot in the store has shown.
 *
 * @param root which of its roots was read: 1 is the first
 * @param entries of its lists: files, folders, links and the like
 * @param files of these
 * @param bytes of all files by their sizes
 * @param packs that were read
 * @param unfitting differences because an object is encrypted for other identities: these prove nothing
 * @param found how many differences there are
 * @param first the first of them, as sentences; at most {@link #SHOWN}
 * @param objects in which they are, as {@code <key>!<version>}
 * @param objectsKnown whether all of them are in these
 */
public record VerifiedFiles(
        String snapshot,
        int root,
        long entries,
        long files,
        long bytes,
        long packs,
        long unfitting,
        long found,
        List<String> first,
        Set<String> objects,
        boolean objectsKnown) {
    /** So many differences are put into words. */
    public static final int SHOWN = 100;

    public VerifiedFiles {
        first = List.copyOf(first);
        objects = Set.copyOf(objects);
    }

    /**
     * Requires that the identities decrypted all: else a difference is no damage.
     *
     * @throws Failure ENCRYPTION_FAILED
     */
    public void requireDecrypted() {
        if (unfitting > 0) {
            throw new Failure(
                    FailureKind.ENCRYPTION_FAILED,
                    Counts.of(unfitting, "object") + " of snapshot " + snapshot
                            + " cannot be decrypted: none of the identities fits",
                    "Give those of earlier recipients, too: one file may hold several identities, a line for each.");
        }
    }

    /**
     * Requires that nothing differed.
     *
     * @throws Failure ARCHIVE_DAMAGED
     */
    public void requireWhole() {
        if (!isWhole()) {
            throw new Failure(
                    FailureKind.ARCHIVE_DAMAGED,
                    "snapshot " + snapshot + " is not whole in the store: " + Counts.of(found, "difference")
                            + "; the first: " + first.get(0),
                    "Find out what else changes the store. If the snapshot is whole on the volume, type ghe-keeper archive "
                            + snapshot + " --repair, then read it again.");
        }
    }

    public boolean isWhole() {
        return found == 0;
    }
}
