package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.FailingStore.Fault;
import io.ghekeeper.volume.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreRetriesTest extends LockingStoreContract {
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();

    @Override
    ObjectStore store() {
        return retrying(folderStore());
    }

    @Override
    ObjectStore failingAt(int n) {
        return retrying(new FailingStore(folderStore(), n));
    }

    private ObjectStore folderStore() {
        return new FolderStore(folder, new LocalDisk(), Clock.systemUTC());
    }

    private StoreRetries retrying(ObjectStore store) {
        return new StoreRetries(store, new Random(1), pauses::add);
    }

    @Override
    String named(ObjectKey key) {
        return folder.resolve(key.text()).toString();
    }

    @Override
    void plantForeign() throws IOException {
        Files.writeString(folder.resolve("of another program"), "x");
    }

    @ParameterizedTest
    @EnumSource(names = {"AWAY", "THROTTLES", "LOSES_ANSWER"})
    void whatPassesIsNotSeenWhicheverCallItMeets(Fault fault) throws IOException {
        for (int n = 1; ; n++) {
            FailingStore failing = new FailingStore(folderStore(), n, fault);
            StoreRetries store = retrying(failing);
            String begin = fault.name() + "/" + n + "/";
            ObjectKey key = new ObjectKey(begin + "a");

            store.putIfAbsent(key, content("hello"), Optional.of(LATER.minusSeconds(9)));
            store.putIfAbsent(new ObjectKey(begin + "b"), content("world"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.fetch(key, 1, 4, bytes);
            List<String> listed = new ArrayList<>();
            store.list(begin, object -> listed.add(object.key().text()));
            store.versions(begin, version -> listed.add(version.key().text()));
            store.retain(key, LATER);
            store.now();

            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ello");
            assertThat(listed).containsExactly(begin + "a", begin + "b", begin + "a", begin + "b");
            assertThat(store.find(key).orElseThrow().retainedUntil()).contains(LATER);
            if (failing.calls() < n) {
                assertThat(n).isGreaterThan(7);
                return;
            }
        }
    }

    @Test
    void anObjectWhoseAnswerWasLostIsNotPutTwice() {
        FailingStore failing = new FailingStore(folderStore(), 1, Fault.LOSES_ANSWER);

        assertThat(retrying(failing).putIfAbsent(KEY, content("once"))).isEmpty();

        assertThat(failing.calls()).as("one PUT and one question").isEqualTo(2);
        assertThat(folderStore().find(KEY)).isPresent();
    }

    @Test
    void aPutIsRepeatedWhenTheStoreSaysThatNothingArrived() {
        FailingStore failing = new FailingStore(folderStore(), 1, Fault.AWAY);

        assertThat(retrying(failing).putIfAbsent(KEY, content("here"))).isPresent();

        assertThat(failing.calls()).as("two PUTs and one question").isEqualTo(3);
    }

    @Test
    void aStoreThatStaysAwayIsAFailureAfterSevenTriesWithLongerAndLongerPauses() {
        FailingStore failing = new FailingStore(folderStore(), 1, Integer.MAX_VALUE, Fault.THROTTLES);

        assertThatThrownBy(() -> retrying(failing).find(KEY))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.AWS_THROTTLED));

        assertThat(failing.calls()).isEqualTo(7);
        assertThat(pauses).hasSize(6).isSorted();
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
    }

    @Test
    void whatStaysIsNotTriedAgain() {
        FailingStore failing = new FailingStore(folderStore(), 1);

        assertThatThrownBy(() -> retrying(failing).find(KEY)).isInstanceOf(Failure.class);

        assertThat(failing.calls()).isOne();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aFailureOfTheReaderOfAListIsNotTheStoresAndIsNotTriedAgain() {
        FailingStore counted = new FailingStore(folderStore(), 0);
        folderStore().putIfAbsent(KEY, content("x"));

        assertThatThrownBy(() -> retrying(counted).list("", object -> {
                    throw new Failure(FailureKind.AWS_THROTTLED, "of the reader", "");
                }))
                .hasMessage("of the reader");

        assertThat(counted.calls()).isOne();
    }

    @Test
    void aLockThatIsRefusedRightAfterThePutIsTriedAgain() {
        StoreRetries store = retrying(new FailingStore(folderStore(), 2, 4, Fault.DENIES));
        store.putIfAbsent(KEY, content("x"));

        store.retain(KEY, LATER);

        assertThat(pauses).hasSize(3);
        assertThat(store.find(KEY).orElseThrow().retainedUntil()).contains(LATER);
    }

    @Test
    void aLockThatStaysRefusedIsAFailureAfterFourTries() {
        FailingStore failing = new FailingStore(folderStore(), 2, Integer.MAX_VALUE, Fault.DENIES);
        StoreRetries store = retrying(failing);
        store.putIfAbsent(KEY, content("x"));

        assertThatThrownBy(() -> store.retain(KEY, LATER)).hasMessageContaining("access denied");

        assertThat(failing.calls()).isEqualTo(5);
    }

    @Test
    void aLockOfAnOldObjectThatIsRefusedFailsAtOnce() {
        folderStore().putIfAbsent(KEY, content("x"));
        FailingStore failing = new FailingStore(folderStore(), 1, Fault.DENIES);

        assertThatThrownBy(() -> retrying(failing).retain(KEY, LATER)).hasMessageContaining("access denied");

        assertThat(failing.calls()).isOne();
    }

    @Test
    void aRemovalThatNamesNoVersionIsSentOnce() {
        FailingStore failing = new FailingStore(folderStore(), 1, Fault.AWAY);

        assertThatThrownBy(() -> retrying(failing).delete(KEY, Optional.empty()))
                .isInstanceOf(Failure.class);

        assertThat(failing.calls()).isOne();
    }

    @Test
    void anInterruptEndsThePause() {
        FailingStore failing = new FailingStore(folderStore(), 1, Fault.AWAY);
        StoreRetries store = new StoreRetries(failing, new Random(1), duration -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> store.find(KEY)).isInstanceOf(Failure.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failing.calls()).isOne();
    }
}
