package io.ghekeeper.notify;

import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the last good backup is young enough, for whatever reason there is no younger one. */
final class BackupAgeTopic {
    static final String FRESH = "fresh";
    static final String LATE = "late";

    private final String appliance;

    BackupAgeTopic(String appliance) {
        this.appliance = appliance;
    }

    /**
     * How it stands; nothing where that cannot be said yet.
     *
     * @param noneSince since when it is known that there is no good backup at all: a new installation is not late
     */
    Optional<Notification> present(StatusReport report, Optional<Instant> noneSince) {
        return switch (report.state()) {
            case OK, FAILED, STOPPED, SUSPECT, MISSING ->
                Optional.of(fresh(report)); // of their own topic, where they have one
            case LATE ->
                Optional.of(late(report, report.lastGood().orElseThrow().age()));
            case NONE ->
                noneSince
                        .map(since -> Duration.between(since, report.at()))
                        .filter(age -> age.compareTo(report.maxAge()) > 0)
                        .map(age -> late(report, age));
        };
    }

    private Notification late(StatusReport report, Duration age) {
        List<String> sentences = new ArrayList<>();
        sentences.add(BackupTopic.lastGood(report) + " It may be " + Durations.about(report.maxAge())
                + " old at most (status.max-age).");
        report.missing()
                .ifPresent(missing -> sentences.add("A later one does not count: " + MessageFigures.sentence(missing)));
        report.since()
                .last()
                .ifPresent(last -> sentences.add("The last failure was " + last.code() + " in run " + last.run() + ": "
                        + MessageFigures.sentence(last.message())));
        report.running()
                .ifPresent(run -> sentences.add(
                        "Run " + run.run() + " has been running since " + MessageFigures.time(run.begin()) + "."));
        if (report.since().runs() == 0 && report.running().isEmpty()) {
            sentences.add("No backup has begun since: is the supervisor running, and the schedule what it should be?");
        }
        sentences.add("What to do: ghe-keeper status, then ghe-keeper doctor.");
        return notice(
                LATE,
                "no good backup of " + appliance + " for " + Durations.about(age),
                sentences,
                Optional.empty(),
                report.at());
    }

    private Notification fresh(StatusReport report) {
        StatusReport.Good good = report.lastGood().orElseThrow();
        return notice(
                FRESH,
                "the last good backup of " + appliance + " is young enough again",
                List.of(BackupTopic.lastGood(report)),
                Optional.of(good.run()),
                report.at());
    }

    private Notification notice(
            String state, String subject, List<String> sentences, Optional<String> run, Instant at) {
        return new Notification(Topic.AGE, state, subject, sentences, appliance, run, at);
    }
}
