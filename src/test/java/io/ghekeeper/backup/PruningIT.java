package io.ghekeeper.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.EngineBench;
import io.ghekeeper.lab.HostileFolder;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The pruning code itself, the stand-in's and backup-utils' own, on data directories that hold anything. */
@ParameterizedClass
@EnumSource
@TakesTurns
class PruningIT {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");
    private static final String GOOD = "20261119T031700";
    private static final String NEW = "20261120T031700";
    private static final List<String> OLDER = List.of("20261115T031700", "20261116T031700", "20261117T031700");
    private static final int KEEP = 2;

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private Path home;
    private int made;

    @BeforeEach
    void findPruning() {
        home = kind == EngineBench.Kind.STAND_IN
                ? StandInEngine.install(folder.resolve("engine"))
                : EngineBench.backupUtils();
    }

    @Test
    void theLastGoodSnapshotAndTheNewOneSurviveWhateverLiesBesideThem() throws IOException {
        int pruned = 0;
        int refused = 0;
        for (int seed = 0; seed < 60; seed++) {
            Volume volume = new Volume(new Random(seed));

            PruningLimits limits = volume.limits();
            if (limits.allowed()) {
                volume.prune(limits.keepAtLeast());
                pruned += volume.isPruned() ? 1 : 0;
            } else {
                refused++;
            }

            assertThat(volume.precious()).as("seed " + seed).isEqualTo(volume.preciousBefore);
        }
        assertThat(pruned).as("pruning does its work").isPositive();
        assertThat(refused).isPositive();
    }

    /** What the property above is worth: unguarded, the same folders cost a snapshot or what lies outside. */
    @Test
    void unguardedThesePruningsDoHarm() throws IOException {
        boolean harm = false;
        for (int seed = 0; seed < 60 && !harm; seed++) {
            Volume volume = new Volume(new Random(seed));
            volume.prune(KEEP);
            harm = !volume.precious().equals(volume.preciousBefore);
        }
        assertThat(harm).isTrue();
    }

    @Test
    void threeNamesOfTwoLinesCostNoSnapshot() throws IOException {
        Volume volume = new Volume(new Random(0), 0);
        for (int i = 0; i < 3; i++) {
            Files.createDirectory(volume.data.resolve("9\n9x" + "y".repeat(i)));
        }

        PruningLimits limits = volume.limits();

        assertThat(limits.allowed()).isFalse();
        assertThat(Files.readString(volume.log))
                .contains("old snapshots are not pruned: ", "'9 9x' begins with a digit and is no snapshot")
                .contains("Move it out of " + volume.data);
        volume.prune(KEEP);
        assertThat(volume.precious()).as("what it would have done").isNotEqualTo(volume.preciousBefore);
    }

    /** A data directory with a last good snapshot, a new one, older ones, and what a random hand put beside them. */
    private final class Volume {
        private final Path root = Files.createDirectory(folder.resolve("volume-" + made++));
        private final Path data = Files.createDirectory(root.resolve("data"));
        private final Path outside = Files.createDirectory(root.resolve("outside"));
        private final Path log = Files.createFile(root.resolve("run.log"));
        private final Snapshots snapshots = new Snapshots(new DataSettings(data, Duration.ofDays(1)), new LocalDisk());
        private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        private final Map<Path, String> preciousBefore;

        Volume(Random random) throws IOException {
            this(random, 1 + random.nextInt(3));
        }

        Volume(Random random, int hostile) throws IOException {
            Files.writeString(outside.resolve("notes"), "not ours");
            for (String id : OLDER) {
                snapshot(id);
            }
            snapshot(GOOD);
            snapshot(NEW);
            Files.createSymbolicLink(data.resolve("current"), Path.of(NEW));
            preciousBefore = precious();
            for (int i = 0; i < hostile; i++) {
                HostileFolder.put(random, data, List.of(data.resolve(GOOD), data.resolve(NEW), outside));
            }
        }

        private void snapshot(String id) throws IOException {
            for (String part : List.of("repositories/1", "pages", "9x", "x", "y")) {
                Path place = Files.createDirectories(data.resolve(id).resolve(part));
                Files.writeString(place.resolve("content"), id);
            }
            Files.writeString(data.resolve(id).resolve("version"), "v3.11.0\n");
        }

        PruningLimits limits() throws IOException {
            Journal journal = new Journal(
                    new JournalSettings(root.resolve("ghe-keeper"), 100, Duration.ofDays(400)),
                    new LocalDisk(),
                    Clock.offset(clock, Duration.ofDays(-1)),
                    run -> {});
            journal.createDirectories();
            try (CaptureLease lease = journal.acquireCapture()) {
                OpenRun good = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
                good.snapshot(GOOD);
                good.end(Run.Outcome.SUCCEEDED, Optional.empty());
                OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
                HistoryReader reader = new HistoryReader(journal, snapshots);
                return new Pruning(reader, true)
                        .limits(
                                NEW,
                                reader.read(),
                                new RunContext(lease, run, new RunLog(run.id(), log, new LocalDisk(), clock), null));
            }
        }

        /** As backup-utils calls it, from within the new snapshot; it may fail. */
        void prune(int keep) throws IOException {
            Path configuration = Files.writeString(
                    root.resolve("backup.config"),
                    "GHE_HOSTNAME=appliance\nGHE_DATA_DIR=" + data + "\nGHE_NUM_SNAPSHOTS=" + keep + "\n");
            Tool.run(
                    "bash",
                    "-c",
                    "cd \"$0\" && LC_ALL=C CALLING_SCRIPT=ghe-backup GHE_BACKUP_CONFIG=\"$1\" \"$2\" || true",
                    data.resolve(NEW).toString(),
                    configuration.toString(),
                    home.resolve("share/github-backup-utils/ghe-prune-snapshots")
                            .toString());
        }

        boolean isPruned() {
            return Files.notExists(data.resolve(OLDER.get(0)));
        }

        /** Every file that must survive, with its content. */
        private Map<Path, String> precious() throws IOException {
            Map<Path, String> files = new TreeMap<>();
            for (Path place : List.of(data.resolve(GOOD), data.resolve(NEW), outside)) {
                if (Files.isDirectory(place)) {
                    try (Stream<Path> all = Files.walk(place)) {
                        for (Path file : all.filter(Files::isRegularFile).toList()) {
                            files.put(file, Files.readString(file));
                        }
                    }
                }
            }
            return files;
        }
    }
}
