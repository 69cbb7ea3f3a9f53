package io.ghekeeper.engine.backuputils;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The search for the reason of a failure in what was heard of the steps that failed. Who said a line decides: ssh of the
 * connection, backup-utils of its refusals, a measurement of our volume. What only follows from a lost connection counts
 * where nothing else explains the failure.
 *
 * @param failed the steps that failed, or what came before the first step
 * @param ssh causes that ssh knows, the most special first
 * @param refusals causes that backup-utils knows, of the steps that may say them
 * @param noRoom the cause for the place where no room is left, if that is one
 */
record Examination(
        Transcript transcript,
        List<StepLines> failed,
        List<FailureCause> ssh,
        Function<StepLines, List<FailureCause>> refusals,
        Function<DiskFull.FullPlace, Optional<FailureCause>> noRoom,
        FailureCause lost,
        boolean sharesConnections) {

    /**
     * A reason that is proven.
     *
     * @param line that says so
     */
    record ProvenCause(FailureCause cause, String line) {}

    /** The reason, if one is proven. */
    Optional<ProvenCause> reason(DiskFull room) {
        Optional<DiskFull.Measurement> full = fullDisk(room);
        return full.filter(verdict -> verdict.place() != DiskFull.FullPlace.ELSEWHERE)
                .flatMap(this::full)
                .or(this::saidBySsh)
                .or(() -> full.flatMap(this::full))
                .or(this::refused)
                .or(this::lostOnly);
    }

    /** Where the disk is that is full, when a line of the failed steps speaks of one. */
    Optional<DiskFull.Measurement> fullDisk(DiskFull room) {
        List<String> lines = noRoomLines();
        return lines.isEmpty() ? Optional.empty() : Optional.of(room.judge(lines));
    }

    private List<String> noRoomLines() {
        return failed.stream().flatMap(StepLines::noRoom).toList();
    }

    private Optional<ProvenCause> full(DiskFull.Measurement verdict) {
        return noRoom.apply(verdict.place())
                .map(cause -> new ProvenCause(cause, noRoomLines().get(0) + "; " + verdict.words()));
    }

    private Optional<ProvenCause> saidBySsh() {
        Optional<ProvenCause> meanwhile =
                saidBySsh(failed.stream().flatMap(transcript::ssh).toList());
        boolean unexplained = failed.stream().noneMatch(StepLines::hasReason);
        return meanwhile.isPresent() || !unexplained
                ? meanwhile
                : saidBySsh(transcript.ssh().toList());
    }

    private Optional<ProvenCause> saidBySsh(List<String> lines) {
        return ssh.stream()
                .flatMap(cause -> lines.stream().filter(cause::fits).map(line -> new ProvenCause(cause, line)))
                .findFirst();
    }

    private Optional<ProvenCause> refused() {
        for (StepLines step : failed) {
            for (FailureCause cause : refusals.apply(step)) {
                Optional<String> line = step.lines().filter(cause::fits).findFirst();
                if (line.isPresent()) {
                    return Optional.of(new ProvenCause(cause, line.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ProvenCause> lostOnly() {
        return failed.stream()
                .flatMap(step -> step.lost().or(() -> endedInSilence(step)).stream())
                .findFirst()
                .map(line -> new ProvenCause(lost, line));
    }

    /** A command whose shared connection is lost ends without a word; the connection itself says when it ends. */
    private Optional<String> endedInSilence(StepLines step) {
        return sharesConnections && !step.hasReason() ? transcript.ended(step) : Optional.empty();
    }
}
