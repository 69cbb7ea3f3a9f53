package io.ghekeeper.nativesnapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.EbsSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotOriginTest {
    private static SnapshotOrigin of(String description, Map<String, String> tags) {
        return SnapshotOrigin.of(
                new EbsSnapshot(
                        "snap-00000001",
                        "vol-00000001",
                        "completed",
                        Instant.EPOCH,
                        OptionalInt.empty(),
                        1,
                        description,
                        tags),
                "ghe-backup");
    }

    @Test
    void aKeeperIsOursByItsExactLabel() {
        assertThat(of("", Map.of("ghe-keeper-run", "r", "ghe-keeper-label", "ghe-backup")))
                .isEqualTo(SnapshotOrigin.OWN);
        assertThat(of("", Map.of("ghe-keeper-run", "r", "ghe-keeper-label", "ghe-backup2")))
                .isEqualTo(SnapshotOrigin.OTHER_KEEPER);
        assertThat(of("", Map.of("ghe-keeper-run", "r"))).isEqualTo(SnapshotOrigin.OTHER_KEEPER);
    }

    @ParameterizedTest
    @CsvSource({
        "aws:dlm:lifecycle-policy-id,DLM",
        "aws:backup:source-resource,AWS_BACKUP",
        "aws:cloudformation:stack-id,AWS",
        "ebs.csi.aws.com/cluster,CSI_DRIVER",
        "CSIVolumeSnapshotName,CSI_DRIVER",
        "Name,PERSON"
    })
    void othersAreKnownByTheirTags(String key, SnapshotOrigin origin) {
        assertThat(of("", Map.of(key, "x"))).isEqualTo(origin);
    }

    @Test
    void awsBackupIsKnownByItsDescriptionToo() {
        assertThat(of("This snapshot is created by the AWS Backup service.", Map.of()))
                .isEqualTo(SnapshotOrigin.AWS_BACKUP);
    }

    @Test
    void aLabelWithoutARunIsAPersons() {
        assertThat(of("", Map.of("ghe-keeper-label", "ghe-backup"))).isEqualTo(SnapshotOrigin.PERSON);
    }

    @Test
    void theWordsFitTheirColumn() {
        assertThat(Stream.of(SnapshotOrigin.values()).map(SnapshotOrigin::words))
                .allMatch(words -> words.length() <= 12);
    }
}
