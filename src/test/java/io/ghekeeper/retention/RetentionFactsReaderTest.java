package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.journal.SnapshotUses;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.retention.RunFacts.BackupEnd;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan knows of a real volume. */
class RetentionFactsReaderTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    Path volume;

    private final SetClock clock = new SetClock(BEGIN);
    private Path data;
    private Journal journal;
    private DataSettings settings;
    private boolean dead;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(volume.resolve("data"));
        settings = new DataSettings(data, Duration.ofDays(1));
        journal = new Journal(
                new JournalSettings(volume.resolve("state"), 1000, Duration.ofDays(400)),
                new LocalDisk(),
                clock,
                run -> {});
    }

    private RetentionFacts facts() {
        return new RetentionFactsReader(keeper -> dead)
                .read(
                        new HistoryReader(journal, new Snapshots(settings, new LocalDisk())).read(),
                        new IncompleteSnapshots(
                                        settings,
                                        new LocalDisk(),
                                        new SnapshotRemoval(
                                                settings, new LocalDisk(), SnapshotRemoval.SnapshotRecords.NONE, 1),
                                        clock)
                                .found(),
                        SnapshotUses.NONE);
    }

    private SnapshotFacts facts(String id) {
        return facts().snapshots().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String snapshot(Instant begun, String version) throws IOException {
        Path folder = Files.createDirectory(data.resolve(Given.id(begun)));
        Files.writeString(folder.resolve("version"), version + "\n");
        return folder.getFileName().toString();
    }

    /** A backup at the clock's time, with a whole snapshot. */
    private String backup(Run.Outcome outcome) throws IOException {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            String id = snapshot(clock.instant(), "v3.17.4");
            run.snapshot(id);
            clock.pass(Duration.ofMinutes(5));
            run.end(outcome, Optional.empty());
            clock.pass(Duration.ofHours(6));
            return id;
        }
    }

    @Test
    void aGoodBackupGivesAGoodSnapshotOfItsRelease() throws IOException {
        SnapshotFacts facts = facts(backup(Run.Outcome.SUCCEEDED));

        assertThat(facts.state()).isEqualTo(SnapshotState.GOOD);
        assertThat(facts.begun()).contains(BEGIN);
        assertThat(facts.release()).contains("3.17");
        assertThat(facts.current()).isFalse();
        assertThat(facts.proven()).isEqualTo(SnapshotFacts.ProvenFacts.NONE);
    }

    @ParameterizedTest
    @EnumSource(value = Run.Outcome.class, names = "SKIPPED", mode = EnumSource.Mode.EXCLUDE)
    void theLastBackupThatDidSomethingCounts(Run.Outcome outcome) throws IOException {
        backup(Run.Outcome.SUCCEEDED);
        backup(outcome);
        journal.skip(Run.Kind.BACKUP, Run.Cause.HAND, new Run.Reason("run-active", "another run is on", ""));

        assertThat(facts().runs().lastBackup())
                .map(RunFacts.LastBackup::end)
                .contains(
                        switch (outcome) {
                            case SUCCEEDED -> BackupEnd.GOOD;
                            case SUSPECT -> BackupEnd.SUSPECT;
                            case FAILED -> BackupEnd.FAILED;
                            default -> BackupEnd.INTERRUPTED;
                        });
    }

    @Test
    void aRunningBackupIsNotTheLastOneUnlessItsProcessIsDead() throws IOException {
        backup(Run.Outcome.SUCCEEDED);
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
        }

        assertThat(facts().runs().lastBackup().orElseThrow().end()).isEqualTo(BackupEnd.GOOD);
        dead = true;
        assertThat(facts().runs().lastBackup().orElseThrow().end()).isEqualTo(BackupEnd.INTERRUPTED);
    }

    @Test
    void aBackupWhoseRecordCannotBeReadIsUnknown() throws IOException {
        backup(Run.Outcome.SUCCEEDED);
        backup(Run.Outcome.SUCCEEDED);
        Files.writeString(volume.resolve("state/runs/" + journal.ids().get(0) + "/run.json"), "{");

        assertThat(facts().runs().lastBackup().orElseThrow().end()).isEqualTo(BackupEnd.UNKNOWN);
    }

    @Test
    void aRunOfTheFutureIsTheNewest() throws IOException {
        backup(Run.Outcome.SUCCEEDED);
        clock.set(BEGIN);

        assertThat(facts().runs().newest())
                .hasValueSatisfying(newest -> assertThat(newest.begun()).isEqualTo(BEGIN));
        clock.set(BEGIN.minusSeconds(3600));
        assertThat(new RetentionPlanner(Given.settings(clock.getZone(), Given.last(1)))
                        .plan(facts())
                        .halts())
                .extracting(RetentionReason::code)
                .contains(ReasonCode.CLOCK_WRONG);
    }

    @Test
    void aDrillProvesASnapshotOrDoubtsItFromThenOn() throws IOException {
        String proven = backup(Run.Outcome.SUCCEEDED);
        String disproved = backup(Run.Outcome.SUCCEEDED);
        drill(proven, Optional.empty());
        Instant failed = drill(disproved, Optional.of(new Run.Reason("drill-failed", "less than there was", "")));

        assertThat(facts(proven).proven().restored()).isTrue();
        assertThat(facts(disproved).state()).isEqualTo(SnapshotState.FAILED_ITS_DRILL);
        assertThat(facts(disproved).doubtedSince()).contains(failed);
    }

    private Instant drill(String snapshot, Optional<Run.Reason> failure) {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.DRILL, Run.Trigger.HAND);
            run.snapshot(snapshot);
            run.record(RunEvent.of("restored", Map.of()));
            if (failure.isEmpty()) {
                run.record(RunEvent.of("proven", Map.of()));
            }
            clock.pass(Duration.ofHours(1));
            run.end(failure.isPresent() ? Run.Outcome.FAILED : Run.Outcome.SUCCEEDED, failure);
            return clock.instant();
        }
    }

    /** A store that is away must not fill the volume with what the policy deletes. */
    @Test
    void onlyWhatIsArchivedHasAProvenCopyAndNothingElseIsKeptForTheLackOfOne() throws IOException {
        String archived = backup(Run.Outcome.SUCCEEDED);
        String other = backup(Run.Outcome.SUCCEEDED);
        new EvidenceFiles(journal.directory())
                .archived(
                        new LocalDisk(),
                        archived,
                        new ArchivedCopy("s3://b", BEGIN, "20261120T080000Z-archive-0001", Optional.empty()));

        assertThat(facts(archived).proven().copy()).isEqualTo(SnapshotFacts.ArchiveCopy.PROVEN);
        assertThat(facts(archived).rungs()).contains(EvidenceRung.ARCHIVED);
        assertThat(facts(other).proven().copy()).isEqualTo(SnapshotFacts.ArchiveCopy.NOT_USED);
    }

    @Test
    void aPinAndARecordThatCannotBeReadAreSeen() throws IOException {
        String pinned = backup(Run.Outcome.SUCCEEDED);
        String unreadable = backup(Run.Outcome.SUCCEEDED);
        EvidenceFiles files = new EvidenceFiles(journal.directory());
        files.pin(new LocalDisk(), pinned, new Pin(BEGIN, Optional.empty(), Optional.empty()));
        Files.writeString(volume.resolve("state/evidence/" + unreadable + ".json"), "{");

        assertThat(facts(pinned).evidence().pin()).isPresent();
        assertThat(facts(unreadable).evidence().unreadable()).isPresent();
    }

    @Test
    void whatCurrentNamesAndWhatDumpsBuildUponIsSeen() throws IOException {
        String old = backup(Run.Outcome.SUCCEEDED);
        String current = backup(Run.Outcome.SUCCEEDED);
        Files.createSymbolicLink(data.resolve("current"), Path.of(current));
        Files.writeString(data.resolve("inc_full_backup"), data.resolve(old) + "\n");

        assertThat(facts(current).current()).isTrue();
        assertThat(facts(current).neededByDumps()).isFalse();
        assertThat(facts(old).neededByDumps()).isTrue();
    }

    @Test
    void anIncompleteSnapshotIsDueOnceNothingWasPutIntoItForItsTime() throws IOException {
        String id = snapshot(BEGIN, "v3.17.4");
        Path folder = data.resolve(id);
        Files.writeString(folder.resolve("incomplete"), "");
        Files.setLastModifiedTime(folder.resolve("incomplete"), FileTime.from(BEGIN));
        Files.setLastModifiedTime(folder, FileTime.from(BEGIN));

        clock.set(BEGIN.plus(Duration.ofHours(24)));
        assertThat(facts(id).untouched()).contains(new SnapshotFacts.UntouchedTime(Duration.ofHours(24), false));
        clock.set(BEGIN.plus(Duration.ofHours(25)));
        assertThat(facts(id).untouched()).contains(new SnapshotFacts.UntouchedTime(Duration.ofHours(25), true));
    }

    @Test
    void aNameThatIsNoTimeHasNoBeginning() throws IOException {
        Path folder = Files.createDirectory(data.resolve("20269999T999999"));
        Files.writeString(folder.resolve("version"), "v3.17.4\n");

        assertThat(facts("20269999T999999").begun()).isEmpty();
    }
}
