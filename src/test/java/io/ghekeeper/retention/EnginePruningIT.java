package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.EngineBench;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Without a policy, the plan beside the pruning code itself, the stand-in's and backup-utils' own, with the number that a
 * backup gives it.
 */
@ParameterizedClass
@EnumSource
@TakesTurns
class EnginePruningIT {
    private static final int SETS = 12;

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private Path home;
    private PruningLimits limits;

    @BeforeEach
    void findPruning() {
        home = kind == EngineBench.Kind.STAND_IN
                ? StandInEngine.install(folder.resolve("engine"))
                : EngineBench.backupUtils();
    }

    @Test
    void noPlanDeletesWhatTheEngineWouldLeave() throws IOException {
        int deleted = 0;
        for (int seed = 0; seed < SETS; seed++) {
            Random random = new Random(seed);
            int keep = 1 + random.nextInt(4);
            Path data = Files.createDirectory(folder.resolve("data-" + seed));
            List<String> planned = planned(data, folder.resolve("state-" + seed), keep, random);

            prune(data, limits.keep(keep), seed);

            assertThat(planned)
                    .as("seed %s", seed)
                    .allSatisfy(id -> assertThat(data.resolve(id)).doesNotExist());
            deleted += planned.size();
        }
        assertThat(deleted).as("the plans delete some").isGreaterThan(SETS);
    }

    /** Snapshots of any worth, and a good one at last; what the plan deletes of them. */
    private List<String> planned(Path data, Path state, int keep, Random random) throws IOException {
        SetClock clock = new SetClock("2026-01-10T08:00:00Z");
        LocalDisk disk = new LocalDisk();
        Journal journal = new Journal(new JournalSettings(state, 1000, Duration.ofDays(4000)), disk, clock, run -> {});
        journal.createDirectories();
        for (int left = 3 + random.nextInt(8); left > 0; left--) {
            clock.pass(Duration.ofHours(1 + random.nextInt(24 * 40)));
            add(data, journal, clock, random.nextInt(5));
        }
        clock.pass(Duration.ofHours(1));
        DataSettings settings = new DataSettings(data, Duration.ofDays(1));
        limits = limits(new HistoryReader(journal, new Snapshots(settings, disk)).read());
        add(data, journal, clock, 0);
        SnapshotRemoval removal = new SnapshotRemoval(settings, disk, SnapshotRemoval.SnapshotRecords.NONE, 1);
        RetentionPlan plan = new PlanReader(
                        new RetentionSettings(
                                true, RetentionSettings.likeTheEngine(keep), Duration.ofDays(7), ZoneOffset.UTC),
                        new HistoryReader(journal, new Snapshots(settings, disk)),
                        new IncompleteSnapshots(settings, disk, removal, clock),
                        journal)
                .read();
        assertThat(plan.halts()).isEmpty();
        return new ArrayList<>(plan.deleted().stream().map(PlannedSnapshot::id).toList());
    }

    /** As a backup has them, which removes incomplete ones before it counts. */
    private static PruningLimits limits(History history) {
        LastGoodSnapshot reliance = history.reliance();
        String last = reliance.lastGood().flatMap(Run::snapshot).orElse("");
        long incomplete = history.catalogue().all().stream()
                .filter(one -> !one.complete() && one.id().compareTo(last) > 0)
                .count();
        int spared = reliance.toBeSpared() - (int) incomplete;
        return new PruningLimits(true, 1 + spared, reliance.damaged().size());
    }

    private static void add(Path data, Journal journal, SetClock clock, int worth) throws IOException {
        String id = PlantedRuns.idTime(clock.instant()).replace("Z", "");
        Path directory = Files.createDirectory(data.resolve(id));
        Files.writeString(directory.resolve("version"), "v3.12.1\n");
        if (worth == 3) {
            Files.writeString(directory.resolve("incomplete"), "");
        }
        if (worth == 4) {
            return; // of a time before ghe-keeper
        }
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.snapshot(id);
            run.end(
                    switch (worth) {
                        case 2 -> Run.Outcome.SUSPECT;
                        case 3 -> Run.Outcome.FAILED;
                        default -> Run.Outcome.SUCCEEDED;
                    },
                    Optional.empty());
        }
    }

    private void prune(Path data, int keep, int seed) throws IOException {
        Path configuration = Files.writeString(
                folder.resolve("backup.config-" + seed),
                "GHE_HOSTNAME=appliance\nGHE_DATA_DIR=" + data + "\nGHE_NUM_SNAPSHOTS=" + keep + "\n");
        Tool.run(
                "bash",
                "-c",
                "cd \"$0\" && LC_ALL=C CALLING_SCRIPT=ghe-backup GHE_BACKUP_CONFIG=\"$1\" \"$2\"",
                data.toString(),
                configuration.toString(),
                home.resolve("share/github-backup-utils/ghe-prune-snapshots").toString());
    }
}
