package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncompleteSnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String DEAD = "20261118T031700";
    private static final String GOOD = "20261117T031700";

    @TempDir
    Path volume;

    private Path data;
    private Path outside;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(volume.resolve("data"));
        outside = Files.createDirectories(volume.resolve("outside/folder")).getParent();
        Files.writeString(outside.resolve("folder/file"), "not ours");
    }

    @Test
    void anOldOneIsRemoved() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        complete(GOOD);

        assertThat(remove(new LocalDisk())).containsExactly(new IncompleteSnapshots.Removed(DEAD, Duration.ofDays(2)));
        assertThat(data).isDirectoryNotContaining("glob:**" + DEAD).isDirectoryContaining("glob:**" + GOOD);
        assertThat(names()).containsExactly(GOOD);
        assertThat(data.resolve(GOOD)).isDirectoryRecursivelyContaining("glob:**/HEAD");
    }

    @Test
    void aYoungOneStaysUntilItsAgeIsBeyondTheBound() throws IOException {
        incomplete(DEAD, Duration.ofDays(1));
        assertThat(remove(new LocalDisk())).isEmpty();

        incomplete("20261118T091700", Duration.ofDays(1).plusSeconds(1));
        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).containsExactly(DEAD);
    }

    @Test
    void aFileThatCameLateMakesItYoung() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        touch(data.resolve(DEAD).resolve("incomplete"), Duration.ofHours(1));
        assertThat(remove(new LocalDisk())).isEmpty();

        touch(data.resolve(DEAD).resolve("incomplete"), Duration.ofDays(3));
        touch(data.resolve(DEAD), Duration.ofHours(1));
        assertThat(remove(new LocalDisk())).isEmpty();
    }

    @Test
    void timesInTheFutureMakeItYoung() throws IOException {
        incomplete(DEAD, Duration.ofDays(-2));

        assertThat(at(new LocalDisk()).found())
                .containsExactly(new IncompleteSnapshots.AgedSnapshot(DEAD, Duration.ZERO, false));
        assertThat(remove(new LocalDisk())).isEmpty();
    }

    @Test
    void aCompleteOneIsNeverRemoved() throws IOException {
        complete(DEAD);
        touch(data.resolve(DEAD), Duration.ofDays(400));

        assertThat(remove(new LocalDisk())).isEmpty();
        assertThat(data.resolve(DEAD)).isDirectoryRecursivelyContaining("glob:**/HEAD");
    }

    @Test
    void oneThatIsAliveIsNeverRemoved() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));

        assertThat(at(new LocalDisk()).remove(Permits.except(DEAD::equals, () -> true)))
                .isEmpty();
        assertThat(data.resolve(DEAD)).isDirectoryRecursivelyContaining("glob:**/HEAD");
    }

    @Test
    void oneThatIsCurrentIsNeverRemoved() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        Files.createSymbolicLink(data.resolve("current"), Path.of(DEAD));

        assertThat(remove(new LocalDisk())).isEmpty();
        assertThat(data.resolve(DEAD)).isDirectoryRecursivelyContaining("glob:**/HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inc_full_backup", "inc_snapshot_data", "inc_previous_full_backup"})
    void oneThatIncrementsBuildUponIsNeverRemoved(String list) throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        Files.writeString(data.resolve(list), data + "/20261101T000000\n" + data + "/" + DEAD + "\n");

        assertThat(remove(new LocalDisk())).isEmpty();
    }

    @Test
    void straysAreNeverTouched() throws IOException {
        incomplete("2fa-notes", Duration.ofDays(2));
        incomplete("20261118T0317001", Duration.ofDays(2));
        Files.writeString(data.resolve("20261118T091700"), "a file");

        assertThat(at(new LocalDisk()).found()).isEmpty();
        assertThat(remove(new LocalDisk())).isEmpty();
        assertThat(names()).containsExactly("20261118T0317001", "20261118T091700", "2fa-notes");
    }

    @Test
    void aLinkInPlaceOfASnapshotIsNeverTouched() throws IOException {
        Files.writeString(outside.resolve("incomplete"), "");
        touch(outside, Duration.ofDays(2));
        touch(outside.resolve("incomplete"), Duration.ofDays(2));
        Files.createSymbolicLink(data.resolve(DEAD), outside);

        assertThat(remove(new LocalDisk())).isEmpty();
        assertThat(outside.resolve("folder/file")).exists();
        assertThat(data.resolve(DEAD)).isSymbolicLink();
    }

    @Test
    void aLinkInASnapshotGoesAndWhatItNamesStays() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        Files.createSymbolicLink(data.resolve(DEAD).resolve("pages"), outside);
        Files.createSymbolicLink(data.resolve(DEAD).resolve("file"), outside.resolve("folder/file"));
        touch(data.resolve(DEAD), Duration.ofDays(2));

        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).isEmpty();
        assertThat(outside.resolve("folder/file")).exists();
    }

    @Test
    void aLinkByTheNameOfALeftoverGoesAndWhatItNamesStays() throws IOException {
        Files.createSymbolicLink(data.resolve(".ghe-keeper-removing-" + DEAD), outside);

        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).isEmpty();
        assertThat(outside.resolve("folder/file")).exists();
    }

    @Test
    void anyDepthIsRemovedWithFewFoldersOpen() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        String path = "deep/".repeat(50);
        Path top = data.resolve(DEAD);
        // Deeper than a path may be long: made in pieces, each moved into the next.
        for (int piece = 0; piece < 30; piece++) {
            Path next = Files.createDirectories(volume.resolve("piece-" + piece).resolve(path));
            if (piece > 0) {
                Files.move(volume.resolve("piece-" + (piece - 1)), next.resolve("piece"));
            }
            Files.writeString(next.resolve("file"), "");
        }
        Files.move(volume.resolve("piece-29"), top.resolve("pieces"));
        touch(top, Duration.ofDays(2));

        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void aFolderThatBecomesALinkMeanwhileLeadsNowhere() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        FaultyDisk counting = FaultyDisk.sound();
        remove(counting);
        for (int n = 1; n <= counting.operations(); n++) {
            incomplete("../outside", Duration.ZERO);
            incomplete(DEAD, Duration.ofDays(2));
            Path taken = volume.resolve("taken-" + n);
            FaultyDisk disk = FaultyDisk.disturbedAt(n, () -> {
                for (Path place : List.of(data.resolve(DEAD), data.resolve(".ghe-keeper-removing-" + DEAD))) {
                    if (Files.isDirectory(place.resolve("repositories"))) {
                        Files.move(place.resolve("repositories"), taken);
                        Files.createSymbolicLink(place.resolve("repositories"), outside.resolve("repositories"));
                    }
                }
            });

            try {
                remove(disk);
            } catch (Failure noticed) {
                remove(new LocalDisk());
            }

            assertThat(outside).as("disturbed at " + n).isDirectoryRecursivelyContaining("glob:**/HEAD");
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void aLeftoverIsRemovedWhateverItsAge() throws IOException {
        incomplete(".ghe-keeper-removing-" + DEAD, Duration.ZERO);

        assertThat(at(new LocalDisk()).found())
                .containsExactly(new IncompleteSnapshots.AgedSnapshot(DEAD, Duration.ZERO, true));
        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void aLeftoverThatIsOnlyAnEmptyFolderIsRemoved() throws IOException {
        Files.createDirectory(data.resolve(".ghe-keeper-removing-" + DEAD));

        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void aLeftoverThatWasCompleteStaysAndIsShown() throws IOException {
        complete(".ghe-keeper-removing-" + DEAD);

        assertThat(remove(new LocalDisk())).isEmpty();
        assertThat(at(new LocalDisk()).found())
                .singleElement()
                .matches(found -> found.id().equals(DEAD) && !found.due());
        assertThat(names()).hasSize(1);
    }

    /** By a ghe-backup that somebody began by hand and that ended well at this very instant. */
    @Test
    void oneThatIsCompletedJustBeforeKeepsItsName() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));

        assertThat(remove(FaultyDisk.disturbedAt(1, () -> Files.delete(data.resolve(DEAD + "/incomplete")))))
                .isEmpty();
        assertThat(names()).containsExactly(DEAD);
        assertThat(data.resolve(DEAD)).isDirectoryRecursivelyContaining("glob:**/HEAD");
    }

    @Test
    void lookingChangesNothing() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        FaultyDisk disk = FaultyDisk.sound();

        assertThat(at(disk).found())
                .containsExactly(new IncompleteSnapshots.AgedSnapshot(DEAD, Duration.ofDays(2), true));
        assertThat(disk.operations()).isZero();
    }

    @Test
    void noDataDirectoryIsNoFailure() throws IOException {
        Files.delete(data);

        assertThat(remove(new LocalDisk())).isEmpty();
    }

    /** Nothing but incomplete keeps a dead snapshot from looking complete: it is the last file that goes. */
    @Test
    void whatMarksItGoesLast() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        FaultyDisk counting = FaultyDisk.sound();
        at(counting).remove(Permits.ALL);
        incomplete(DEAD, Duration.ofDays(2));

        assertThatThrownBy(() -> remove(FaultyDisk.failingFrom(counting.operations() - 1)))
                .isInstanceOf(Failure.class);
        try (Stream<Path> left = Files.list(data.resolve(".ghe-keeper-removing-" + DEAD))) {
            assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("incomplete"));
        }
    }

    @Test
    void failedAtAnyOperationItLeavesNothingThatLooksCompleteAndTheNextCallEndsIt() throws IOException {
        int operations = failAtEach(FaultyDisk::failingFrom);

        assertThat(operations).isGreaterThan(10);
    }

    @Test
    void failedOnceAtAnyOperationTheNextCallEndsIt() throws IOException {
        assertThat(failAtEach(FaultyDisk::failingOnce)).isGreaterThan(10);
    }

    private int failAtEach(IntFunction<FaultyDisk> faulty) throws IOException {
        int n = 1;
        while (true) {
            complete(GOOD);
            incomplete(DEAD, Duration.ofDays(2));
            FaultyDisk disk = faulty.apply(n);
            Failure failure = catchThrowableOfType(Failure.class, () -> remove(disk));

            assertThat(names())
                    .as("after operation " + n)
                    .allMatch(name ->
                            name.equals(GOOD) || name.startsWith(".ghe-keeper-removing-") || isIncomplete(name));
            if (failure == null) {
                assertThat(names()).containsExactly(GOOD);
                return n - 1;
            }
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL);
            assertThat(failure).hasMessageContaining(DEAD).hasMessageContaining(data.toString());
            assertThat(remove(new LocalDisk()))
                    .extracting(IncompleteSnapshots.Removed::id)
                    .containsExactly(DEAD);
            assertThat(names()).containsExactly(GOOD);
            assertThat(data.resolve(GOOD)).isDirectoryRecursivelyContaining("glob:**/HEAD");
            n++;
        }
    }

    @Test
    void oneThatCannotBeRemovedIsNotInTheWayOfTheOthers() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        incomplete("20261118T091700", Duration.ofDays(2));

        assertThatThrownBy(() -> remove(FaultyDisk.failingOnce(4)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(DEAD);
        assertThat(names()).containsExactly(".ghe-keeper-removing-" + DEAD);
    }

    @Test
    void oneWhoseMarkIsAFolderIsRemovedAndTheMarkGoesLast() throws IOException {
        incomplete(DEAD, Duration.ofDays(2));
        Path mark = data.resolve(DEAD + "/incomplete");
        Files.delete(mark);
        Files.createDirectories(mark.resolve("deep"));
        Files.writeString(mark.resolve("deep/file"), "");
        age(mark, Duration.ofDays(2));
        age(mark.getParent(), Duration.ofDays(2));

        assertThat(remove(new LocalDisk())).hasSize(1);
        assertThat(names()).isEmpty();
    }

    private static void age(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
    }

    private List<IncompleteSnapshots.Removed> remove(Disk disk) {
        return at(disk).remove(Permits.ALL);
    }

    private IncompleteSnapshots at(Disk disk) {
        return of(new DataSettings(data, Duration.ofDays(1)), disk, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static IncompleteSnapshots of(DataSettings settings, Disk disk, Clock clock) {
        return new IncompleteSnapshots(
                settings, disk, new SnapshotRemoval(settings, disk, SnapshotRemoval.SnapshotRecords.NONE, 1), clock);
    }

    private boolean isIncomplete(String name) {
        return Files.exists(data.resolve(name).resolve("incomplete"), LinkOption.NOFOLLOW_LINKS);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(data)) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        }
    }

    private void complete(String name) throws IOException {
        Path repository = data.resolve(name).resolve("repositories/1/nw/1a/2b/3c/7/7.git");
        Files.createDirectories(repository);
        Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main");
        Files.writeString(data.resolve(name).resolve("version"), "v3.12.1");
    }

    private void incomplete(String name, Duration age) throws IOException {
        complete(name);
        touch(Files.writeString(data.resolve(name).resolve("incomplete"), ""), age);
        touch(data.resolve(name), age);
    }

    private static void touch(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
    }
}
