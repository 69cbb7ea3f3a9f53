package io.ghekeeper.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.rebuild.RebuildReason.DirectoryState;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryCheckTest {
    private static final String OWNER = "3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10";
    private static final String FIRST = "20261118T031700";
    private static final String SECOND = "20261119T031700";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private final Map<String, String> damage = new HashMap<>();
    private final Set<String> junk = new HashSet<>();

    private Path data() {
        return folder.resolve("data");
    }

    private Optional<DirectoryState> look(String... stored) {
        return reason(stored).map(RebuildReason::state);
    }

    private Optional<RebuildReason> reason(String... stored) {
        Snapshots snapshots = new Snapshots(new DataSettings(data(), Duration.ofDays(1)), new LocalDisk());
        return new DataDirectoryCheck(snapshots, id -> Optional.ofNullable(damage.get(id)), id -> !junk.contains(id))
                .look(List.of(stored), OWNER, NOW);
    }

    private Path snapshot(String id) throws IOException {
        Path snapshot = Files.createDirectories(data().resolve(id));
        Files.writeString(snapshot.resolve("version"), "v3.12.1\n");
        Files.writeString(snapshot.resolve("uuid"), OWNER + "\n");
        return snapshot;
    }

    private void current(String id) throws IOException {
        Files.deleteIfExists(data().resolve("current"));
        Files.createSymbolicLink(data().resolve("current"), Path.of(id));
    }

    @Test
    void aMissingDirectoryIsNewAndOneWithoutSnapshotsIsEmpty() throws IOException {
        assertThat(look(FIRST)).contains(DirectoryState.NEW);

        Files.createDirectories(data().resolve("lost+found"));
        assertThat(look(FIRST)).contains(DirectoryState.EMPTY);
    }

    @Test
    void oneWhoseNewestSnapshotIsGoodNeedsNothing() throws IOException {
        snapshot(FIRST);
        snapshot(SECOND);
        current(SECOND);

        assertThat(look(FIRST, SECOND)).isEmpty();
        assertThat(look(FIRST)).isEmpty();
        assertThat(look()).isEmpty();
    }

    @Test
    void oneWithoutACompleteSnapshotIsBroken() throws IOException {
        Files.createFile(snapshot(FIRST).resolve("incomplete"));
        current(FIRST);
        assertThat(look(FIRST)).contains(DirectoryState.BROKEN);

        Files.delete(data().resolve(FIRST).resolve("incomplete"));
        assertThat(look(FIRST)).isEmpty();

        Files.delete(data().resolve(FIRST).resolve("version"));
        assertThat(look(FIRST)).contains(DirectoryState.BROKEN);
    }

    @Test
    void aCurrentThatNamesNoGoodSnapshotIsBroken() throws IOException {
        snapshot(FIRST);
        assertThat(look(FIRST)).contains(DirectoryState.BROKEN);

        current("20991231T000000");
        assertThat(look(FIRST)).contains(DirectoryState.BROKEN);
        assertThat(reason(FIRST).orElseThrow().detail()).contains("'current'");
    }

    @Test
    void oneThatIsOlderThanTheStoreIsStale() throws IOException {
        snapshot(FIRST);
        current(FIRST);

        assertThat(look(FIRST, SECOND)).contains(DirectoryState.STALE);
        assertThat(reason(SECOND).orElseThrow().detail()).contains(FIRST, SECOND);
    }

    @Test
    void aRootThatIsNotWholeMakesNothingStale() throws IOException {
        snapshot(FIRST);
        current(FIRST);
        junk.add("20261120T031700");

        assertThat(look(FIRST, "20261120T031700")).isEmpty();
        assertThat(reason(SECOND, "20261120T031700").orElseThrow().detail())
                .contains(SECOND)
                .doesNotContain("20261120T031700");
    }

    @Test
    void oneWhoseNewestSnapshotIsNotWhatWasSealedIsDamaged() throws IOException {
        snapshot(FIRST);
        snapshot(SECOND);
        current(SECOND);
        damage.put(SECOND, "run 1 found 2 differences from its seal");

        assertThat(look(FIRST, SECOND)).contains(DirectoryState.DAMAGED);
        assertThat(reason(SECOND).orElseThrow().detail()).contains("2 differences");

        damage.put(FIRST, "run 1 found 1 difference from its seal");
        assertThat(look(FIRST, SECOND)).contains(DirectoryState.DAMAGED);
    }

    /** The next backup makes a good one: a rebuild would come again with each start. */
    @Test
    void damageThatTheStoreHasNoBetterSnapshotForNeedsNothing() throws IOException {
        snapshot(FIRST);
        snapshot(SECOND);
        damage.put(SECOND, "run 1 found 2 differences from its seal");
        current(SECOND);
        assertThat(look(FIRST)).as("'current' is to name the good one").contains(DirectoryState.DAMAGED);

        current(FIRST);

        assertThat(look(FIRST)).isEmpty();
        assertThat(look()).isEmpty();
        assertThat(look(FIRST, SECOND)).contains(DirectoryState.DAMAGED);
    }

    @Test
    void oneOfAnotherApplianceIsNeverReplaced() throws IOException {
        Path snapshot = snapshot(FIRST);
        Files.writeString(snapshot.resolve("uuid"), "00000000-1f0e-4b52-9d3e-6a5a1c1b7f10\n");
        Files.createFile(snapshot.resolve("incomplete"));

        assertThatThrownBy(() -> look(FIRST, SECOND))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID))
                .hasMessageContaining("00000000-1f0e");
    }

    /** Root may read everything: what is no file fails for it, too. */
    @Test
    void oneThatCannotBeReadNowIsNeverReplaced() throws IOException {
        Path version = snapshot(FIRST).resolve("version");
        current(FIRST);
        Files.delete(version);
        Files.createDirectory(version);
        assertThat(look(FIRST)).as("that is broken, and can be read").contains(DirectoryState.BROKEN);

        Files.delete(data().resolve("current"));
        Files.move(data(), folder.resolve("aside"));
        Files.writeString(data(), "no directory");
        assertThatThrownBy(() -> look(FIRST))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE));
    }
}
