package io.ghekeeper.engine.backuputils;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Optional;

/** From what was heard of a failed restore, the reason that a person can act on, and in what state it left the target. */
final class RestoreDiagnosis {
    private static final String MYSQL = "MySQL database";

    private static final FailureCause LOST = new FailureCause(
            FailureKind.CONNECTION_LOST,
            SshForms.LOST,
            "the connection to the target was lost",
            "Check the network and the target");

    private static final FailureCause UNREACHABLE = new FailureCause(
            FailureKind.APPLIANCE_UNREACHABLE,
            SshForms.UNREACHABLE,
            "the target cannot be reached",
            "Check that the target is up and that its SSH port is open from here");

    private static final List<FailureCause> SSH = List.of(
            new FailureCause(
                    FailureKind.HOST_KEY_CHANGED,
                    SshForms.HOST_KEY_CHANGED,
                    "the target's host key has changed",
                    "Find out why before trusting it, and record the new one with: ghe-keeper appliance trust HOST"),
            new FailureCause(
                    FailureKind.HOST_KEY_UNKNOWN,
                    SshForms.HOST_KEY_UNKNOWN,
                    "the target's host key is not in known_hosts",
                    "Compare its fingerprint and record it with: ghe-keeper appliance trust HOST"),
            new FailureCause(
                    FailureKind.KEY_REFUSED,
                    SshForms.KEY_REFUSED,
                    "the target refused the key",
                    "Add the line that ghe-keeper key check prints to the target: Management Console > SSH access"),
            UNREACHABLE,
            LOST);

    /** What backup-utils refuses before its first step. */
    private static final List<FailureCause> REFUSALS = List.of(
            new FailureCause(
                    FailureKind.TARGET_NOT_IN_MAINTENANCE,
                    BackupUtilsForms.ERROR + "Error: \\S+ must be put in maintenance mode before restoring\\..*",
                    "the target is not in maintenance mode",
                    "Set maintenance mode on the target"),
            new FailureCause(
                    FailureKind.TARGET_REPLICATES,
                    BackupUtilsForms.ERROR + "Error: (high availability replica detected\\."
                            + "|Restoring to an appliance with replication enabled is not supported\\..*)",
                    "the target is a replica or has one",
                    "Tear replication down on the target (ghe-repl-teardown)"),
            new FailureCause(
                    FailureKind.TARGET_UNFIT,
                    BackupUtilsForms.ERROR + "(Error: )?(Restoring a backup with Actions disabled onto .*"
                            + "|\\S+ must have GitHub Actions enabled before restoring .*"
                            + "|\\S+ has Actions Cache service (en|dis)abled but .*"
                            + "|Snapshot from a GitHub Enterprise cluster cannot be restored to a standalone appliance\\..*"
                            + "|Restoring (the settings of )?a snapshot from an appliance using .* MySQL service .*"
                            + "|Snapshot can not be restored to an older release of GitHub Enterprise Server\\.)",
                    "the snapshot does not fit the target",
                    "Change on the target what the message names"),
            new FailureCause(
                    FailureKind.SNAPSHOT_UNKNOWN,
                    BackupUtilsForms.ERROR + "Error: Snapshot '[^']*' doesn't exist\\.",
                    "the snapshot is gone",
                    "Choose another one: ghe-keeper snapshots"),
            new FailureCause(
                    FailureKind.ENGINE_UNFIT,
                    FailureCause.CLIENT_REFUSED,
                    "the target refuses this release of backup-utils",
                    "Install a backup-utils of the target's feature release, or up to two newer"),
            new FailureCause(
                    FailureKind.APPLIANCE_TOO_OLD,
                    "Error: unsupported release of GitHub Enterprise Server detected\\.",
                    "the target is too old for this backup-utils",
                    "Use a backup-utils of the target's feature release, or upgrade the target"),
            new FailureCause(
                    FailureKind.NOT_AN_APPLIANCE,
                    "Error: .* or this isn't a GitHub appliance\\.",
                    "the target does not answer as a GHES appliance",
                    "Check the host's name and appliance.port"),
            new FailureCause(
                    FailureKind.ENGINE_ACTIVE,
                    BackupUtilsForms.ACTIVE,
                    "another ghe-backup or ghe-restore is running on this data directory, or left its marker",
                    "Wait for it to end (ghe-keeper markers shows it)"),
            new FailureCause(
                    FailureKind.APPLIANCE_UNREACHABLE,
                    "Error: ssh connection with '.*' failed",
                    UNREACHABLE.words(),
                    UNREACHABLE.hint()));

    /** What it refuses at that step only, after secrets and uuid were written. */
    private static final List<FailureCause> REFUSALS_OF_MYSQL = List.of(new FailureCause(
            FailureKind.TARGET_UNFIT,
            BackupUtilsForms.ERROR + "(Error: )?(To restore from a binary backup, you have to set .*"
                    + "|Backup was not taken with a GitHub provided backup strategy\\..*"
                    + "|Restore of a binary backup to appliance with an external database .*)",
            "the snapshot does not fit the target",
            "Change on the target what the message names"));

    private static final FailureCause FULL = new FailureCause(
            FailureKind.VOLUME_FULL,
            "",
            "the volume of the snapshots is full",
            "Free space on the volume or make it larger");

    private static final FailureCause TEMPORARY_FULL = new FailureCause(
            FailureKind.VOLUME_UNUSABLE,
            "",
            "the temporary directory is full",
            "Free space in the temporary directory or make it larger");

    private static final FailureCause TARGET_FULL = new FailureCause(
            FailureKind.TARGET_FULL, "", "the target's disk is full", "Give the target a larger data disk");

    private final String runId;
    private final RestoreOutput output;
    private final DiskFull room;
    private final boolean inParallel;
    private final boolean sharesConnections;

    /**
     * Of one run.
     *
     * @param inParallel whether the lines of several steps may be mixed
     * @param sharesConnections whether the commands of a run share one connection, as they do by default
     */
    RestoreDiagnosis(String runId, RestoreOutput output, DiskFull room, boolean inParallel, boolean sharesConnections) {
        this.runId = runId;
        this.output = output;
        this.room = room;
        this.inParallel = inParallel;
        this.sharesConnections = sharesConnections;
    }

    /** The failure of a restore that ended with this exit status. It ends at its first step that fails. */
    Failure of(int exitStatus) {
        String end = "ghe-restore ended with " + exitStatus
                + output.runningStep().map(step -> " at " + step).orElse(" before its first step");
        StepLines step = output.transcript().running();
        Examination examination = new Examination(
                output.transcript(),
                inParallel ? output.transcript().all() : List.of(step),
                SSH,
                RestoreDiagnosis::refusals,
                RestoreDiagnosis::full,
                LOST,
                sharesConnections && !isOfASignal(exitStatus));
        return examination.reason(room).map(found -> known(found, end)).orElseGet(() -> {
            String line = step.best().map(best -> " (" + best + ")").orElse("");
            String what = "Read ghe-keeper logs " + runId + " and put right what it names";
            return new Failure(FailureKind.RESTORE_FAILED, end + line, hint(what));
        });
    }

    private static List<FailureCause> refusals(StepLines step) {
        return switch (step.title()) {
            case "" -> REFUSALS;
            case MYSQL -> REFUSALS_OF_MYSQL;
            default -> List.of();
        };
    }

    private static Optional<FailureCause> full(DiskFull.FullPlace place) {
        return Optional.of(
                switch (place) {
                    case VOLUME -> FULL;
                    case TEMPORARY -> TEMPORARY_FULL;
                    case ELSEWHERE -> TARGET_FULL;
                });
    }

    private Failure known(Examination.ProvenCause found, String end) {
        FailureCause cause = found.cause();
        return new Failure(
                cause.kindAfter(output.runningStep().isPresent()),
                cause.words() + " (" + end + ": " + found.line() + ")",
                hint(cause.hint()));
    }

    private String hint(String what) {
        String state = output.runningStep().isPresent() ? "; until then the target is half restored" : "";
        return what + ", then repeat it with: ghe-keeper restore --again " + runId + state + ".";
    }

    /** The failure of a restore that ended with 0 and did not say that it came to its end. */
    Failure unproven(String host) {
        return new Failure(
                FailureKind.RESTORE_UNPROVEN,
                "ghe-restore ended with 0 but never said that the restore of " + host + " finished"
                        + output.runningStep()
                                .map(step -> "; it was at " + step)
                                .orElse(""),
                "Read ghe-keeper logs " + runId + " before anybody works on the target.");
    }

    /** A signal that ends a run ends its connections, too. */
    private static boolean isOfASignal(int exitStatus) {
        return exitStatus > 128 && exitStatus <= 192;
    }
}
