package io.ghekeeper.metrics;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.FileCounts;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusReport.VolumeUse;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.volume.DiskSpace;
import java.time.Duration;
import java.util.List;

/** The snapshots, and what they lie on. */
final class StoreFigures {
    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

    private StoreFigures() {}

    static void write(Observation observation, Samples samples) {
        samples.zeroes(Metric.SNAPSHOTS);
        samples.zeroes(Metric.PROVEN);
        for (SnapshotEntry snapshot : observation.snapshots()) {
            samples.add(Metric.SNAPSHOTS, 1, Label.word(snapshot.state()));
            if (snapshot.state() == SnapshotEntry.SnapshotState.GOOD) {
                samples.add(Metric.PROVEN, 1, snapshot.restored().isPresent() ? "restored" : "captured");
            }
        }
        EvidenceReport.newest(observation.snapshots())
                .forEach((rung, begun) -> samples.add(Metric.NEWEST_EVIDENCE, begun, Label.word(rung)));
        observation
                .status()
                .evidence()
                .bounds()
                .forEach((rung, bound) -> samples.add(Metric.EVIDENCE_MAX_AGE, bound, Label.word(rung)));
        observation.status().evidence().archive().ifPresent(archive -> archive(archive, samples));
        observation.status().evidence().nativeSnapshots().ifPresent(natives -> NativeFigures.write(natives, samples));
        samples.add(Metric.STRAY, observation.status().snapshots().stray().size());
        newest(observation.snapshots(), samples);
        observation.status().volume().ifPresent(volume -> volume(volume, samples));
        samples.oneOf(Metric.LEASE, Label.word(observation.lease()));
        observation.keySince().ifPresent(since -> samples.add(Metric.KEY_SINCE, since));
    }

    private static void archive(EvidenceReport.ArchiveReport archive, Samples samples) {
        archive.newest()
                .flatMap(EvidenceReport.NewestArchived::lockedUntil)
                .ifPresent(end -> samples.add(Metric.ARCHIVE_LOCK_END, end));
        if (archive.rebuild().isEmpty() || archive.neededRebuild().isPresent()) {
            samples.add(Metric.REBUILD_NEEDED, archive.neededRebuild().isPresent() ? 1 : 0);
        }
        archive.verified().ifPresent(verified -> {
            samples.add(Metric.ARCHIVE_VERIFIED, verified.at());
            samples.add(Metric.ARCHIVE_DAMAGED, verified.damaged().size());
            samples.add(Metric.ARCHIVE_LOCK_SHORT, verified.lockedShort().size());
            verified.oldestReading().ifPresent(at -> samples.add(Metric.ARCHIVE_OLDEST_READING, at));
        });
    }

    private static void newest(List<SnapshotEntry> newestFirst, Samples samples) {
        newestFirst.stream()
                .filter(snapshot -> snapshot.state() == SnapshotEntry.SnapshotState.GOOD)
                .findFirst()
                .ifPresent(snapshot -> {
                    samples.add(Metric.NEWEST, snapshot.begun());
                    snapshot.contents().ifPresent(contents -> contents(contents, samples));
                });
    }

    private static void contents(FileCounts contents, Samples samples) {
        samples.add(Metric.NEWEST_SIZE, contents.bytes());
        samples.add(Metric.NEWEST_NEW, contents.newBytes());
        samples.add(Metric.NEWEST_FILES, contents.files());
        samples.add(Metric.NEWEST_LINKED, contents.files() == 0 ? 0 : (double) contents.linked() / contents.files());
    }

    private static void volume(VolumeUse volume, Samples samples) {
        DiskSpace space = volume.space();
        samples.add(Metric.VOLUME_SIZE, space.totalBytes());
        samples.add(Metric.VOLUME_FREE, space.freeBytes());
        left(volume.bytes(), "bytes", samples);
        if (space.totalInodes() > 0) {
            samples.add(Metric.INODES, space.totalInodes());
            samples.add(Metric.INODES_FREE, space.freeInodes());
            left(volume.inodes(), "inodes", samples);
        }
    }

    /** Without end is an answer, and differs from knowing none. */
    private static void left(UsageTrend growth, String resource, Samples samples) {
        if (growth.trend() != UsageTrend.Trend.UNKNOWN) {
            samples.add(Metric.VOLUME_LEFT, growth.daysLeft() * SECONDS_PER_DAY, resource);
        }
    }
}
