package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records and folders that claim the impossible count for nothing, and are shown. */
class DamageTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T03:00:00Z");
    private static final Instant FRIDAY = MONDAY.plus(Duration.ofDays(4));

    @TempDir
    private Path folder;

    private Past past;

    @BeforeEach
    void begin() {
        past = new Past(folder, MONDAY);
    }

    @Test
    void foldersThatCannotBeSnapshotsAreDamagedAndCountForNothing() throws IOException {
        Run good = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        Files.createDirectory(past.data().resolve("20261117T030000"));
        for (String id : List.of("20269999T999999", "20361120T030000", "19700101T000000")) {
            Files.writeString(Files.createDirectory(past.data().resolve(id)).resolve("version"), "v3.12.1\n");
        }
        past.at(FRIDAY);

        assertThat(states())
                .containsEntry("20261116T030000", SnapshotEntry.SnapshotState.GOOD)
                .containsEntry("20261117T030000", SnapshotEntry.SnapshotState.DAMAGED)
                .containsEntry("20269999T999999", SnapshotEntry.SnapshotState.DAMAGED)
                .containsEntry("20361120T030000", SnapshotEntry.SnapshotState.DAMAGED)
                .containsEntry("19700101T000000", SnapshotEntry.SnapshotState.DAMAGED);
        StatusReport report = past.report(FRIDAY);
        assertThat(report.snapshots().complete()).isEqualTo(1);
        assertThat(report.snapshots().damaged()).isEqualTo(4);
        assertThat(report.lastGood())
                .hasValueSatisfying(last -> assertThat(last.run()).isEqualTo(good.id()));
        LastGoodSnapshot reliance = past.history().reliance();
        assertThat(reliance.foreign()).isEmpty();
        assertThat(reliance.damaged()).hasSize(4);
    }

    @Test
    void aSnapshotInWhichAVerificationFoundDamageCountsForNothing() {
        Run older = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        Run newer = past.good(MONDAY.plusSeconds(3600), Duration.ofMinutes(10), run -> {});
        EvidenceFiles evidence = new EvidenceFiles(folder.resolve("ghe-keeper"));
        ReadBack damage = new ReadBack(MONDAY, "20261116T050000Z-verify-0001", 2, Optional.of("a: it is missing"));
        evidence.readBack(new LocalDisk(), newer.snapshot().orElseThrow(), damage);
        past.at(FRIDAY);

        assertThat(past.history().snapshots(gone -> true).get(0)).satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(SnapshotEntry.SnapshotState.DAMAGED);
            assertThat(entry.damage())
                    .contains("run 20261116T050000Z-verify-0001 found 2 differences from its seal; a: it is missing");
        });
        assertThat(past.history().reliance().lastGood()).contains(older);
        assertThat(past.history().reliance().measuresOf("20261120T000000"))
                .extracting(Snapshot::id)
                .containsExactly(older.snapshot().orElseThrow());
        assertThat(past.history().reliance().damaged()).hasSize(1);
        assertThat(past.report(FRIDAY).lastGood())
                .hasValueSatisfying(last -> assertThat(last.run()).isEqualTo(older.id()));
    }

    /** One damaged file may be in all of them, and the backup that fetches it afresh needs a measure. */
    @Test
    void whereAllGoodOnesAreDamagedTheNewestIsTheMeasureAndNoneIsReliedOn() {
        List<Run> good = List.of(
                past.good(MONDAY, Duration.ofMinutes(10), run -> {}),
                past.good(MONDAY.plusSeconds(3600), Duration.ofMinutes(10), run -> {}));
        ReadBack damage = new ReadBack(MONDAY, "20261116T050000Z-verify-0001", 1, Optional.empty());
        good.forEach(run -> new EvidenceFiles(folder.resolve("ghe-keeper"))
                .readBack(new LocalDisk(), run.snapshot().orElseThrow(), damage));
        past.at(FRIDAY);

        assertThat(past.history().reliance().lastGood()).isEmpty();
        assertThat(past.history().reliance().measuresOf("20261120T000000"))
                .extracting(Snapshot::id)
                .containsExactly(good.get(1).snapshot().orElseThrow());
    }

    @Test
    void theReportHasTheNewestRestorableSnapshotWithItsProofAndEachDamagedOne() {
        Run older = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        Run newer = past.good(MONDAY.plusSeconds(3600), Duration.ofMinutes(10), run -> {});
        EvidenceFiles evidence = new EvidenceFiles(folder.resolve("ghe-keeper"));
        String verify = "20261116T050000Z-verify-0001";
        evidence.readBack(
                new LocalDisk(),
                older.snapshot().orElseThrow(),
                new ReadBack(FRIDAY.minus(Duration.ofHours(2)), verify, 0, Optional.empty()));
        evidence.readBack(
                new LocalDisk(), newer.snapshot().orElseThrow(), new ReadBack(MONDAY, verify, 1, Optional.empty()));
        past.at(FRIDAY);

        EvidenceReport report = past.report(FRIDAY).evidence();

        assertThat(report.restorable()).hasValueSatisfying(point -> {
            assertThat(point.words(FRIDAY)).isEqualTo("20261116T030000, 4 d ago: verified 2 h ago");
            assertThat(point.rungs())
                    .containsExactly(SnapshotEntry.EvidenceRung.CAPTURED, SnapshotEntry.EvidenceRung.VERIFIED);
        });
        assertThat(report.bounds()).containsOnly(Map.entry(SnapshotEntry.EvidenceRung.VERIFIED, Duration.ofDays(30)));
        assertThat(report.newest())
                .containsOnly(
                        Map.entry(SnapshotEntry.EvidenceRung.CAPTURED, older.begin()),
                        Map.entry(SnapshotEntry.EvidenceRung.VERIFIED, older.begin()));
        assertThat(report.damaged()).singleElement().satisfies(damaged -> {
            assertThat(damaged.snapshot()).isEqualTo(newer.snapshot().orElseThrow());
            assertThat(damaged.damage()).contains("1 difference from its seal");
        });
    }

    @Test
    void theProofNamesNoMoreThanThereIs() {
        Run good = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        past.at(FRIDAY);

        assertThat(past.report(FRIDAY).evidence().restorable().orElseThrow().proof(FRIDAY))
                .isEqualTo("captured, not sealed");
        assertThat(past.report(FRIDAY).evidence().damaged()).isEmpty();
        assertThat(good.snapshot()).isPresent();
    }

    @Test
    void aVerificationThatFoundNothingLeavesASnapshotGood() {
        Run good = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        new EvidenceFiles(folder.resolve("ghe-keeper"))
                .readBack(
                        new LocalDisk(),
                        good.snapshot().orElseThrow(),
                        new ReadBack(MONDAY, "20261116T050000Z-verify-0001", 0, Optional.empty()));
        past.at(FRIDAY);

        assertThat(past.history().reliance().lastGood()).contains(good);
        assertThat(states()).containsValue(SnapshotEntry.SnapshotState.GOOD);
        assertThat(past.history().snapshots(gone -> true).get(0).rungs())
                .containsExactly(SnapshotEntry.EvidenceRung.CAPTURED, SnapshotEntry.EvidenceRung.VERIFIED);
    }

    @Test
    void aSealIsEvidenceWhileItsRootIsThereAndDamageIsStronger() throws IOException {
        Run good = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        String id = good.snapshot().orElseThrow();
        Path root = Files.createDirectories(folder.resolve("ghe-keeper/seals")).resolve(id + ".json");
        past.at(FRIDAY);
        assertThat(past.history().snapshots(gone -> true).get(0).rungs())
                .containsExactly(SnapshotEntry.EvidenceRung.CAPTURED);

        Files.createFile(root);
        past.at(FRIDAY);
        assertThat(past.history().snapshots(gone -> true).get(0).rungs())
                .containsExactly(SnapshotEntry.EvidenceRung.CAPTURED, SnapshotEntry.EvidenceRung.SEALED);

        new EvidenceFiles(folder.resolve("ghe-keeper"))
                .readBack(
                        new LocalDisk(), id, new ReadBack(MONDAY, "20261116T050000Z-verify-0001", 1, Optional.empty()));
        past.at(FRIDAY);
        assertThat(past.history().snapshots(gone -> true).get(0).rungs()).isEmpty();
    }

    /** The earlier tool named by the local time, up to 14 hours ahead of UTC. */
    @Test
    void aNameByTheLocalTimeOfAnotherMachineIsNotDamaged() {
        String kiribati = past.snapshot(FRIDAY.plus(Duration.ofHours(14)), true);
        past.at(FRIDAY);

        assertThat(states()).containsEntry(kiribati, SnapshotEntry.SnapshotState.COMPLETE);
        assertThat(past.history().reliance().foreign()).extracting(Snapshot::id).containsExactly(kiribati);
    }

    @Test
    void aSnapshotThatAGoodRunMadeMayBearANameAheadOfIt() throws IOException {
        past.good(MONDAY, Duration.ofMinutes(10), run -> run.snapshot("20261231T000000"));
        Files.writeString(
                Files.createDirectory(past.data().resolve("20261231T000000")).resolve("version"), "v3.12.1\n");
        past.at(FRIDAY);

        assertThat(states()).containsEntry("20261231T000000", SnapshotEntry.SnapshotState.GOOD);
    }

    @Test
    void aRecordOfTheFutureUnderANameOfTodayHidesNoLateBackup() throws IOException {
        past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        Run newer = past.good(MONDAY.plusSeconds(3600), Duration.ofMinutes(10), run -> {});
        Path document = folder.resolve("ghe-keeper/runs/" + newer.id() + "/run.json");
        Files.writeString(document, Files.readString(document).replace("2026-11-16T", "2036-11-16T"));

        StatusReport report = past.report(FRIDAY);

        assertThat(report.state()).isEqualTo(StatusReport.StatusState.LATE);
        assertThat(report.lastGood())
                .hasValueSatisfying(last -> assertThat(last.run()).isNotEqualTo(newer.id()));
        assertThat(report.unreadable())
                .singleElement()
                .asString()
                .contains(newer.id(), "is damaged: it begins at 2036");
        assertThat(past.journal().newest(9).unreadable()).hasSize(1);
    }

    @Test
    void whereTheOnlyRecordCannotBeReadNothingIsKnown() throws IOException {
        Run only = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        Files.writeString(folder.resolve("ghe-keeper/runs/" + only.id() + "/run.json"), "{");

        assertThat(Words.withoutGood(past.report(FRIDAY)))
                .isEqualTo("unknown: 1 record cannot be read, and no other run is a good backup");
    }

    @Test
    void anOldRecordThatCannotBeReadIsLookedForWhereNothingIsGood() throws IOException {
        Run old = past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        for (int i = 1; i <= 65; i++) {
            past.failed(MONDAY.plus(Duration.ofHours(i)));
        }
        Files.writeString(folder.resolve("ghe-keeper/runs/" + old.id() + "/run.json"), "{");

        assertThat(Words.withoutGood(past.report(FRIDAY))).startsWith("unknown: 1 record cannot be read");
    }

    @Test
    void aRunWhoseNameIsNoTimeIsDamagedAndNotOfTheFuture() throws IOException {
        past.good(MONDAY, Duration.ofMinutes(10), run -> {});
        Files.createDirectory(folder.resolve("ghe-keeper/runs/20269999T999999Z-backup-0000"));

        StatusReport report = past.report(MONDAY.plusSeconds(3600));

        assertThat(report.future()).isEmpty();
        assertThat(report.unreadable()).singleElement().asString().contains("its name is no time");
    }

    private Map<String, SnapshotEntry.SnapshotState> states() {
        return past.history().snapshots(holder -> false).stream()
                .collect(Collectors.toMap(SnapshotEntry::id, SnapshotEntry::state));
    }
}
