package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readings out of stores found stays known, of each store for itself. */
class StoreReadBacksTest {
    private static final String FIRST = "20261118T031700";
    private static final String SECOND = "20261119T031700";
    private static final StoreReadBack WHOLE = reading(0, Set.of());
    private static final StoreReadBack DAMAGED = reading(2, Set.of("packs/a!v1"));

    @TempDir
    Path state;

    private StoreReadBacks readings;

    @BeforeEach
    void begin() {
        readings = new StoreReadBacks(state);
    }

    private static StoreReadBack reading(long found, Set<String> objects) {
        Optional<String> first = found == 0 ? Optional.empty() : Optional.of("a file differs");
        return new StoreReadBack(
                new ReadBack(Instant.parse("2026-11-20T12:00:00Z"), "a-run", found, first), 2, objects, true);
    }

    private void put(String store, String snapshot, StoreReadBack reading) {
        readings.put(new LocalDisk(), store, snapshot, reading);
    }

    @Test
    void readingsOfTwoStoresAreKeptBesideEachOther() {
        put("s3://one/p", FIRST, DAMAGED);
        put("s3://two/p", FIRST, WHOLE);
        put("s3://one/p", SECOND, WHOLE);

        assertThat(readings.read("s3://one/p").of(FIRST)).contains(DAMAGED);
        assertThat(readings.read("s3://one/p").of(SECOND)).contains(WHOLE);
        assertThat(readings.read("s3://one/p").damagedObjects()).containsExactly("packs/a!v1");
        assertThat(readings.read("s3://two/p").of(FIRST)).contains(WHOLE);
        assertThat(readings.read("s3://three/p").byId()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsUnknownAndIsNotWrittenOver() throws IOException {
        put("s", FIRST, DAMAGED);
        Path file = state.resolve("archive/read-back.json");
        String good = Files.readString(file);
        for (String damaged : List.of(
                "",
                "{",
                "[]",
                "{}",
                good.substring(0, good.length() / 2),
                good.replace("\"format\" : 1", "\"format\" : 2"),
                good.replace("\"found\" : 2", "\"found\" : \"none\""),
                good.replace("\"objects\"", "\"object\""),
                good.replace("2026-", "then-"))) {
            Files.writeString(file, damaged);

            assertThat(readings.read("s").unknown()).as(damaged).isPresent();
            assertThatThrownBy(() -> put("s", SECOND, WHOLE)).as(damaged).isInstanceOf(Failure.class);
            assertThat(file).as(damaged).hasContent(damaged);
        }
    }

    @Test
    void damageOfASnapshotThatWasGivenUpIsKnownAsLongAsAnotherOneNeedsTheObject() {
        put("s", FIRST, DAMAGED);
        put("s", SECOND, WHOLE);
        StoreVerification none = new StoreVerification(
                Instant.EPOCH, "r", "s", 0, 0, 0, 0, Optional.empty(), Optional.empty(), List.of());

        readings.keepOnly(new LocalDisk(), none, Set.of("packs/a!v1"));
        assertThat(readings.read("s").byId()).containsOnlyKeys(FIRST);

        readings.keepOnly(new LocalDisk(), none, Set.of());
        assertThat(readings.read("s").byId()).isEmpty();
    }

    @Test
    void whereverAWriterIsKilledTheRecordIsTheOldOneOrTheNewOne() {
        put("s", FIRST, DAMAGED);
        FaultyDisk counting = FaultyDisk.sound();
        readings.put(counting, "s", FIRST, DAMAGED);
        for (int n = 1; n <= counting.operations(); n++) {
            int struck = n;
            assertThatThrownBy(() -> readings.put(FaultyDisk.brokenFrom(struck, new LocalDisk()), "s", FIRST, WHOLE))
                    .isInstanceOf(Failure.class);

            assertThat(readings.read("s").of(FIRST).orElseThrow())
                    .as("killed at " + n)
                    .isIn(DAMAGED, WHOLE);
            put("s", FIRST, DAMAGED);
        }
    }
}
