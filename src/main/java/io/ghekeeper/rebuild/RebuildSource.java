package io.ghekeeper.rebuild;

import java.util.List;
import java.util.Optional;

/** The store and the data directory while a rebuild goes on. */
public interface RebuildSource extends AutoCloseable {
    /**
     * Why the directory has to be filled; nothing where it has not. See {@link RebuildNeed#reason(int)}.
     *
     * @param most how many of the newest snapshots it is to have
     * @throws io.ghekeeper.failure.Failure as that does; of a STORE or AWS kind
     */
    Optional<RebuildReason> reason(int most);

    /** Ids of the snapshots in the store that nothing is known to be wrong with, the newest first. */
    List<String> candidates();

    /** The newest snapshot of the directory that a backup could go on with; nothing where there is none. */
    Optional<String> newestGood();

    /**
     * Puts a snapshot into the directory. What has its name there, and is not good, is put aside when the fetched one was proven,
     * and not before.
     *
     * @return whether it was fetched; else a good one is there
     * @throws io.ghekeeper.failure.Failure ARCHIVE_DAMAGED when some of it cannot be had; any other that a fetch ends with
     */
    boolean bring(String id);

    /**
     * Removes what is left of a snapshot that could not be had whole. Where that cannot be removed, it says so, and goes on.
     *
     * @throws io.ghekeeper.failure.Failure where the run is to end now
     */
    void dropUnfinished(String id);

    /** Lets {@code current} name the newest good snapshot, for the next backup; nothing where there is none. */
    void makeCurrent();

    @Override
    void close();
}
