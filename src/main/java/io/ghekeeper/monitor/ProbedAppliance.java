package io.ghekeeper.monitor;

import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.release.Release;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The appliance as a run saw it before its backup.
 *
 * @param run its id
 * @param backupServiceSeen whether it shows signs of its own Backup Service; nothing where it could not be looked at
 */
public record ProbedAppliance(String run, Instant at, Release release, Optional<Boolean> backupServiceSeen) {
    /** As records before the event's detail {@code version} have it. */
    private static final Pattern IN_WORDS = Pattern.compile(", version ([0-9][0-9A-Za-z.+-]{0,40}), uuid ");

    /** Of the first of the runs that recorded a release. */
    public static Optional<ProbedAppliance> newest(Stream<Run> runs) {
        return runs.flatMap(run -> of(run).stream()).findFirst();
    }

    private static Optional<ProbedAppliance> of(Run run) {
        return run.last(BackupEvent.ApplianceProbed.class)
                .flatMap(probed -> release(probed)
                        .map(release -> new ProbedAppliance(
                                run.id(),
                                run.timeOf(BackupEvent.ApplianceProbed.class).orElseThrow(),
                                release,
                                seen(probed.otherBackupTool()))));
    }

    private static Optional<Release> release(BackupEvent.ApplianceProbed probed) {
        return probed.version()
                .or(() -> Optional.of(IN_WORDS.matcher(probed.appliance()))
                        .filter(Matcher::find)
                        .map(found -> found.group(1)))
                .flatMap(Release::read);
    }

    private static Optional<Boolean> seen(String word) {
        return switch (word) {
            case "seen" -> Optional.of(true);
            case "none" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
