package io.ghekeeper.engine;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Optional;

/** From what a failed backup printed, the reason that a person can act on. */
final class Diagnosis {
    /** The first that fits a line decides, so what is special stands before what is general. */
    private static final List<Cause> CAUSES = List.of(
            new Cause(
                    FailureKind.VOLUME_FULL,
                    "no space left on device|disk quota exceeded|not enough (disk )?space",
                    "the volume is full",
                    "Free space on the volume or make it larger; the last good snapshot is untouched."),
            new Cause(
                    FailureKind.HOST_KEY_CHANGED,
                    "remote host identification has changed",
                    "the appliance's host key has changed",
                    "Find out why before trusting it; then record the new one with: ghe-keeper appliance trust HOST"),
            new Cause(
                    FailureKind.HOST_KEY_UNKNOWN,
                    "host key verification failed|no \\S+ host key is known",
                    "the appliance's host key is not in known_hosts",
                    "Compare its fingerprint and record it with: ghe-keeper appliance trust HOST"),
            new Cause(
                    FailureKind.KEY_REFUSED,
                    "permission denied \\(",
                    "the appliance refused the key",
                    "Add the public key under SSH access in the appliance's Management Console."),
            new Cause(
                    FailureKind.APPLIANCE_IS_REPLICA,
                    "replica detected",
                    "the appliance is a high-availability replica",
                    "Set appliance.host to the primary."),
            new Cause(
                    FailureKind.ENGINE_UNFIT,
                    Cause.CLIENT_REFUSED,
                    "the appliance refuses this release of backup-utils",
                    "Install a backup-utils of the appliance's feature release, or up to two newer."),
            new Cause(
                    FailureKind.APPLIANCE_TOO_OLD,
                    "unsupported release",
                    "the appliance is too old for this backup-utils",
                    "Use a backup-utils of the appliance's feature release, or upgrade the appliance."),
            new Cause(
                    FailureKind.NOT_AN_APPLIANCE,
                    "isn't a github appliance",
                    "the host does not answer as a GHES appliance",
                    "Check appliance.host and appliance.port."),
            new Cause(
                    FailureKind.ENGINE_ACTIVE,
                    "may still be running on pid|already in progress",
                    "another ghe-backup or ghe-restore is at work on this data directory",
                    "Wait for it to end; see it with: ghe-keeper markers"),
            new Cause(
                    FailureKind.APPLIANCE_UNREACHABLE,
                    "connection refused|connection timed out|no route to host|network is unreachable"
                            + "|could not resolve hostname|ssh connection with .* failed|timed out during banner",
                    "the appliance cannot be reached",
                    "Check that the appliance is up and that its SSH port is open from here."),
            new Cause(
                    FailureKind.CONNECTION_LOST,
                    "connection closed|connection to \\S+ closed|broken pipe|connection reset|connection unexpectedly"
                            + "|not responding|error in rsync protocol|lost connection",
                    "the connection to the appliance was lost",
                    "Check the network and the appliance; the next run goes on from the last good snapshot."));

    private Diagnosis() {}

    /** Whether a line names a cause that is known here. */
    static boolean recognises(String line) {
        return CAUSES.stream().anyMatch(cause -> cause.fits(line));
    }

    /** The failure of an engine that ended with this exit status. */
    static Failure of(int exitStatus, BackupOutput output) {
        Optional<Cause> cause = CAUSES.stream()
                .filter(candidate -> output.trouble().stream().anyMatch(candidate::fits))
                .findFirst();
        String steps =
                output.failedSteps().isEmpty() ? "" : "these steps failed: " + String.join(", ", output.failedSteps());
        if (cause.isPresent()) {
            return new Failure(
                    cause.get().kindAfter(output.anyStepBegun()),
                    cause.get().words() + (steps.isEmpty() ? "" : "; " + steps) + " (ghe-backup ended with "
                            + exitStatus + ": " + lineOf(cause.get(), output) + ")",
                    cause.get().hint());
        }
        if (!steps.isEmpty()) {
            return new Failure(
                    FailureKind.ENGINE_STEPS_FAILED,
                    steps + lastLine(output),
                    "Read what they printed in the run's log.");
        }
        return new Failure(
                FailureKind.ENGINE_FAILED,
                "ghe-backup ended with " + exitStatus + lastLine(output),
                "Read what it printed in the run's log.");
    }

    private static String lineOf(Cause cause, BackupOutput output) {
        return output.trouble().stream().filter(cause::fits).findFirst().orElse("");
    }

    private static String lastLine(BackupOutput output) {
        List<String> trouble = output.trouble();
        return trouble.isEmpty() ? "" : " (" + trouble.get(trouble.size() - 1) + ")";
    }
}
