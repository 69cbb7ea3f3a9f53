package io.ghekeeper.engine;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** GitHub's tool that copies an appliance into a snapshot, and back. Each engine is a package of its own. */
public interface Engine {
    /**
     * Takes one backup, and returns when nothing of it is alive any more.
     *
     * @param progress gets each step as it begins, from a thread of the engine's
     * @return what it reported; whether the snapshot is whole is for the caller to prove
     * @throws io.ghekeeper.failure.Failure with the reason, when the engine ended with a failure
     * @throws EngineBusy when another run on this machine must end first
     */
    EngineReport backup(BackupRequest request, Consumer<Step> progress);

    /**
     * Restores one snapshot onto an appliance without asking, and returns when nothing of it is alive any more. What it
     * is asked is not questioned: whether the snapshot is whole and fits the target, and whether anybody agreed, is
     * looked at before.
     *
     * @param progress gets each step as it begins, from a thread of the engine's
     * @return what it reported, with what it skipped although the snapshot holds it
     * @throws io.ghekeeper.failure.Failure with the reason, when the engine did not say that it restored it to the end
     * @throws EngineBusy when another run on this machine must end first
     */
    EngineReport restore(RestoreRequest request, Consumer<Step> progress);

    /**
     * Ends all that is alive of a run, tree and all, and waits until it is gone. For a thread of another's.
     *
     * @return whether nothing is alive any more
     */
    boolean end(String runId);

    /** Whether the engine of a run is running, also after the end of the process that began the run. */
    boolean isRunning(String runId);

    /** A number that changes whenever the engine of a run receives or writes something; keep-alive alone changes nothing. */
    long transferred(String runId);

    /**
     * Ends all that is alive of earlier runs, and removes what they left in the temporary directory.
     *
     * @param ownedHere accepts the ids of this volume's runs; the runs of another volume are left alone
     * @return how many processes were ended
     */
    int endLeftovers(Predicate<String> ownedHere);
}
