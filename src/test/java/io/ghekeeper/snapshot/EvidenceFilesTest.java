package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceFilesTest {
    private static final String ID = "20261120T031700";
    private static final Instant NOW = Instant.parse("2026-11-29T12:30:00Z");
    private static final Pin FIRST = new Pin(NOW, Optional.empty(), Optional.of("the audit"));
    private static final Pin SECOND =
            new Pin(NOW.plusSeconds(5), Optional.of(NOW.plusSeconds(86_400)), Optional.empty());

    @TempDir
    Path state;

    private final Disk disk = new LocalDisk();
    private EvidenceFiles files;

    @BeforeEach
    void open() {
        files = new EvidenceFiles(state);
    }

    private Path file() {
        return state.resolve("evidence/" + ID + ".json");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
    }

    @Test
    void aSnapshotWithoutARecordHasNoPinAndNothingIsMadeByReading() {
        assertThat(files.of(ID)).isEqualTo(Evidence.NONE);
        assertThat(files.all().of(ID)).isEqualTo(Evidence.NONE);
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void theNewestVerificationCountsAndThePinStays() {
        ReadBack whole = new ReadBack(NOW, "20261129T120000Z-verify-0001", 0, Optional.empty());
        ReadBack damaged = new ReadBack(NOW, "20261129T120000Z-verify-0002", 3, Optional.of("a: it is missing"));
        files.pin(disk, ID, FIRST);

        files.readBack(disk, ID, whole);
        assertThat(files.of(ID)).isEqualTo(new Evidence(Optional.of(FIRST), Optional.of(whole), Optional.empty()));
        assertThat(files.of(ID).damage()).isEmpty();

        files.readBack(disk, ID, damaged);
        assertThat(files.of(ID).readBack()).contains(damaged);
        assertThat(files.of(ID).damage()).isPresent();

        files.readBack(disk, ID, whole);
        assertThat(files.of(ID)).isEqualTo(new Evidence(Optional.of(FIRST), Optional.of(whole), Optional.empty()));
    }

    @Test
    void anArchivedCopyIsReadAsItWasWrittenUntilItIsNone() {
        ArchivedCopy copy =
                new ArchivedCopy("s3://b/p", NOW, "20261129T120000Z-archive-0001", Optional.of(NOW.plusSeconds(9)));
        ArchivedCopy unlocked = new ArchivedCopy("file:///f", NOW, "20261129T120000Z-archive-0002", Optional.empty());
        files.pin(disk, ID, FIRST);

        files.archived(disk, ID, copy);
        assertThat(files.of(ID).archived()).contains(copy);

        files.archived(disk, ID, unlocked);
        assertThat(files.all().of(ID).archived()).contains(unlocked);

        files.unarchived(disk, ID);
        assertThat(files.of(ID).archived()).isEmpty();
        assertThat(files.of(ID).pin()).contains(FIRST);
    }

    @Test
    void anArchivedCopyWithoutATimeIsNoProof() throws IOException {
        write("{\"format\": 1, \"archived\": {\"at\": \"soon\", \"run\": \"r\", \"store\": \"s3://b\"}}");

        assertThat(files.of(ID).archived()).isEmpty();
        assertThat(files.of(ID).unreadable()).contains("has an archived copy without a time");
    }

    @Test
    void aPinIsReadAsItWasWrittenAndReplacesTheOneBefore() {
        files.pin(disk, ID, FIRST);
        assertThat(files.of(ID).pin()).contains(FIRST);

        files.pin(disk, ID, SECOND);

        assertThat(files.all().of(ID).pin()).contains(SECOND);
    }

    @Test
    void onlyItsOwnerReadsARecord() throws IOException {
        files.pin(disk, ID, FIRST);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aRecordThatSaysNothingAnyMoreIsRemoved() {
        files.pin(disk, ID, FIRST);

        files.unpin(disk, ID);

        assertThat(file()).doesNotExist();
        assertThat(files.of(ID)).isEqualTo(Evidence.NONE);
    }

    @Test
    void aFieldOfALaterReleaseStays() throws IOException {
        write("{\"format\": 1, \"verified\": {\"run\": \"a-run\"}}");

        files.pin(disk, ID, FIRST);
        assertThat(Files.readString(file())).contains("\"verified\"", "a-run", "the audit");

        files.unpin(disk, ID);
        assertThat(Files.readString(file())).contains("\"verified\"", "a-run").doesNotContain("the audit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"format\": 2}",
                "{\"format\": 1, \"pinned\": true}",
                "{\"format\": 1, \"pinned\": {\"at\": \"yesterday\"}}",
                "{\"format\": 1, \"pinned\": {\"at\": \"+12026-11-29T12:30:00Z\"}}",
                "{\"format\": 1, \"pinned\": {\"at\": \"2026-11-29T12:30:00Z\", \"until\": {}}}"
            })
    void aRecordThatCannotBeReadIsNoUnpinnedSnapshot(String text) throws IOException {
        write(text);

        assertThat(files.of(ID).unreadable()).isPresent();
        assertThat(files.all().of(ID).unreadable()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"format\": 2}"})
    void aRecordThatCannotBeReadIsNeverOverwritten(String text) throws IOException {
        write(text);

        assertThatThrownBy(() -> files.pin(disk, ID, FIRST))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE))
                .hasMessageContaining(ID);
        assertThatThrownBy(() -> files.unpin(disk, ID)).isInstanceOf(Failure.class);
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    @Test
    void aRecordThatIsNoFileIsUnreadable() throws IOException {
        Files.createDirectories(file());

        assertThat(files.of(ID).unreadable()).contains("cannot be read: is no regular file");
    }

    @Test
    void noSnapshotIsUnpinnedWhereTheRecordsCannotBeListed() throws IOException {
        Files.writeString(state.resolve("evidence"), "a file");

        assertThat(files.all().of(ID).unreadable())
                .hasValueSatisfying(why -> assertThat(why).startsWith("cannot be listed: "));
    }

    @Test
    void filesOfOtherNamesAreNoRecords() throws IOException {
        write("{\"format\": 1}");
        Files.writeString(state.resolve("evidence/notes.json"), "x");

        assertThat(files.all().byId()).containsOnlyKeys(ID);
    }

    /** What fails or dies at any operation leaves the pin before or the pin after, and the next one works. */
    @Test
    void aChangeThatFailsAnywhereLeavesTheRecordBeforeOrTheRecordAfter() {
        files.pin(disk, ID, FIRST);
        FaultyDisk counting = FaultyDisk.sound();
        files.pin(counting, ID, FIRST);
        assertThat(counting.operations()).isGreaterThan(4);

        for (int n = 1; n <= counting.operations(); n++) {
            FaultyDisk failing = FaultyDisk.failingFrom(n);
            assertThatThrownBy(() -> files.pin(failing, ID, SECOND))
                    .as("operation " + n)
                    .isInstanceOf(Failure.class);
            assertThat(files.of(ID).pin().orElseThrow()).isIn(FIRST, SECOND);
            files.pin(disk, ID, FIRST);
            assertThat(files.of(ID).pin()).contains(FIRST);
        }
    }

    @Test
    void theFirstPinThatFailsAnywhereLeavesNoHalfRecord() {
        for (int n = 1; n < 20; n++) {
            FaultyDisk failing = FaultyDisk.failingFrom(n);
            EvidenceFiles fresh = new EvidenceFiles(state.resolve("state-" + n));
            assertThat(state.resolve("state-" + n).toFile().mkdir()).isTrue();
            try {
                fresh.pin(failing, ID, FIRST);
            } catch (Failure expected) {
                assertThat(expected.kind()).isEqualTo(FailureKind.VOLUME_FULL);
            }
            assertThat(fresh.of(ID).unreadable()).isEmpty();
            fresh.pin(disk, ID, SECOND);
            assertThat(fresh.of(ID).pin()).contains(SECOND);
        }
    }

    @Test
    void aResultThatFailsToBeRecordedLosesNoOtherEvidence() {
        files.pin(disk, ID, FIRST);
        ReadBack whole = new ReadBack(NOW, "20261129T120000Z-verify-0001", 0, Optional.empty());
        ReadBack damaged = new ReadBack(NOW, "20261129T123000Z-verify-0002", 2, Optional.of("a file"));
        CheckResults checks = new CheckResults(NOW, "20261129T120000Z-seal-0001", List.of());
        FaultyDisk counting = FaultyDisk.sound();
        files.readBack(counting, ID, whole);
        for (int n = 1; n <= counting.operations(); n++) {
            files.readBack(disk, ID, whole);
            FaultyDisk failing = FaultyDisk.failingFrom(n);
            assertThatThrownBy(() -> files.readBack(failing, ID, damaged))
                    .as("operation " + n)
                    .isInstanceOf(Failure.class);
            assertThatThrownBy(() -> files.checks(failing, ID, checks)).isInstanceOf(Failure.class);
            assertThat(files.of(ID).pin()).as("operation " + n).contains(FIRST);
            assertThat(files.of(ID).readBack().orElseThrow())
                    .as("operation " + n)
                    .isIn(whole, damaged);
            assertThat(files.of(ID).checks()).as("operation " + n).isEmpty();
        }
    }

    @Test
    void aRemovalThatFailsAnywhereLeavesARecordOrNoneAndTheNextOneEndsIt() throws IOException {
        Path beside = state.resolve("evidence/" + ID + ".json.new");
        for (int n = 1; n <= 4; n++) {
            files.pin(disk, ID, FIRST);
            Files.writeString(beside, "of a process that was killed");
            FaultyDisk failing = FaultyDisk.failingFrom(n);
            assertThatThrownBy(() -> files.remove(failing, ID))
                    .as("operation " + n)
                    .isInstanceOf(Failure.class);
            assertThat(files.of(ID).unreadable()).as("operation " + n).isEmpty();
            files.remove(disk, ID);
            assertThat(file()).as("after operation " + n).doesNotExist();
            assertThat(beside).as("after operation " + n).doesNotExist();
        }
    }

    /** A pin must not be lost because another part of ghe-keeper recorded something at that moment. */
    @Test
    void changesAtTheSameTimeWaitForEachOther() {
        IntStream.range(0, 8)
                .parallel()
                .forEach(i -> new EvidenceFiles(state).pin(disk, "2026112" + i + "T031700", FIRST));

        assertThat(files.all().byId())
                .hasSize(8)
                .allSatisfy((id, evidence) -> assertThat(evidence.pin()).contains(FIRST));
    }

    @Test
    void aPinEndsAtItsTime() {
        assertThat(FIRST.holds(Instant.MAX)).isTrue();
        assertThat(SECOND.holds(NOW.plusSeconds(86_399))).isTrue();
        assertThat(SECOND.holds(NOW.plusSeconds(86_400))).isFalse();
    }

    @Test
    void aPinReadsAsASentenceAndHoldsNoControlCharacters() {
        Pin hostile = new Pin(NOW, SECOND.until(), Optional.of("\u001b[31mred\nline"));

        assertThat(hostile.words()).isEqualTo("pinned until 2026-11-30 12:30 UTC: red line");
        assertThat(FIRST.words()).isEqualTo("pinned: the audit");
        assertThat(new Pin(NOW, Optional.empty(), Optional.empty()).words()).isEqualTo("pinned");
    }
}
