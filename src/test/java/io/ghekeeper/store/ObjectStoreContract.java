package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does, and what each leaves when it fails at its n-th step. */
abstract class ObjectStoreContract {
    static final ObjectKey KEY = new ObjectKey("packs/ab/one.pack");
    private final Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    /** The store, sound, over what this test has put. */
    abstract ObjectStore store();

    /** The same store, of which the n-th step fails, from 1 on. */
    abstract ObjectStore failingAt(int n);

    /** How its messages name the object. */
    abstract String named(ObjectKey key);

    /** An object whose name no key has. */
    abstract void plantForeign() throws IOException;

    @Test
    void anObjectIsThereAsItWasPut() throws IOException {
        assertThat(store().find(KEY)).isEmpty();

        assertThat(store().putIfAbsent(KEY, content("hello world"))).isTrue();

        assertThat(store().find(KEY)).contains(new StoredObject(KEY, 11));
        assertThat(read(KEY, 0, 11)).isEqualTo("hello world");
        assertThat(read(KEY, 6, 5)).isEqualTo("world");
    }

    @Test
    void anObjectIsNeverReplaced() throws IOException {
        store().putIfAbsent(KEY, content("first"));

        assertThat(store().putIfAbsent(KEY, content("second"))).isFalse();

        assertThat(read(KEY, 0, 5)).isEqualTo("first");
    }

    @Test
    void oneOfManyWhoPutAtOnceWins() throws IOException {
        ObjectStore store = store();

        long won = IntStream.range(0, 8)
                .parallel()
                .filter(i -> store.putIfAbsent(KEY, content("by " + i)))
                .count();

        assertThat(won).isOne();
        assertThat(read(KEY, 0, 4)).startsWith("by ");
    }

    @Test
    void contentThatIsNotWhatItsChecksumSaysIsNotKept() {
        ObjectContent right = content("right");
        ObjectContent other =
                new ObjectContent(5, right.sha256(), content("wrong").open());

        assertThatThrownBy(() -> store().putIfAbsent(KEY, other))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));

        assertThat(store().find(KEY)).isEmpty();
        assertThat(listed("")).isEmpty();
    }

    @Test
    void whatIsMissingIsAFailureThatNamesIt() {
        assertThatThrownBy(() -> read(KEY, 0, 1)).isInstanceOf(Failure.class).hasMessageContaining(named(KEY));
        assertThatThrownBy(() -> store().retain(KEY, later))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));
        assertThat(store().delete(KEY)).isFalse();
    }

    @Test
    void aRangeBehindTheEndIsAFailure() {
        store().putIfAbsent(KEY, content("hello"));

        for (long[] range : new long[][] {{0, 6}, {5, 1}, {9, 9}}) {
            assertThatThrownBy(() -> read(KEY, range[0], range[1]))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(named(KEY));
        }
    }

    @Test
    void listsInTheOrderOfBytesOverMoreThanAPage() throws IOException {
        List<String> keys = List.of("a", "b-c/1", "b/1", "b/2", "b0", "c/d/e/f", "c/d/g");
        plantForeign();
        keys.forEach(key -> store().putIfAbsent(new ObjectKey(key), content(key)));

        assertThat(listed("")).isEqualTo(keys);
        assertThat(listed("b/")).containsExactly("b/1", "b/2");
        assertThat(listed("c/d/")).containsExactly("c/d/e/f", "c/d/g");
        assertThat(listed("x")).isEmpty();
    }

    @Test
    void aDeletedObjectIsGoneAndMayBePutAgain() throws IOException {
        store().putIfAbsent(KEY, content("old"));

        assertThat(store().delete(KEY)).isTrue();

        assertThat(store().find(KEY)).isEmpty();
        assertThat(store().putIfAbsent(KEY, content("new"))).isTrue();
        assertThat(read(KEY, 0, 3)).isEqualTo("new");
    }

    @Test
    void aRetainedObjectStaysAndItsTimeIsNeverShortened() {
        store().putIfAbsent(KEY, content("kept"));
        store().retain(KEY, later);
        store().retain(KEY, later.minusSeconds(3600));

        assertThatThrownBy(() -> store().delete(KEY))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));

        assertThat(store().find(KEY)).isPresent();
    }

    @Test
    void whereverItFailsNothingHalfCountsAndTheSameWorksAfterwards() throws IOException {
        for (int n = 1; ; n++) {
            ObjectKey key = new ObjectKey("packs/" + n + "/x");
            boolean failed = failsAt(n, key);
            boolean there = store().find(key).isPresent();
            if (there) {
                assertThat(read(key, 0, 5)).as("failed at " + n).isEqualTo("whole");
            }
            assertThat(listed("packs/" + n + "/")).hasSize(there ? 1 : 0);
            store().putIfAbsent(key, content("whole"));
            assertThat(read(key, 0, 5)).isEqualTo("whole");
            if (!failed) {
                assertThat(n).as("steps that could fail").isGreaterThan(4);
                return;
            }
        }
    }

    private boolean failsAt(int n, ObjectKey key) throws IOException {
        try (ObjectStore store = failingAt(n)) {
            store.putIfAbsent(key, content("whole"));
            store.fetch(key, 0, 5, new ByteArrayOutputStream());
            store.list("packs/" + n + "/", object -> {});
            store.retain(key, Instant.now().minusSeconds(1));
            store.delete(key);
            return false;
        } catch (Failure failure) {
            assertThat(failure).hasMessageContaining("packs/" + n + "/");
            return true;
        }
    }

    private List<String> listed(String prefix) {
        List<String> keys = new ArrayList<>();
        store().list(prefix, object -> keys.add(object.key().text()));
        return keys;
    }

    private String read(ObjectKey key, long offset, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store().fetch(key, offset, length, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static ObjectContent content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return new ObjectContent(
                    bytes.length,
                    MessageDigest.getInstance("SHA-256").digest(bytes),
                    () -> new ByteArrayInputStream(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
