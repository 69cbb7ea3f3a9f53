package io.ghekeeper.engine;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Optional;

/** From what a failed restore printed, the reason that a person can act on, and in what state it left the target. */
final class RestoreDiagnosis {
    /** The first that fits a line decides, so what is special stands before what is general. */
    private static final List<Cause> CAUSES = List.of(
            new Cause(
                    FailureKind.VOLUME_FULL,
                    "(github-backup-utils/[\\w.-]+|bin/ghe-restore): line \\d+: .*no space left on device",
                    "the volume of the snapshots is full",
                    "Free space on the volume or make it larger"),
            new Cause(
                    FailureKind.TARGET_FULL,
                    "no space left on device|disk quota exceeded",
                    "the target's disk is full",
                    "Give the target a larger data disk"),
            new Cause(
                    FailureKind.TARGET_NOT_IN_MAINTENANCE,
                    "must be put in maintenance mode",
                    "the target is not in maintenance mode",
                    "Set maintenance mode on the target"),
            new Cause(
                    FailureKind.TARGET_REPLICATES,
                    "replica detected|appliance with replication enabled",
                    "the target is a replica or has one",
                    "Tear replication down on the target (ghe-repl-teardown)"),
            new Cause(
                    FailureKind.TARGET_UNFIT,
                    "with actions disabled onto|must have github actions enabled|actions cache service"
                            + "|to a standalone appliance|externally-managed mysql|external (mysql )?database"
                            + "|a github provided backup strategy|restore from a binary backup|to an older release",
                    "the snapshot does not fit the target",
                    "Change on the target what the message names"),
            new Cause(
                    FailureKind.SNAPSHOT_UNKNOWN,
                    "snapshot '[^']*' doesn't exist",
                    "the snapshot is gone",
                    "Choose another one: ghe-keeper snapshots"),
            new Cause(
                    FailureKind.HOST_KEY_CHANGED,
                    "remote host identification has changed",
                    "the target's host key has changed",
                    "Find out why before trusting it, and record the new one with: ghe-keeper appliance trust HOST"),
            new Cause(
                    FailureKind.HOST_KEY_UNKNOWN,
                    "host key verification failed|no \\S+ host key is known",
                    "the target's host key is not in known_hosts",
                    "Compare its fingerprint and record it with: ghe-keeper appliance trust HOST"),
            new Cause(
                    FailureKind.KEY_REFUSED,
                    "permission denied \\(",
                    "the target refused the key",
                    "Add the public key under SSH access in the target's Management Console"),
            new Cause(
                    FailureKind.ENGINE_UNFIT,
                    Cause.CLIENT_REFUSED,
                    "the target refuses this release of backup-utils",
                    "Install a backup-utils of the target's feature release, or up to two newer"),
            new Cause(
                    FailureKind.APPLIANCE_TOO_OLD,
                    "unsupported release",
                    "the target is too old for this backup-utils",
                    "Use a backup-utils of the target's feature release, or upgrade the target"),
            new Cause(
                    FailureKind.NOT_AN_APPLIANCE,
                    "isn't a github appliance",
                    "the target does not answer as a GHES appliance",
                    "Check the host's name and appliance.port"),
            new Cause(
                    FailureKind.ENGINE_ACTIVE,
                    "may still be running on pid|already in progress",
                    "another ghe-backup or ghe-restore is at work on this data directory, or left its marker",
                    "Wait for it to end (ghe-keeper markers shows it)"),
            new Cause(
                    FailureKind.APPLIANCE_UNREACHABLE,
                    "connection refused|connection timed out|no route to host|network is unreachable"
                            + "|could not resolve hostname|ssh connection with .* failed|timed out during banner",
                    "the target cannot be reached",
                    "Check that the target is up and that its SSH port is open from here"),
            new Cause(
                    FailureKind.CONNECTION_LOST,
                    "connection closed|connection to \\S+ closed|broken pipe|connection reset|connection unexpectedly"
                            + "|not responding|error in rsync protocol|lost connection",
                    "the connection to the target was lost",
                    "Check the network and the target"));

    private final String runId;
    private final RestoreOutput output;

    RestoreDiagnosis(String runId, RestoreOutput output) {
        this.runId = runId;
        this.output = output;
    }

    /** Whether a line names a cause that is known here. */
    static boolean recognises(String line) {
        return CAUSES.stream().anyMatch(cause -> cause.fits(line));
    }

    /** The failure of a restore that ended with this exit status. */
    Failure of(int exitStatus) {
        String end = "ghe-restore ended with " + exitStatus
                + output.atWork().map(step -> " at " + step).orElse(" before its first step");
        // It ends at its first failing step, so what an earlier one complained of is not the reason.
        Optional<Failure> known = known(end, output.troubleOfStep()).or(() -> known(end, output.trouble()));
        return known.orElseGet(() -> {
            List<String> trouble = output.troubleOfStep();
            String last = trouble.isEmpty() ? "" : " (" + trouble.get(trouble.size() - 1) + ")";
            String what = "Read ghe-keeper logs " + runId + " and put right what it names";
            return new Failure(FailureKind.RESTORE_FAILED, end + last, hint(what));
        });
    }

    private Optional<Failure> known(String end, List<String> lines) {
        for (Cause cause : CAUSES) {
            Optional<String> line = lines.stream().filter(cause::fits).findFirst();
            if (line.isPresent()) {
                return Optional.of(new Failure(
                        cause.kindAfter(output.atWork().isPresent()),
                        cause.words() + " (" + end + ": " + line.get() + ")",
                        hint(cause.hint())));
            }
        }
        return Optional.empty();
    }

    private String hint(String what) {
        String state = output.atWork().isPresent() ? "; until then the target is half restored" : "";
        return what + ", then repeat it with: ghe-keeper restore --again " + runId + state + ".";
    }

    /** The failure of a restore that ended with 0 and did not say that it came to its end. */
    Failure unproven(String host) {
        return new Failure(
                FailureKind.RESTORE_UNPROVEN,
                "ghe-restore ended with 0 but never said that the restore of " + host + " finished"
                        + output.atWork().map(step -> "; it was at " + step).orElse(""),
                "Read ghe-keeper logs " + runId + " before anybody works on the target.");
    }
}
