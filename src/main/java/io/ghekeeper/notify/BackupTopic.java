package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether backups go well. */
final class BackupTopic {
    static final String FINE = "fine";
    static final String FAILING = "failing";

    /**
     * A supervisor that restarts catches up by itself. A new version rolled out during a backup therefore sends no
     * message of an interruption, followed by one that all is well.
     */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String appliance;

    BackupTopic(String appliance) {
        this.appliance = appliance;
    }

    /** How it stands; nothing where that does not change what people know. */
    Optional<Notification> present(StatusReport report) {
        Optional<StatusReport.Trouble> trouble = report.since().last().filter(last -> !isAskedFor(last));
        Optional<StatusReport.Doubt> doubt = report.since().suspects().stream()
                .findFirst()
                .filter(suspect -> trouble.filter(later -> later.run().compareTo(suspect.run()) > 0)
                        .isEmpty());
        if (doubt.isPresent()) {
            return Optional.of(suspect(doubt.get(), report));
        }
        if (trouble.isPresent()) {
            return trouble.filter(last -> !isPutRightPerhaps(last, report)).map(last -> failed(last, report));
        }
        boolean proven = report.since().last().isEmpty() && report.lastGood().isPresent();
        return proven ? Optional.of(fine(report)) : Optional.empty();
    }

    /** A person ended it, and knows. */
    private static boolean isAskedFor(StatusReport.Trouble trouble) {
        return trouble.code().equals(FailureKind.RUN_CANCELLED.code());
    }

    private static boolean isPutRightPerhaps(StatusReport.Trouble trouble, StatusReport report) {
        return trouble.outcome() == Run.Outcome.INTERRUPTED
                && (report.running()
                                .filter(run -> run.kind() == Run.Kind.BACKUP)
                                .isPresent()
                        || report.at().isBefore(trouble.end().plus(PATIENCE)));
    }

    private Notification failed(StatusReport.Trouble trouble, StatusReport report) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Run " + trouble.run() + " "
                + (trouble.outcome() == Run.Outcome.INTERRUPTED ? "was interrupted" : "failed") + " at "
                + MessageFigures.time(trouble.end()) + " (" + trouble.code() + "): "
                + MessageFigures.sentence(trouble.message()));
        if (!trouble.hint().isBlank()) {
            sentences.add("What to do: " + MessageFigures.sentence(trouble.hint()));
        }
        common(report, sentences);
        sentences.add("More: ghe-keeper logs " + trouble.run());
        return notice(
                FAILING,
                "backups of " + appliance + " fail: " + trouble.code(),
                sentences,
                Optional.of(trouble.run()),
                report.at());
    }

    private Notification suspect(StatusReport.Doubt doubt, StatusReport report) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Run " + doubt.run() + " captured"
                + doubt.snapshot().map(id -> " " + id).orElse(" a snapshot") + ", and it lacks content: "
                + MessageFigures.sentence(String.join("; ", doubt.losses())));
        sentences.add("What to do: look on the appliance whether that was deleted on purpose. If so, accept it:"
                + doubt.snapshot()
                        .map(id -> " ghe-keeper snapshots accept " + id)
                        .orElse(" see ghe-keeper snapshots"));
        common(report, sentences);
        return notice(
                FAILING,
                "the last backup of " + appliance + " is suspect: it lacks content",
                sentences,
                Optional.of(doubt.run()),
                report.at());
    }

    private void common(StatusReport report, List<String> sentences) {
        sentences.add(
                lastGood(report) + " Since then " + Counts.of(report.since().runs(), "backup") + " began.");
        report.next()
                .ifPresent(next -> sentences.add("The next one is due at " + MessageFigures.time(next.at()) + "."));
        sentences.add("You hear of it again when a backup is good.");
    }

    /** What there is to rely on. */
    static String lastGood(StatusReport report) {
        return report.lastGood()
                .map(good -> "The last good backup is " + good.snapshot() + ", begun at "
                        + MessageFigures.time(good.begin()) + ", " + Durations.about(good.age()) + " ago.")
                .orElse("There is no good backup.");
    }

    private Notification fine(StatusReport report) {
        StatusReport.Good good = report.lastGood().orElseThrow();
        return notice(
                FINE,
                "backups of " + appliance + " are good again",
                List.of("Run " + good.run() + (good.accepted() ? " was accepted by a person: " : " succeeded: ")
                        + "snapshot " + good.snapshot() + ", begun at " + MessageFigures.time(good.begin()) + "."),
                Optional.of(good.run()),
                report.at());
    }

    /** The state of backups is unknown, for this reason. */
    Notification unknown(Failure failure, Instant at) {
        return notice(
                FAILING,
                "the backups of " + appliance + " cannot be looked at: "
                        + failure.kind().code(),
                List.of(
                        "The state cannot be read ("
                                + failure.kind().code().toLowerCase(Locale.ROOT) + "): "
                                + MessageFigures.sentence(failure.getMessage()),
                        "What to do: " + MessageFigures.sentence(failure.hint()),
                        "You hear of it again when a backup is good."),
                Optional.empty(),
                at);
    }

    private Notification notice(
            String state, String subject, List<String> sentences, Optional<String> run, Instant at) {
        return new Notification(Topic.BACKUP, state, subject, sentences, appliance, run, at);
    }
}
