package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.monitor.StatusReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares the present state with what a receiver got last, and returns what is due. It compares states, not events. So
 * no message is repeated or lost, and a receiver that was out of reach for days gets the present state.
 */
final class DueNotifications {
    private final BackupTopic backup;
    private final BackupAgeTopic age;
    private final VolumeTopic volume;
    private final RestoreTopic restores;
    private final DamageTopic damage;
    private final EvidenceTopic evidence;
    private final ArchiveTopic archive;
    private final RebuildTopic rebuild;
    private final NativeTopic natives;

    /** @param daysLeft a message is due when the volume is full in fewer days */
    @SuppressWarnings("MissingSummary")
    DueNotifications(String appliance, int daysLeft) {
        this.backup = new BackupTopic(appliance);
        this.age = new BackupAgeTopic(appliance);
        this.volume = new VolumeTopic(appliance, daysLeft);
        this.restores = new RestoreTopic(appliance);
        this.damage = new DamageTopic(appliance);
        this.evidence = new EvidenceTopic(appliance);
        this.archive = new ArchiveTopic(appliance);
        this.rebuild = new RebuildTopic(appliance);
        this.natives = new NativeTopic(appliance);
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
     * @param delivered the marks of what was sent last
     * @param noneSince since when it is known that there is no good backup
     */
    List<DueNotification> due(StatusReport report, Map<Topic, String> delivered, Optional<Instant> noneSince) {
        boolean filling = VolumeTopic.FILLING.equals(delivered.get(Topic.VOLUME));
        return Stream.of(
                        changed(backup.present(report), delivered),
                        changed(age.present(report, noneSince), delivered),
                        changed(volume.present(report, filling), delivered),
                        restores.present(report, delivered.getOrDefault(Topic.RESTORE, ""))
                                .map(marked -> new DueNotification(marked.mark(), marked.notice())),
                        changed(restores.drill(report), delivered),
                        damage.present(report, delivered.getOrDefault(Topic.DAMAGE, "")),
                        changed(evidence.present(report), delivered),
                        changed(archive.present(report), delivered),
                        changed(rebuild.present(report), delivered),
                        changed(natives.present(report), delivered))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is due when the state cannot be read. */
    List<DueNotification> due(Failure failure, Instant at, Map<Topic, String> delivered) {
        return changed(Optional.of(backup.unknown(failure, at)), delivered).stream()
                .toList();
    }

    private static Optional<DueNotification> changed(Optional<Notification> present, Map<Topic, String> delivered) {
        return present.filter(notice -> delivered.containsKey(notice.topic())
                        ? !delivered.get(notice.topic()).equals(notice.state())
                        : !notice.isGood())
                .map(notice -> new DueNotification(notice.state(), notice));
    }
}
