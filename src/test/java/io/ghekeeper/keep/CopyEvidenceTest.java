package io.ghekeeper.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyEvidenceTest {
    private static final String ID = "20261120T090000";
    private static final String STORE = "s3://bucket/prefix";
    private static final String UUID = "7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11";
    private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant EARLY = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2027-01-01T00:00:00Z");

    @TempDir
    private Path volume;

    private OneKeepLane lane;

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
        lane.good(ID);
    }

    private static ArchivedCopy copy(String store, Instant locked) {
        return new ArchivedCopy(store, AT, "20261120T080000Z-archive-0001", Optional.of(locked));
    }

    private static StoredCopy found(String id, String appliance, int lost) {
        return new StoredCopy(
                id,
                appliance,
                Optional.of(copy(STORE, EARLY)),
                Optional.empty(),
                false,
                lost,
                lost == 0 ? List.of() : List.of("packs/a: it is gone"),
                Optional.empty());
    }

    private Run record(StoredCopy... copies) {
        StoreVerification verification =
                new StoreVerification(AT, "r", STORE, 1, 1, 0, 0, Optional.empty(), Optional.empty(), List.of(copies));
        try (KeepLease lease = lane.journal().acquireKeep()) {
            OpenRun run = lane.journal().begin(lease, Run.Kind.ARCHIVE_VERIFY, Run.Trigger.HAND);
            RunContext context =
                    new RunContext(lease, run, new RunLog(run.id(), run.output(), new LocalDisk(), lane.clock()), null);
            new CopyEvidence(lane.evidence(), new LocalDisk(), Optional.of(UUID))
                    .record(verification, lane.reader().read(), context);
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
            return run.run();
        }
    }

    private Optional<ArchivedCopy> evidence(String id) {
        return lane.evidence().of(id).archived();
    }

    @Test
    void aWholeCopyGivesEvidenceAndAnEndOfLocksThatARunExtendedStays() {
        record(found(ID, UUID, 0));
        assertThat(evidence(ID).flatMap(ArchivedCopy::lockedUntil)).contains(EARLY);
        assertThat(evidence(ID).flatMap(ArchivedCopy::listedAt)).contains(AT);

        lane.evidence().archived(new LocalDisk(), ID, copy(STORE, LATE));
        record(found(ID, UUID, 0));

        assertThat(evidence(ID).flatMap(ArchivedCopy::lockedUntil)).contains(LATE);
    }

    @Test
    void aCopyThatIsNotWholeLosesItsEvidenceInThisStoreOnly() {
        lane.evidence().archived(new LocalDisk(), ID, copy(STORE, LATE));
        Run run = record(found(ID, UUID, 1));
        assertThat(evidence(ID)).isEmpty();
        assertThat(run.all(ArchiveEvent.CopyDamaged.class))
                .singleElement()
                .satisfies(damaged -> assertThat(damaged.gaveUp()).isTrue());

        lane.evidence().archived(new LocalDisk(), ID, copy("s3://bucket/other", LATE));
        record(found(ID, UUID, 1));
        assertThat(evidence(ID)).isPresent();
    }

    @Test
    void aWholeCopyInASecondStoreLeavesTheEvidenceOfTheFirstOne() {
        lane.evidence().archived(new LocalDisk(), ID, copy("s3://bucket/other", LATE));

        record(found(ID, UUID, 0));

        assertThat(evidence(ID)).contains(copy("s3://bucket/other", LATE));
    }

    @Test
    void neitherAnotherAppliancesCopyNorOneThatIsOnlyInTheStoreGivesEvidence() {
        record(found(ID, "00000000-0000-0000-0000-000000000000", 0), found("20261101T090000", UUID, 0));

        assertThat(evidence(ID)).isEmpty();
        assertThat(evidence("20261101T090000")).isEmpty();
    }
}
