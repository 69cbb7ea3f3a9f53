package io.ghekeeper.notify;

import io.ghekeeper.monitor.EvidenceReport.DamagedSnapshot;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether snapshots are damaged. Damage in a newer one than the last that was sent is news. */
final class DamageTopic {
    static final String FINE = "fine";
    static final String DAMAGED = "damaged";

    private static final int NAMED = 3;

    private final String appliance;

    DamageTopic(String appliance) {
        this.appliance = appliance;
    }

    /**
     * How it stands, if that is news.
     *
     * @param delivered the mark, or an empty text: the state, and behind {@link #DAMAGED} the newest damaged snapshot
     */
    Optional<DueNotifications.DueNotification> present(StatusReport report, String delivered) {
        List<DamagedSnapshot> damaged = report.evidence().damaged();
        if (damaged.isEmpty()) {
            return delivered.startsWith(DAMAGED)
                    ? Optional.of(new DueNotifications.DueNotification(FINE, fine(report)))
                    : Optional.empty();
        }
        String mark = DAMAGED + " " + damaged.get(0).snapshot();
        return delivered.startsWith(DAMAGED) && mark.compareTo(delivered) <= 0
                ? Optional.empty()
                : Optional.of(new DueNotifications.DueNotification(mark, damaged(report, damaged)));
    }

    private Notification damaged(StatusReport report, List<DamagedSnapshot> damaged) {
        List<String> sentences = new ArrayList<>();
        damaged.stream()
                .limit(NAMED)
                .forEach(one ->
                        sentences.add("Snapshot " + one.snapshot() + ": " + MessageFigures.sentence(one.damage())));
        if (damaged.size() > NAMED) {
            sentences.add(Counts.of(damaged.size() - NAMED, "more snapshot")
                    + (damaged.size() == NAMED + 1 ? " is" : " are") + " damaged.");
        }
        sentences.add(restorable(report));
        sentences.add("What to do: check the volume with dmesg, then fetch the damaged files again: ghe-keeper backup");
        sentences.add("More: ghe-keeper snapshots");
        return notice(
                DAMAGED,
                Counts.of(damaged.size(), "snapshot") + " of " + appliance + (damaged.size() == 1 ? " is" : " are")
                        + " damaged",
                sentences,
                report);
    }

    /** What there is to rely on. */
    private static String restorable(StatusReport report) {
        return report.evidence()
                .restorable()
                .map(point -> "The newest restorable snapshot is " + point.words(report.at()) + ".")
                .orElse("There is no snapshot that can be relied on.");
    }

    private Notification fine(StatusReport report) {
        return notice(
                FINE, "no snapshot of " + appliance + " is damaged any more", List.of(restorable(report)), report);
    }

    private Notification notice(String state, String subject, List<String> sentences, StatusReport report) {
        return new Notification(Topic.DAMAGE, state, subject, sentences, appliance, Optional.empty(), report.at());
    }
}
