package io.ghekeeper.notify;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** That restores begin and end, and whether drills go well. */
final class RestoreTopic {
    /** What ended longer ago is no news to who has not heard of it. */
    private static final Duration NEWS = Duration.ofDays(1);

    private static final String BEGIN = " begin";
    private static final String END = " end";
    private static final String SKIPPED = "skipped";

    private final String appliance;

    RestoreTopic(String appliance) {
        this.appliance = appliance;
    }

    /** @param mark what is recorded after it was sent: the run's id and its state, which sort by time */
    @SuppressWarnings("MissingSummary")
    record Marked(String mark, Notification notice) {}

    /**
     * The newest begin or end of a restore, if it is later than what was sent.
     *
     * @param delivered the mark, or an empty text
     */
    Optional<Marked> present(StatusReport report, String delivered) {
        return Stream.of(begun(report), cutOff(report), ended(report))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Marked::mark))
                .filter(newest -> !newest.mark().equals(delivered))
                .filter(newest -> newest.mark().compareTo(delivered) > 0 || isOfAWrongClock(delivered, report));
    }

    private static boolean isOfAWrongClock(String delivered, StatusReport report) {
        return report.future().stream().anyMatch(delivered::startsWith);
    }

    private Optional<Marked> begun(StatusReport report) {
        return report.running()
                .filter(run -> run.kind() == Run.Kind.RESTORE)
                .map(run -> new Marked(
                        run.run() + BEGIN,
                        notice(
                                Topic.RESTORE,
                                "begun",
                                "a restore" + onto(run.target()) + " has begun",
                                List.of(
                                        "Run " + run.run() + " began at " + MessageFigures.time(run.begin())
                                                + " to write a snapshot of " + appliance + onto(run.target()) + ".",
                                        "Watch it: ghe-keeper logs " + run.run() + " -f",
                                        "You hear of it again when it has ended."),
                                run.run(),
                                report)));
    }

    private Optional<Marked> cutOff(StatusReport report) {
        return report.cutOff().stream()
                .filter(id -> RunIds.isOf(Run.Kind.RESTORE, id))
                .findFirst()
                .map(id -> new Marked(
                        id + END,
                        notice(
                                Topic.RESTORE,
                                "interrupted",
                                "a restore was interrupted: its process is gone",
                                List.of(
                                        "The process of run " + id + " is gone. Its target may be half restored.",
                                        "What to do: ghe-keeper logs " + id
                                                + ", then repeat it: ghe-keeper restore --again " + id),
                                id,
                                report)));
    }

    private Optional<Marked> ended(StatusReport report) {
        return report.lastRestore()
                .filter(restored -> restored.age().compareTo(NEWS) < 0)
                .map(restored -> new Marked(
                        restored.run() + END,
                        notice(
                                Topic.RESTORE,
                                word(restored.outcome()),
                                "the restore" + onto(restored.target()) + " " + verb(restored)
                                        + restored.code()
                                                .map(code -> ": " + code)
                                                .orElse(""),
                                sentences(restored, report),
                                restored.run(),
                                report)));
    }

    /** How drills stand; nothing where that does not change what people know. One that failed is graver than one that did not run. */
    Optional<Notification> drill(StatusReport report) {
        Optional<Notification> last = lastDrill(report);
        return last.filter(drill -> !drill.isGood()).or(() -> skipped(report)).or(() -> last);
    }

    private Optional<Notification> skipped(StatusReport report) {
        return report.skippedDrill()
                .map(drill -> notice(
                        Topic.DRILL,
                        SKIPPED,
                        "a restore drill of " + appliance + " did not run",
                        List.of(
                                "Run " + drill.run() + " was skipped at " + MessageFigures.time(drill.end()) + ": "
                                        + MessageFigures.sentence(drill.message()),
                                "What to do: " + drill.hint()),
                        drill.run(),
                        report));
    }

    private Optional<Notification> lastDrill(StatusReport report) {
        return report.lastDrill()
                .filter(drill -> drill.code()
                        .filter(FailureKind.RUN_CANCELLED.code()::equals)
                        .isEmpty())
                .map(drill -> {
                    boolean good = drill.outcome() == Run.Outcome.SUCCEEDED;
                    return notice(
                            Topic.DRILL,
                            good ? BackupTopic.FINE : BackupTopic.FAILING,
                            good
                                    ? "restore drills of " + appliance + " go well again"
                                    : "the restore drill of " + appliance + " " + verb(drill)
                                            + drill.code()
                                                    .map(code -> ": " + code)
                                                    .orElse(""),
                            sentences(drill, report),
                            drill.run(),
                            report);
                });
    }

    private static List<String> sentences(StatusReport.LastRestore restored, StatusReport report) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Run " + restored.run() + " " + verb(restored) + " at " + MessageFigures.time(restored.end())
                + " after "
                + Durations.about(restored.took())
                + restored.code().map(code -> " (" + code + ")").orElse("")
                + restored.message()
                        .map(why -> ": " + MessageFigures.sentence(why))
                        .orElse("."));
        restored.snapshot()
                .ifPresent(snapshot -> sentences.add("It was of snapshot " + snapshot + onto(restored.target()) + "."));
        if (restored.outcome() == Run.Outcome.SUCCEEDED) {
            sentences.add(
                    restored.proven()
                            ? "The checks on the target afterwards passed."
                            : "What came there was not proven.");
        }
        failed(restored, report).ifPresent(sentences::add);
        sentences.add("More: ghe-keeper logs " + restored.run());
        return sentences;
    }

    /** That its snapshot is not relied on any more. */
    private static Optional<String> failed(StatusReport.LastRestore restored, StatusReport report) {
        return report.snapshots().failed().stream()
                .filter(snapshot -> snapshot.failed().run().equals(restored.run()))
                .map(snapshot -> "Snapshot " + snapshot.snapshot() + " "
                        + snapshot.failed().words() + " and is not relied on any more. " + BackupTopic.lastGood(report))
                .findFirst();
    }

    private static String onto(Optional<String> target) {
        return target.map(host -> " onto " + host).orElse("");
    }

    private static String word(Run.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String verb(StatusReport.LastRestore restored) {
        return switch (restored.outcome()) {
            case SUCCEEDED -> "has succeeded";
            case INTERRUPTED -> "was interrupted";
            default -> "has failed";
        };
    }

    private Notification notice(
            Topic topic, String state, String subject, List<String> sentences, String run, StatusReport report) {
        return new Notification(topic, state, subject, sentences, appliance, Optional.of(run), report.at());
    }
}
