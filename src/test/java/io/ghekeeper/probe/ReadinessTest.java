package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.key.Keys;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.Volume;
import io.ghekeeper.volume.VolumeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    private Path folder;

    private OneVolume volume;
    private Path key;
    private Journal journal;
    private Runnable configuration = () -> {};
    private Optional<Run.Reason> last = Optional.empty();

    @BeforeEach
    void make() throws IOException {
        volume = new OneVolume(folder);
        journal = volume.journal(NOW);
        key = Files.writeString(folder.resolve("key"), "aws:kms:AAAA");
    }

    private Readiness readiness(Path data) {
        KeySettings settings = new KeySettings(
                KeySettings.Source.FILE, key, "KMS_PRIVATE_SSH_KEY", Optional.empty(), folder.resolve("run"), true);
        return new Readiness(
                configuration,
                new Keys(settings, new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new Volume(new VolumeSettings(data, VolumeSettings.Mount.ANY), new LocalDisk(), Map.of()),
                journal);
    }

    private List<String> obstacles() {
        return obstacles(volume.data());
    }

    private List<String> obstacles(Path data) {
        return readiness(data).parts(() -> last).stream()
                .filter(part -> part.state() == Readiness.PartState.NOT_IN_ORDER)
                .map(part -> part.name() + ": " + part.words())
                .toList();
    }

    @Test
    void onANewVolumeAllIsInOrderAndNothingIsMade() {
        assertThat(obstacles()).isEmpty();
        assertThat(volume.state()).doesNotExist();
    }

    @Test
    void aRunInProgressIsInOrder() {
        try (CaptureLease lease = journal.acquireCapture()) {
            assertThat(obstacles()).isEmpty();
            assertThat(lease).isNotNull();
        }
    }

    @Test
    void aConfigurationThatTheNextStartWouldRefuseIsNot() {
        configuration = () -> {
            throw new Failure(FailureKind.CONFIGURATION_INVALID, "1 problem\nin it", "Mend it.");
        };

        assertThat(obstacles()).containsExactly("configuration: 1 problem in it");
    }

    @Test
    void aKeyThatIsNotThereOrCutOffIsNot() throws IOException {
        Files.writeString(key, "aws:kms:A");
        assertThat(obstacles()).singleElement().asString().startsWith("key: ").contains("base64");
        Files.delete(key);
        assertThat(obstacles()).singleElement().asString().startsWith("key: ").contains("does not exist");
    }

    @Test
    void aKeyThatTheLastBackupCouldNotOpenIsNot() {
        for (FailureKind kind : FailureKind.values()) {
            last = Optional.of(new Run.Reason(kind.code(), "said so", "Mend it."));
            boolean ofTheKey = Stream.of("KEY_", "KMS_", "AWS_", "S3_")
                    .anyMatch(prefix -> kind.name().startsWith(prefix));
            assertThat(obstacles())
                    .as(kind.name())
                    .isEqualTo(ofTheKey ? List.of("key: the last backup could not use it: said so") : List.of());
        }
    }

    @Test
    void aVolumeThatIsAwayIsNot() {
        assertThat(obstacles(folder.resolve("gone/data")))
                .singleElement()
                .asString()
                .startsWith("volume: there is no directory");
    }

    @Test
    void whereTheVolumeIsAwayOnlyTheVolumeIsBlamed() {
        Readiness away = readiness(folder.resolve("gone/data"));

        List<Readiness.ReadyPart> parts = away.parts(() -> {
            throw new Failure(FailureKind.VOLUME_NOT_MOUNTED, "cannot list the runs", "Mount it.");
        });

        assertThat(parts)
                .extracting(part -> part.name() + " " + part.state())
                .containsExactly("configuration IN_ORDER", "key IN_ORDER", "volume NOT_IN_ORDER", "lease UNKNOWN");
        assertThat(parts.get(3).words()).isEqualTo("it is on the volume, which is not in order");
    }

    @Test
    void runsThatCannotBeReadAreNoFaultOfTheKey() {
        assertThat(readiness(volume.data()).parts(() -> {
                    throw new Failure(FailureKind.JOURNAL_UNREADABLE, "cannot list the runs", "Look.");
                }))
                .allMatch(part -> part.state() == Readiness.PartState.IN_ORDER);
    }

    @Test
    void aLeaseThatCannotBeLookedAtIsNot() throws IOException {
        Files.createDirectories(volume.state().resolve("lease"));

        assertThat(obstacles()).singleElement().asString().startsWith("lease: cannot look at the lease");
    }
}
