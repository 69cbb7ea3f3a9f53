package io.ghekeeper.engine;

import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine that is installed: its name, its release, what it needs, and what its options mean. */
public interface InstalledEngine {
    /** How people call it, for texts. */
    String name();

    /**
     * Where it is installed, for people.
     *
     * @throws io.ghekeeper.failure.Failure ENGINE_MISSING where it cannot take backups
     */
    String requireBackups();

    /** @throws io.ghekeeper.failure.Failure ENGINE_MISSING where it cannot restore */
    @SuppressWarnings("MissingSummary")
    void requireRestores();

    /** @throws io.ghekeeper.failure.Failure ENGINE_MISSING where its release is unknown */
    @SuppressWarnings("MissingSummary")
    Release release();

    /** The release by which it asks the appliance; nothing where it is unknown. */
    Optional<String> sent();

    /** Why its release is doubtful; nothing where it is not. */
    Optional<String> doubt();

    /** What to do about {@link #doubt}. */
    String cure();

    /**
     * Whether all that it calls on this machine is installed.
     *
     * @return what was found, for people
     * @throws io.ghekeeper.failure.Failure ENGINE_TOOL_MISSING with all that is missing
     */
    String requirePrograms();

    /** How its runs are kept apart from those of other keepers on this machine. */
    Isolation isolation();

    /**
     * Whether it serves an appliance of this release.
     *
     * @param refusal what the appliance answered where it refused, quoted
     * @throws io.ghekeeper.failure.Failure ENGINE_UNFIT
     */
    void requireFit(String applianceVersion, Optional<String> refusal);

    /** Of the releases that hints name. */
    ReleaseTable table();

    /** How long a run may take to end by itself after it was asked to. */
    Duration stopGrace();

    /** Options that the user sets for every run. */
    Map<String, String> options();

    /** Parts of a snapshot that these options leave out of a restore, each with its option. */
    Map<String, String> leftOutOfRestore(Map<String, String> options);

    /** The option that leaves only metadata of the search indices in a snapshot; nothing where none is set. */
    Optional<String> metadataOfIndicesOnly(Map<String, String> options);

    /** The option with which the target keeps the password of its Management Console; nothing where none is set. */
    Optional<String> keepsConsolePassword(Map<String, String> options);

    /** What a step does, by its title in a record of an earlier version; nothing for an unknown title. */
    Optional<StepId> step(String title);

    /** Whether a person who looks for the reason of a failure wants to see this line of its output. */
    boolean isTrouble(String line);

    /**
     * How runs are kept apart.
     *
     * @param words one sentence for people
     * @param obstacles why runs share what each should have for itself
     */
    record Isolation(String words, List<String> obstacles) {
        public Isolation {
            obstacles = List.copyOf(obstacles);
        }
    }
}
