package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectLocksTest {
    private static final Duration TERM = Duration.ofDays(30);

    @TempDir
    Path volume;

    private ArchiveBox box;

    @BeforeEach
    void make() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        box.share(FIRST, SECOND);
        box.seal(FIRST, SECOND);
        box.lock = Optional.of(new LockPolicy(TERM, Duration.ofDays(400)));
    }

    @Test
    void anEndIsNeverBeforeTheTermAndNeverMoreThanAWeekLater() {
        LockPolicy policy = new LockPolicy(TERM, Duration.ofDays(400));
        for (int hour = 0; hour < 24 * 15; hour++) {
            Instant now = Instant.parse("2026-11-20T12:34:56.7Z").plus(Duration.ofHours(hour));

            assertThat(policy.until(now))
                    .isBetween(now.plus(TERM), now.plus(TERM).plus(Duration.ofDays(7)));
        }
    }

    @Test
    void anEndIsNeverAfterTheLongestTerm() {
        Instant now = Instant.parse("2026-11-20T12:34:56Z");

        assertThat(new LockPolicy(TERM, Duration.ofDays(31)).until(now)).isEqualTo(now.plus(Duration.ofDays(31)));
        assertThatThrownBy(() -> new LockPolicy(TERM, Duration.ofDays(29)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLockThatWasJustSetIsNeverShortAndOneIsExtendedBeforeItsTermIsMissing() {
        Instant now = Instant.parse("2026-11-20T12:34:56Z");
        for (int longest : new int[] {30, 31, 37, 400}) {
            LockPolicy policy = new LockPolicy(TERM, Duration.ofDays(longest));
            Instant end = policy.until(now);

            assertThat(policy.isShort(end, now.plusSeconds(60)))
                    .as(longest + " days")
                    .isFalse();
            assertThat(policy.isShort(end, now.plus(Duration.ofDays(8))))
                    .as(longest + " days")
                    .isTrue();
        }
        assertThat(new LockPolicy(TERM, Duration.ofDays(37))
                        .isShort(now.plus(TERM).minusSeconds(1), now))
                .isTrue();
    }

    @Test
    void eachObjectOfASnapshotIsLockedAsLongAsItsReceiptPromises() throws IOException {
        Instant until = box.archive(FIRST).lockedUntil().orElseThrow();

        assertThat(until).isAfterOrEqualTo(box.clock.instant().plus(TERM));
        requireLocked(until);
    }

    @Test
    void whatALaterSnapshotReusesIsLockedAgainBeforeItIsCommitted() throws IOException {
        Instant first = box.archive(FIRST).lockedUntil().orElseThrow();
        box.clock.pass(Duration.ofDays(20));

        Instant second = box.archive(SECOND).lockedUntil().orElseThrow();

        assertThat(second).isAfter(first);
        for (String key : box.keys()) {
            if (!key.equals("snapshots/" + FIRST + ".json")) {
                assertThat(lock(key)).as(key).isEqualTo(second);
            }
        }
    }

    private void requireLocked(Instant until) {
        assertThat(box.keys())
                .hasSizeGreaterThan(4)
                .allSatisfy(key -> assertThat(lock(key)).isEqualTo(until));
    }

    private Instant lock(String key) {
        return box.store()
                .find(new ObjectKey(key))
                .orElseThrow()
                .retainedUntil()
                .orElseThrow(() -> new AssertionError(key + " is not locked"));
    }

    @Test
    void clocksThatDifferAreRefusedBeforeAnythingIsLocked() {
        SetClock fast = new SetClock(box.clock.instant().plus(Duration.ofMinutes(6)));

        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> box.archive(FIRST, new FolderStore(box.objects, new LocalDisk(), fast), new LocalDisk()));

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure).hasMessageContaining("clock");
        assertThat(box.keys()).isEmpty();
    }
}
