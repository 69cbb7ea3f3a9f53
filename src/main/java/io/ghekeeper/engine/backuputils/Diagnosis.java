package io.ghekeeper.engine.backuputils;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From what was heard of a failed backup, the reason that a person can act on. */
final class Diagnosis {
    private static final FailureCause LOST = new FailureCause(
            FailureKind.CONNECTION_LOST,
            SshForms.LOST,
            "the connection to the appliance was lost",
            "Check the network and the appliance; the next run goes on from the last good snapshot.");

    private static final FailureCause UNREACHABLE = new FailureCause(
            FailureKind.APPLIANCE_UNREACHABLE,
            SshForms.UNREACHABLE,
            "the appliance cannot be reached",
            "Check that the appliance is up and that its SSH port is open from here.");

    private static final List<FailureCause> SSH = List.of(
            new FailureCause(
                    FailureKind.HOST_KEY_CHANGED,
                    SshForms.HOST_KEY_CHANGED,
                    "the appliance's host key has changed",
                    "Find out why before trusting it; then record the new one with: ghe-keeper appliance trust HOST"),
            new FailureCause(
                    FailureKind.HOST_KEY_UNKNOWN,
                    SshForms.HOST_KEY_UNKNOWN,
                    "the appliance's host key is not in known_hosts",
                    "Compare its fingerprint and record it with: ghe-keeper appliance trust HOST"),
            new FailureCause(
                    FailureKind.KEY_REFUSED,
                    SshForms.KEY_REFUSED,
                    "the appliance refused the key",
                    "Add the line that ghe-keeper key check prints to the appliance: Management Console > SSH access."),
            UNREACHABLE,
            LOST);

    /** What backup-utils says before its first step, and nothing else of the appliance's says then. */
    private static final List<FailureCause> REFUSALS = List.of(
            new FailureCause(
                    FailureKind.VOLUME_FULL,
                    "There is not enough disk space for the backup\\..*",
                    "the volume has too little room for this backup",
                    "Free space on the volume or make it larger; the last good snapshot is untouched."),
            new FailureCause(
                    FailureKind.APPLIANCE_IS_REPLICA,
                    "Error: high availability replica detected\\.",
                    "the appliance is a high-availability replica",
                    "Set appliance.host to the primary."),
            new FailureCause(
                    FailureKind.ENGINE_UNFIT,
                    FailureCause.CLIENT_REFUSED,
                    "the appliance refuses this release of backup-utils",
                    "Install a backup-utils of the appliance's feature release, or up to two newer."),
            new FailureCause(
                    FailureKind.APPLIANCE_TOO_OLD,
                    "Error: unsupported release of GitHub Enterprise Server detected\\.",
                    "the appliance is too old for this backup-utils",
                    "Use a backup-utils of the appliance's feature release, or upgrade the appliance."),
            new FailureCause(
                    FailureKind.NOT_AN_APPLIANCE,
                    "Error: .* or this isn't a GitHub appliance\\.",
                    "the host does not answer as a GHES appliance",
                    "Check appliance.host and appliance.port."),
            new FailureCause(
                    FailureKind.ENGINE_ACTIVE,
                    BackupUtilsForms.ACTIVE,
                    "another ghe-backup or ghe-restore is running on this data directory",
                    "Wait for it to end; see it with: ghe-keeper markers"),
            new FailureCause(
                    FailureKind.APPLIANCE_UNREACHABLE,
                    "Error: ssh connection with '.*' failed",
                    UNREACHABLE.words(),
                    UNREACHABLE.hint()));

    private static final FailureCause FULL = new FailureCause(
            FailureKind.VOLUME_FULL,
            "",
            "the volume is full",
            "Free space on the volume or make it larger; the last good snapshot is untouched.");

    private static final FailureCause TEMPORARY_FULL = new FailureCause(
            FailureKind.VOLUME_UNUSABLE,
            "",
            "the temporary directory is full",
            "Free space in the temporary directory or make it larger.");

    private final BackupOutput output;
    private final DiskFull room;
    private final boolean sharesConnections;

    /** @param sharesConnections whether the commands of a run share one connection, as they do by default */
    @SuppressWarnings("MissingSummary")
    Diagnosis(BackupOutput output, DiskFull room, boolean sharesConnections) {
        this.output = output;
        this.room = room;
        this.sharesConnections = sharesConnections;
    }

    /** The failure of an engine that ended with this exit status. */
    Failure of(int exitStatus) {
        Examination examination = new Examination(
                output.transcript(),
                failed(),
                SSH,
                step -> step.title().isEmpty() ? REFUSALS : List.of(),
                Diagnosis::full,
                LOST,
                sharesConnections && !isOfASignal(exitStatus));
        return examination
                .reason(room)
                .map(found -> known(found, exitStatus))
                .orElseGet(() -> unknown(exitStatus, elsewhere(examination)));
    }

    /** The lines of the steps that failed; of all steps where lines may be mixed; of the last step where none is named. */
    private List<StepLines> failed() {
        List<Optional<StepLines>> named =
                output.failedSteps().stream().map(output::linesOf).toList();
        if (named.isEmpty()) {
            return List.of(output.transcript().running());
        }
        return named.stream().allMatch(Optional::isPresent)
                ? named.stream().flatMap(Optional::stream).toList()
                : output.transcript().all();
    }

    private static Optional<FailureCause> full(DiskFull.FullPlace place) {
        return switch (place) {
            case VOLUME -> Optional.of(FULL);
            case TEMPORARY -> Optional.of(TEMPORARY_FULL);
            case ELSEWHERE -> Optional.empty(); // the step's own affair
        };
    }

    /** That a full disk is none of ours. */
    private String elsewhere(Examination examination) {
        return examination
                .fullDisk(room)
                .map(disk -> "; it speaks of a full disk, and none is full here (" + disk.words() + ")")
                .orElse("");
    }

    private Failure known(Examination.ProvenCause found, int exitStatus) {
        String steps = output.failedSteps().isEmpty()
                ? ""
                : "; these steps failed: " + String.join(", ", output.failedSteps());
        FailureCause cause = found.cause();
        return new Failure(
                cause.kindAfter(output.anyStepBegun()),
                cause.words() + steps + " (ghe-backup ended with " + exitStatus + ": " + found.line() + ")",
                cause.hint());
    }

    private Failure unknown(int exitStatus, String elsewhere) {
        if (output.failedSteps().isEmpty()) {
            String line = output.transcript()
                    .running()
                    .best()
                    .map(best -> " (" + best + ")")
                    .orElse("");
            return new Failure(
                    FailureKind.ENGINE_FAILED,
                    "ghe-backup ended with " + exitStatus + line + elsewhere,
                    "Read what it printed in the run's log.");
        }
        boolean apart = output.failedSteps().stream()
                .allMatch(step -> output.linesOf(step).isPresent());
        String steps = output.failedSteps().stream().map(this::withItsLine).collect(Collectors.joining(", "));
        return new Failure(
                FailureKind.ENGINE_STEPS_FAILED,
                "these steps failed: " + steps + (apart ? "" : lastReason()) + elsewhere,
                "Read what they printed in the run's log.");
    }

    private String withItsLine(String step) {
        return step
                + output.linesOf(step)
                        .flatMap(StepLines::best)
                        .map(line -> " (" + line + ")")
                        .orElse("");
    }

    private String lastReason() {
        return output.transcript().all().stream()
                .filter(StepLines::hasReason)
                .flatMap(step -> step.best().stream())
                .reduce((earlier, later) -> later)
                .map(line -> " (" + line + ")")
                .orElse("");
    }

    /** A signal that ends a run ends its connections, too. */
    private static boolean isOfASignal(int exitStatus) {
        return exitStatus > 128 && exitStatus <= 192;
    }
}
