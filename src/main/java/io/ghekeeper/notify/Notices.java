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
final class Notices {
    private final BackupNews backup;
    private final AgeNews age;
    private final VolumeNews volume;
    private final RestoreNews restores;

    /** @param daysLeft of the volume, below which people are told */
    @SuppressWarnings("MissingSummary")
    Notices(String appliance, int daysLeft) {
        this.backup = new BackupNews(appliance);
        this.age = new AgeNews(appliance);
        this.volume = new VolumeNews(appliance, daysLeft);
        this.restores = new RestoreNews(appliance);
    }

    /** @param mark what is noted when it was delivered */
    @SuppressWarnings("MissingSummary")
    record Due(String mark, Notice notice) {
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
    List<Due> due(StatusReport report, Map<Topic, String> told, Optional<Instant> noneSince) {
        boolean filling = VolumeNews.FILLING.equals(told.get(Topic.VOLUME));
        return Stream.of(
                        changed(backup.present(report), told),
                        changed(age.present(report, noneSince), told),
                        changed(volume.present(report, filling), told),
                        restores.present(report, told.getOrDefault(Topic.RESTORE, ""))
                                .map(marked -> new Due(marked.mark(), marked.notice())),
                        changed(restores.drill(report), told))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is due when the state cannot be read. */
    List<Due> due(Failure failure, Instant at, Map<Topic, String> told) {
        return changed(Optional.of(backup.unknown(failure, at)), told).stream().toList();
    }

    private static Optional<Due> changed(Optional<Notice> present, Map<Topic, String> told) {
        return present.filter(notice -> told.containsKey(notice.topic())
                        ? !told.get(notice.topic()).equals(notice.state())
                        : !notice.isGood())
                .map(notice -> new Due(notice.state(), notice));
    }
}
