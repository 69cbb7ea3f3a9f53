package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.monitor.StatusReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares how things stand with what a receiver was told last, and gives what is due. It looks at states, never at the way
 * to them: so nothing is told twice, nothing is lost, and who could not be reached for days hears how it is now.
 */
final class DueNotifications {
    private final BackupTopic backup;
    private final BackupAgeTopic age;
    private final VolumeTopic volume;
    private final RestoreTopic restores;

    /** @param daysLeft of the volume, below which people are told */
    @SuppressWarnings("MissingSummary")
    DueNotifications(String appliance, int daysLeft) {
        this.backup = new BackupTopic(appliance);
        this.age = new BackupAgeTopic(appliance);
        this.volume = new VolumeTopic(appliance, daysLeft);
        this.restores = new RestoreTopic(appliance);
    }

    /** @param mark what is noted when it was delivered */
    @SuppressWarnings("MissingSummary")
    record DueNotification(String mark, Notification notice) {
        Topic topic() {
            return notice.topic();
        }
    }

    /**
     * What is due.
     *
     * @param told the marks of what was told last
     * @param noneSince since when it is known that there is no good backup
     */
    List<DueNotification> due(StatusReport report, Map<Topic, String> told, Optional<Instant> noneSince) {
        boolean filling = VolumeTopic.FILLING.equals(told.get(Topic.VOLUME));
        return Stream.of(
                        changed(backup.present(report), told),
                        changed(age.present(report, noneSince), told),
                        changed(volume.present(report, filling), told),
                        restores.present(report, told.getOrDefault(Topic.RESTORE, ""))
                                .map(marked -> new DueNotification(marked.mark(), marked.notice())),
                        changed(restores.drill(report), told))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is due when the state cannot be read. */
    List<DueNotification> due(Failure failure, Instant at, Map<Topic, String> told) {
        return changed(Optional.of(backup.unknown(failure, at)), told).stream().toList();
    }

    private static Optional<DueNotification> changed(Optional<Notification> present, Map<Topic, String> told) {
        return present.filter(notice -> told.containsKey(notice.topic())
                        ? !told.get(notice.topic()).equals(notice.state())
                        : !notice.isGood())
                .map(notice -> new DueNotification(notice.state(), notice));
    }
}
