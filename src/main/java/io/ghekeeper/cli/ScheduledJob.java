package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.monitor.ProcessCounters.JobName;
import io.ghekeeper.schedule.Schedule;
import java.util.List;
import java.util.stream.Stream;

/** A job of the supervisor whose lines are read once. */
record ScheduledJob(JobName name, List<String> lines, Schedule schedule) {
    /** All of them. Without lines of its own, an archive run follows the seal, and is none. */
    static List<ScheduledJob> all(Configuration configuration, Schedule backups) {
        List<String> archive = configuration.archive().schedule();
        return Stream.of(
                        new ScheduledJob(
                                JobName.BACKUP, configuration.schedule().backup(), backups),
                        of(JobName.MARKERS, configuration.schedule().markers(), configuration),
                        of(JobName.DRILL, configuration.drill().schedule(), configuration),
                        of(JobName.VERIFY, configuration.verify().schedule(), configuration),
                        of(JobName.ARCHIVE, archive, configuration),
                        of(
                                JobName.ARCHIVE_VERIFY,
                                configuration.archive().verify().schedule(),
                                configuration),
                        of(JobName.NATIVE, configuration.nativeSnapshots().schedule(), configuration))
                .filter(job -> job.name() != JobName.ARCHIVE || !archive.isEmpty())
                .filter(job -> job.name() != JobName.ARCHIVE_VERIFY
                        || configuration.archive().store().isPresent())
                .filter(job -> job.name() != JobName.NATIVE
                        || (configuration.nativeSnapshots().enabled()
                                && !job.lines().isEmpty()))
                .toList();
    }

    private static ScheduledJob of(JobName name, List<String> lines, Configuration configuration) {
        return new ScheduledJob(
                name, lines, new Schedule(configuration.schedule().timeZone(), lines));
    }
}
