package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(2)
class VolumeVerifierTest {
    private static final String THIRD = "20261120T031700";
    private static final String NETWORK = "repositories/5/nw/5f/f1/2d/4";
    private static final String PACK = NETWORK + "/4.git/objects/pack/pack-1.pack";
    private static final long ALL = 8 + 6 + 21 + 6;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AT_ONCE = DAY;
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    Path volume;

    private SealBox box;
    private final SetClock clock = new SetClock(SealBox.NOW);
    private final AtomicLong read = new AtomicLong();
    private final Map<String, Long> damaged = new TreeMap<>();
    private final Map<String, Long> shared = new TreeMap<>();
    private final List<Difference> heard = new ArrayList<>();
    private Runnable onRead = () -> {};

    @BeforeEach
    void seal() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, PACK, "a pack");
        box.file(FIRST, "repositories/5/nw/5f/f1/2e/9/9.git/HEAD", "ref: refs/heads/main\n");
        box.file(FIRST, "pages/1a/site", "<html>");
        box.seal(FIRST);
        clock.pass(Duration.ofHours(1));
    }

    @Test
    void readsEachInodeOnceHoweverManySnapshotsShareIt() throws IOException {
        share(FIRST, SECOND);
        share(SECOND, THIRD);
        box.file(THIRD, "pages/2b/more", "more");
        box.seal(THIRD);

        VolumeReading reading = tick(AT_ONCE, FIRST, SECOND, THIRD);

        assertThat(read).hasValue(ALL + 4);
        assertThat(reading.files()).isEqualTo(5);
        assertThat(reading.bytes()).isEqualTo(ALL + 4);
        assertThat(reading.whole()).containsOnlyKeys(FIRST, SECOND, THIRD);
        assertThat(reading.unreadable()).isEmpty();
    }

    @Test
    void takesWhatWasReadLongestAgo() throws IOException {
        box.file(FIRST, "pages/3c/site", "<body>");
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        tick(AT_ONCE, FIRST);
        Map<String, Instant> times = times();
        clock.pass(DAY);
        // An hour each, so that one is the oldest.
        List<String> units = List.copyOf(times.keySet());
        write(units, unit -> clock.instant().minus(Duration.ofHours(units.size() - units.indexOf(unit))));

        tick(MONTH, FIRST);

        assertThat(times().get(units.get(0))).isEqualTo(clock.instant());
        assertThat(times().get(units.get(units.size() - 1))).isBefore(clock.instant());
    }

    @Test
    void readsAllWithinTheTime() throws IOException {
        for (int i = 100; i < 160; i++) {
            box.file(FIRST, "storage/" + i + "/object", "x".repeat(i * i % 7919));
        }
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        Instant begin = clock.instant();
        long most = 0;
        for (int day = 0; day < 75; day++) {
            read.set(0);
            tick(MONTH, FIRST);
            most = Math.max(most, read.get());
            if (day >= 29) {
                assertThat(times()).as("day " + day).hasSize(64);
                assertThat(times().values())
                        .as("day " + day)
                        .allMatch(time -> !time.isBefore(clock.instant().minus(MONTH)));
            }
            clock.pass(DAY);
        }
        assertThat(most).as("in one of the ticks").isLessThan(60 * 7919L / 5);
        assertThat(Duration.between(begin, clock.instant())).isGreaterThan(MONTH);
    }

    @Test
    void aTickThatWasMissedIsMadeUpFor() throws IOException {
        for (int i = 100; i < 160; i++) {
            box.file(FIRST, "storage/" + i + "/object", "0123456789");
        }
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        tick(MONTH, FIRST);
        int one = times().size();
        clock.pass(DAY.multipliedBy(10));

        tick(MONTH, FIRST);

        assertThat(times().size() - one).isGreaterThan(7 * one);
    }

    @Test
    void whatWouldBeLateAtTheNextTickIsReadThoughTheShareIsUsedUp() throws IOException {
        tick(AT_ONCE, FIRST);
        clock.pass(MONTH.minusHours(25));
        noneIsDue();
        tick(MONTH, FIRST);
        assertThat(read).as("not late yet").hasValue(0);
        clock.pass(Duration.ofHours(2));
        noneIsDue();

        tick(MONTH, FIRST);

        assertThat(read).hasValue(ALL);
    }

    @Test
    void aFileThatIsNewIsReadAtTheNextTickAndItsOldNeighboursAreNot() throws IOException {
        tick(AT_ONCE, FIRST);
        Instant first = clock.instant();
        clock.pass(DAY);
        Tool.run(
                "cp",
                "-al",
                box.snapshot(FIRST).toString(),
                box.snapshot(SECOND).toString());
        box.file(SECOND, "pages/1a/new", "new");
        box.seal(SECOND);
        read.set(0);

        VolumeReading reading = tick(Duration.ofDays(3000), FIRST, SECOND);

        assertThat(read.get() % ALL).isGreaterThanOrEqualTo(3);
        assertThat(read.get()).isLessThan(ALL + 3);
        assertThat(reading.whole()).containsOnlyKeys(FIRST, SECOND);
        assertThat(reading.whole().get(SECOND)).isEqualTo(first);
    }

    @Test
    void aSnapshotThatSharesAllIsVerifiedByItsNamesAlone() throws IOException {
        tick(AT_ONCE, FIRST);
        clock.pass(DAY);
        share(FIRST, SECOND);
        noneIsDue();

        VolumeReading reading = tick(MONTH, FIRST, SECOND);

        assertThat(read).hasValue(0);
        assertThat(reading.whole()).containsOnlyKeys(FIRST, SECOND);
    }

    @Test
    void aNameThatIsGoneFromOneOfThemIsFoundThoughNothingIsRead() throws IOException {
        tick(AT_ONCE, FIRST);
        clock.pass(DAY);
        share(FIRST, SECOND);
        Files.delete(box.snapshot(SECOND).resolve("pages/1a/site"));
        noneIsDue();

        VolumeReading reading = tick(MONTH, FIRST, SECOND);

        assertThat(damaged).containsOnlyKeys(SECOND);
        assertThat(heard).extracting(Difference::kind).containsExactly(Difference.DifferenceKind.MISSING);
        assertThat(reading.whole()).containsOnlyKeys(FIRST);
    }

    @Test
    void findsDamageInEverySnapshotThatSharesIt() throws IOException {
        share(FIRST, SECOND);
        share(SECOND, THIRD);
        Files.delete(box.snapshot(THIRD).resolve(PACK));
        box.file(THIRD, PACK, "a pack");
        Tool.run("rm", box.files().root(THIRD).toString());
        box.seal(THIRD);
        rot(FIRST, PACK, "a pacK");

        VolumeReading reading = tick(AT_ONCE, FIRST, SECOND, THIRD);

        assertThat(damaged).isEqualTo(Map.of(FIRST, 1L, SECOND, 1L));
        assertThat(shared).containsOnlyKeys(FIRST, SECOND);
        assertThat(reading.whole()).containsOnlyKeys(THIRD);
    }

    @Test
    void whatIsDamagedWasNotReadSoThatASnapshotThatSharesItLaterIsDamagedToo() throws IOException {
        share(FIRST, SECOND);
        rot(FIRST, PACK, "a pacK");
        tick(AT_ONCE, FIRST, SECOND);
        clock.pass(DAY);
        share(SECOND, THIRD);
        damaged.clear();

        VolumeReading reading = tick(AT_ONCE, THIRD);

        assertThat(damaged).containsOnlyKeys(THIRD);
        assertThat(reading.whole()).isEmpty();
    }

    @Test
    void damageBesideHealthyFilesDoesNotKeepOtherSnapshotsFromBeingVerified() throws IOException {
        share(FIRST, SECOND);
        box.file(FIRST, "pages/1a/added", "x");

        VolumeReading reading = tick(AT_ONCE, FIRST, SECOND);

        assertThat(damaged).containsOnlyKeys(FIRST);
        assertThat(reading.whole()).containsOnlyKeys(SECOND);
    }

    @Test
    void aUnitThatIsMissingOrAdditionalIsFound() throws IOException {
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("pages/1a").toString());
        box.file(FIRST, "pages/4d/site", "x");

        tick(AT_ONCE, FIRST);

        assertThat(heard)
                .extracting(Difference::path, Difference::kind)
                .contains(
                        org.assertj.core.api.Assertions.tuple("pages/1a", Difference.DifferenceKind.MISSING),
                        org.assertj.core.api.Assertions.tuple("pages/4d", Difference.DifferenceKind.ADDITIONAL));
    }

    @Test
    void aSnapshotThatLostNearlyAllIsNotReadToItsEnd() throws IOException {
        for (int i = 0; i < 1200; i++) {
            Files.createDirectories(box.snapshot(FIRST).resolve("storage/" + (10_000 + i)));
        }
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        Tool.run("rm", "-r", box.snapshot(FIRST).resolve("storage").toString());

        VolumeReading reading = tick(AT_ONCE, FIRST);

        assertThat(damaged.get(FIRST)).isBetween(1000L, 1005L);
        assertThat(reading.whole()).isEmpty();
    }

    @Test
    void namesThatAreNoTextAreVerified() throws IOException {
        Path folder = PathBytes.resolve(box.snapshot(FIRST), "pages/\u00ff\n\u0080 x");
        Files.createDirectories(folder);
        Files.writeString(PathBytes.resolve(folder, "\u00c3"), "odd");
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);

        VolumeReading reading = tick(AT_ONCE, FIRST);

        assertThat(heard).isEmpty();
        assertThat(read).hasValue(ALL + 3);
        assertThat(reading.whole()).containsOnlyKeys(FIRST);
        assertThat(times()).containsKey("pages/\u00ff\n\u0080 x");
    }

    @Test
    void aLinkInPlaceOfAFolderAboveAUnitLeadsNowhere() throws IOException {
        Path elsewhere = Files.createDirectory(volume.resolve("elsewhere"));
        Tool.run(
                "mv",
                box.snapshot(FIRST).resolve("pages").toString(),
                elsewhere.resolve("pages").toString());
        Files.createSymbolicLink(box.snapshot(FIRST).resolve("pages"), elsewhere.resolve("pages"));

        tick(AT_ONCE, FIRST);

        assertThat(heard)
                .extracting(Difference::kind)
                .contains(Difference.DifferenceKind.TYPE, Difference.DifferenceKind.MISSING);
        assertThat(read).as("nothing behind the link").hasValue(ALL - 6);
    }

    @Test
    void aFolderThatCannotBeEnteredIsUnreadable() throws IOException {
        box.file(FIRST, "pages/1a/under/file", "x");
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        Files.setPosixFilePermissions(
                box.snapshot(FIRST).resolve("pages/1a/under"), PosixFilePermissions.fromString("---------"));

        tick(AT_ONCE, FIRST);

        assertThat(damaged).containsOnlyKeys(FIRST);
        Files.setPosixFilePermissions(
                box.snapshot(FIRST).resolve("pages/1a/under"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aSnapshotThatWasRemovedMeanwhileIsNotDamaged() throws IOException {
        share(FIRST, SECOND);
        onRead = () -> Tool.run("rm", "-rf", box.snapshot(SECOND).toString());

        VolumeReading reading = tick(AT_ONCE, FIRST, SECOND);

        assertThat(damaged).isEmpty();
        assertThat(reading.whole()).containsOnlyKeys(FIRST);
    }

    @Test
    void aSealThatCannotBeReadKeepsNoOtherFromBeingVerified() throws IOException {
        share(FIRST, SECOND);
        Files.writeString(box.files().root(SECOND), "{");

        VolumeReading reading = tick(AT_ONCE, FIRST, SECOND);

        assertThat(reading.unreadable().values()).extracting(Failure::kind).containsExactly(FailureKind.SEAL_DAMAGED);
        assertThat(reading.whole()).containsOnlyKeys(FIRST);
    }

    @Test
    void ofASealWithADamagedListTheOtherUnitsAreVerified() throws IOException {
        Path list = box.files().units().file(box.units(FIRST).get(NETWORK));
        byte[] content = Files.readAllBytes(list);
        content[content.length / 2] ^= 1;
        Files.write(list, content);
        rot(FIRST, "repositories/5/nw/5f/f1/2e/9/9.git/HEAD", "ref: refs/heads/maim\n");

        VolumeReading reading = tick(AT_ONCE, FIRST);

        assertThat(reading.unreadable()).hasSize(1);
        assertThat(damaged).containsOnlyKeys(FIRST);
        assertThat(times()).hasSize(2).doesNotContainKey(NETWORK);
    }

    @Test
    void aListThatIsDamagedKeepsNoOtherFromBeingVerified() throws IOException {
        Tool.run(
                "cp",
                "-al",
                box.snapshot(FIRST).toString(),
                box.snapshot(SECOND).toString());
        box.file(SECOND, "pages/1a/new", "new");
        box.seal(SECOND);
        Path list = box.files().units().file(box.units(FIRST).get("pages/1a"));
        byte[] content = Files.readAllBytes(list);
        content[content.length / 2] ^= 1;
        Files.write(list, content);

        VolumeReading reading = tick(AT_ONCE, FIRST, SECOND);

        assertThat(reading.unreadable()).hasSize(1);
        assertThat(reading.whole()).containsOnlyKeys(SECOND);
    }

    @Test
    void goesOnAfterAKill() throws IOException {
        for (int i = 100; i < 160; i++) {
            box.file(FIRST, "storage/" + i + "/object", "0123456789");
        }
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        Failure end = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");
        onRead = () -> {
            if (read.get() > 200) {
                throw end;
            }
        };
        assertThatThrownBy(() -> tick(DAY.multipliedBy(2), FIRST)).isSameAs(end);
        onRead = () -> {};

        tick(DAY.multipliedBy(2), FIRST);

        assertThat(read.get()).as("all, and at most one unit twice").isBetween(200L + 300, ALL + 600 + 21);
        assertThat(times()).hasSizeBetween(30 + 15, 64);
    }

    @Test
    void whatARunThatWasCutOffHasReadIsNotReadAgain() throws IOException {
        tick(AT_ONCE, FIRST);
        List<String> lines = Files.readAllLines(box.files().reads());
        Files.delete(box.files().reads());
        // Three whole units, and half a line of the fourth.
        String begun =
                String.join("\n", lines.subList(0, 4)) + "\n" + lines.get(4).substring(0, 20);
        Files.writeString(box.files().unfinishedReads(), begun);
        clock.pass(Duration.ofMinutes(1));
        read.set(0);

        sample(0.0001, 7, FIRST);

        assertThat(times().values().stream().filter(time -> time.isBefore(clock.instant())))
                .as("of the third it is not known whether more was to come")
                .hasSizeBetween(1, 2);
        assertThat(box.files().unfinishedReads()).doesNotExist();
    }

    @Test
    void aDamagedRecordMeansNeverRead() throws IOException {
        tick(AT_ONCE, FIRST);
        byte[] whole = Files.readAllBytes(box.files().reads());
        for (int i = 0; i < whole.length; i += 17) {
            byte[] content = whole.clone();
            content[i] ^= 4;
            Files.write(box.files().reads(), i % 2 == 0 ? content : Arrays.copyOf(whole, i));
            clock.pass(DAY);
            read.set(0);

            VolumeReading reading = tick(AT_ONCE, FIRST);

            assertThat(read).as("byte " + i).hasValue(ALL);
            assertThat(reading.whole()).as("byte " + i).isEqualTo(Map.of(FIRST, clock.instant()));
        }
    }

    @Test
    void aFlippedBitInTheRecordIsNoTimeOfReading() throws IOException {
        tick(AT_ONCE, FIRST);
        byte[] whole = Files.readAllBytes(box.files().reads());
        Map<String, Instant> times = times();
        for (int i = 0; i < whole.length; i++) {
            byte[] content = whole.clone();
            content[i] ^= 1;
            Files.write(box.files().reads(), content);

            assertThat(times().entrySet()).as("byte " + i).isSubsetOf(times.entrySet());
        }
    }

    @Test
    void aRecordOfNoiseMeansNeverRead() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(3).nextBytes(noise);
        Files.write(box.files().reads(), noise);
        Files.write(box.files().unfinishedReads(), noise);

        tick(AT_ONCE, FIRST);

        assertThat(read).hasValue(ALL);
        assertThat(times()).hasSize(4);
    }

    @Test
    void aTimeOfTheFutureMeansNeverRead() throws IOException {
        clock.pass(DAY.multipliedBy(400));
        tick(AT_ONCE, FIRST);
        clock.set(SealBox.NOW.plus(DAY));
        read.set(0);

        VolumeReading reading = tick(AT_ONCE, FIRST);

        assertThat(read).hasValue(ALL);
        assertThat(reading.whole()).isEqualTo(Map.of(FIRST, clock.instant()));
    }

    @Test
    void aRunThatFailsAtAnyOperationLeavesARecordThatIsTrue() throws IOException {
        FaultyDisk counting = FaultyDisk.sound();
        tick(counting, AT_ONCE, FIRST);
        assertThat(counting.operations()).isGreaterThan(5);
        for (int n = 1; n <= counting.operations(); n++) {
            Files.deleteIfExists(box.files().reads());
            FaultyDisk disk = FaultyDisk.failingFrom(n);

            assertThatThrownBy(() -> tick(disk, AT_ONCE, FIRST))
                    .as("operation " + n)
                    .isInstanceOf(Failure.class);

            assertThat(times().values()).as("operation " + n).allMatch(clock.instant()::equals);
            clock.pass(DAY);
            assertThat(tick(AT_ONCE, FIRST).whole()).as("after operation " + n).containsOnlyKeys(FIRST);
            assertThat(box.files().unfinishedReads()).as("after operation " + n).doesNotExist();
        }
    }

    @Test
    void whatACutOffVerificationLeftOfItsFindingsGoesWithTheNextRun() throws IOException {
        Path evidence = Files.createDirectories(box.state.resolve("evidence"));
        for (String name :
                List.of(FIRST + ".found", SECOND + ".merged", FIRST + ".json.new", SECOND + ".damaged.new")) {
            Files.writeString(evidence.resolve(name), "of a process that was killed");
        }

        tick(AT_ONCE, FIRST);

        // A backup may be writing that one now.
        assertThat(evidence).isDirectoryContaining("glob:**.damaged.new");
        assertThat(evidence).isDirectoryNotContaining("glob:**.{found,merged,json.new}");
    }

    @Test
    void aTakeoverThatFailsAtAnyOperationLosesNothing() throws IOException {
        tick(AT_ONCE, FIRST);
        byte[] whole = Files.readAllBytes(box.files().reads());
        Map<String, Instant> times = times();
        for (int n = 1; n <= 6; n++) {
            Files.write(box.files().reads(), whole);
            Files.write(box.files().unfinishedReads(), Arrays.copyOf(whole, whole.length / 2));
            ReadRecord failing = new ReadRecord(new SealFiles(FaultyDisk.failingFrom(n), box.state));

            assertThatThrownBy(failing::open).as("operation " + n).isInstanceOf(IOException.class);

            new ReadRecord(box.files()).open().close();
            assertThat(times()).as("operation " + n).isEqualTo(times);
            assertThat(box.files().unfinishedReads()).doesNotExist();
        }
    }

    @Test
    void aSampleReadsAboutItsShareAndProvesNoSnapshot() throws IOException {
        for (int i = 100; i < 200; i++) {
            box.file(FIRST, "storage/" + i + "/object", "x".repeat(5000));
        }
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        long all = 100 * 5000 + ALL;
        for (long seed = 1; seed <= 20; seed++) {
            read.set(0);

            VolumeReading reading = sample(0.2, seed, FIRST);

            assertThat(read.get()).as("seed " + seed).isBetween(all / 10, all * 3 / 10);
            assertThat(reading.whole()).isEmpty();
        }
    }

    @Test
    void aSampleReadsAtLeastOneUnit() throws IOException {
        for (long seed = 1; seed <= 50; seed++) {
            assertThat(sample(0.0001, seed, FIRST).units()).as("seed " + seed).isPositive();
        }
    }

    @Test
    void aSampleFindsDamage() throws IOException {
        share(FIRST, SECOND);
        rot(FIRST, PACK, "a pacK");

        sample(1, 1, FIRST, SECOND);

        assertThat(damaged).containsOnlyKeys(FIRST, SECOND);
    }

    @Test
    void allIsReadThoughItWasReadJustNowAndEachInodeOnceHoweverManySnapshotsShareIt() throws IOException {
        share(FIRST, SECOND);
        share(SECOND, THIRD);
        box.file(THIRD, "pages/2b/more", "more");
        Tool.run("rm", box.files().root(THIRD).toString());
        box.seal(THIRD);
        tick(AT_ONCE, FIRST, SECOND, THIRD);
        read.set(0);

        VolumeReading reading = all(FIRST, SECOND, THIRD);

        assertThat(read).hasValue(ALL + 4);
        assertThat(reading.bytes()).isEqualTo(ALL + 4);
        assertThat(reading.whole()).containsOnlyKeys(FIRST, SECOND, THIRD);
    }

    @Test
    void allOfASnapshotIsReadHoweverMuchOfItDiffers() throws IOException {
        for (int i = 0; i < 1200; i++) {
            Files.createDirectories(box.snapshot(FIRST).resolve("storage/" + (10_000 + i)));
        }
        box.file(FIRST, "storage/20000/object", "x");
        Tool.run("rm", "-r", box.state.resolve("seals").toString());
        box.seal(FIRST);
        Tool.run("bash", "-c", "rmdir \"$0\"/storage/1*", box.snapshot(FIRST).toString());
        rot(FIRST, "storage/20000/object", "y");

        all(FIRST);

        assertThat(damaged.get(FIRST)).isGreaterThan(1200);
        assertThat(heard).extracting(Difference::path).contains("storage/20000/object");
    }

    @Test
    void aTickReadsItsShareAfterAllWasReadByHand() throws IOException {
        tick(AT_ONCE, FIRST);
        Instant tick = clock.instant();
        clock.pass(DAY);

        all(FIRST);

        try (ReadRecordReader record = new ReadRecordReader(box.files().reads())) {
            assertThat(record.lastTick()).contains(tick);
        }
    }

    @Test
    void aWholeVerificationIsInTheRecord() throws IOException {
        VolumeVerifier verifier = verifier(new LocalDisk());
        tick(MONTH, FIRST);
        clock.pass(DAY);

        verifier.noteRead(box.snapshotOf(FIRST), clock.instant());
        read.set(0);

        assertThat(times().values()).hasSize(4).allMatch(clock.instant()::equals);
        VolumeReading reading = tick(Duration.ofDays(30_000), FIRST);
        assertThat(read.get()).isLessThan(ALL);
        assertThat(reading.whole()).isEqualTo(Map.of(FIRST, clock.instant()));
    }

    @Test
    void aNoteOfAReadingThatFailsAtAnyOperationLeavesARecordThatIsTrue() throws IOException {
        tick(AT_ONCE, FIRST);
        byte[] whole = Files.readAllBytes(box.files().reads());
        Instant before = clock.instant();
        clock.pass(DAY);
        FaultyDisk counting = FaultyDisk.sound();
        verifier(counting).noteRead(box.snapshotOf(FIRST), clock.instant());
        assertThat(counting.operations()).isGreaterThan(4);
        for (int n = 1; n <= counting.operations(); n++) {
            Files.write(box.files().reads(), whole);
            VolumeVerifier failing = verifier(FaultyDisk.failingFrom(n));

            assertThatThrownBy(() -> failing.noteRead(box.snapshotOf(FIRST), clock.instant()))
                    .as("operation " + n)
                    .isInstanceOf(Failure.class);

            assertThat(times().values())
                    .as("operation " + n)
                    .hasSize(4)
                    .allMatch(List.of(before, clock.instant())::contains);
            verifier(new LocalDisk()).noteRead(box.snapshotOf(FIRST), clock.instant());
            assertThat(times().values()).as("after operation " + n).hasSize(4).allMatch(clock.instant()::equals);
            assertThat(box.files().unfinishedReads()).as("after operation " + n).doesNotExist();
        }
    }

    /** Makes a sealed snapshot that shares all its files with another one. */
    private void share(String from, String to) throws IOException {
        box.share(from, to);
        new Sealer(box.state, new LocalDisk(), clock, 2)
                .seal(box.snapshotOf(to), "run", FileChecks.NONE, new Progress());
    }

    private void rot(String snapshot, String path, String content) throws IOException {
        Path file = box.snapshot(snapshot).resolve(path);
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, time);
    }

    /** Sets the time of the last tick to now, so that the next one takes no share of what was read. */
    private void noneIsDue() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(box.files().reads()));
        lines.set(0, ReadRecordReader.header(Optional.of(clock.instant())).strip());
        Files.write(box.files().reads(), lines);
        read.set(0);
    }

    private void write(List<String> units, java.util.function.Function<String, Instant> time) throws IOException {
        Map<String, UnitReadTimes> all = new HashMap<>();
        try (ReadRecordReader reader = new ReadRecordReader(box.files().reads())) {
            for (; reader.peek().isPresent(); reader.next()) {
                all.put(reader.peek().get().unit(), reader.peek().get());
            }
        }
        ReadRecordWriter writer = new ReadRecord(box.files()).begin(Optional.empty());
        for (String unit : units) {
            TreeMap<String, ReadTime> versions = new TreeMap<>();
            all.get(unit)
                    .versions()
                    .forEach((key, old) -> versions.put(key, new ReadTime(time.apply(unit), old.looked())));
            writer.add(new UnitReadTimes(unit, versions));
        }
        writer.finish();
    }

    /** When each unit was read, in order. */
    private Map<String, Instant> times() throws IOException {
        Map<String, Instant> times = new java.util.LinkedHashMap<>();
        try (ReadRecordReader reader = new ReadRecordReader(box.files().reads())) {
            for (; reader.peek().isPresent(); reader.next()) {
                UnitReadTimes unit = reader.peek().get();
                times.put(
                        unit.unit(), unit.versions().values().iterator().next().read());
            }
        }
        return times;
    }

    private VolumeReading tick(Duration within, String... ids) {
        return tick(new LocalDisk(), within, ids);
    }

    private VolumeReading tick(Disk disk, Duration within, String... ids) {
        return verifier(disk)
                .readOldest(
                        snapshots(ids),
                        new ReadingWindow(within, clock.instant().plus(DAY)),
                        new Listener(),
                        new Progress());
    }

    private VolumeReading sample(double share, long seed, String... ids) {
        return verifier(new LocalDisk())
                .readSample(snapshots(ids), share, new Random(seed), new Listener(), new Progress());
    }

    private VolumeReading all(String... ids) {
        return verifier(new LocalDisk()).readAll(snapshots(ids), new Listener(), new Progress());
    }

    private VolumeVerifier verifier(Disk disk) {
        return new VolumeVerifier(box.state, disk, clock, 2);
    }

    private VolumeSnapshots snapshots(String... ids) {
        return new VolumeSnapshots(
                Arrays.stream(ids).map(box::snapshotOf).toList(),
                Arrays.stream(ids).map(box::snapshot).toList());
    }

    private final class Listener implements DamageListener {
        @Override
        public void damaged(String snapshot, long found, Difference first, List<Difference> differences) {
            damaged.put(snapshot, found);
            heard.addAll(differences);
        }

        @Override
        public void shared(String other, long files, String from) {
            shared.merge(other, files, Long::sum);
        }
    }

    private final class Progress implements SealProgress {
        @Override
        public void read(long bytes) {
            read.addAndGet(bytes);
        }

        @Override
        public void walked() {}

        @Override
        public void requireGoOn() {
            onRead.run();
        }
    }
}
