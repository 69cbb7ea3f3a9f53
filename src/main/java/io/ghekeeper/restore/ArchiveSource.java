package io.ghekeeper.restore;

import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.run.RunContext;
import java.util.List;
import java.util.Optional;

/** The store outside of the volume, as a restore sees it. Each method throws a Failure of a STORE or AWS kind, too. */
public interface ArchiveSource {
    /**
     * The store, as people have it. Asks nothing.
     *
     * @throws io.ghekeeper.failure.Failure CONFIGURATION_INVALID where nothing is archived
     */
    String place();

    /** Ids of the snapshots in the store that nothing is known to be wrong with there, the newest first. */
    List<String> candidates();

    /** What a fetch of a snapshot takes: see {@link io.ghekeeper.archive.FetchSurvey#plan}. */
    FetchPlan plan(String id);

    /**
     * The release in a snapshot's own file, for one whose root says none: see {@link io.ghekeeper.archive.VolumeFetch#release}.
     *
     * @param context of the run
     */
    Optional<String> release(String id, RunContext context);

    /**
     * Puts a snapshot into the data directory, and records that. What is in its way there is put aside when the fetched one was
     * proven.
     *
     * @param context of the run, which holds the lease of the capture lane
     * @throws io.ghekeeper.failure.Failure RUN_ACTIVE while another process reads or removes snapshots; any other that a fetch
     *     ends with
     */
    void fetch(String id, RunContext context);
}
