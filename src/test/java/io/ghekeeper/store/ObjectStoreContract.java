package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does, and what each leaves when it fails at its n-th step. */
abstract class ObjectStoreContract {
    static final ObjectKey KEY = new ObjectKey("packs/ab/one.pack");

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

        StoredObject put = store().putIfAbsent(KEY, content("hello world")).orElseThrow();

        assertThat(put.key()).isEqualTo(KEY);
        assertThat(put.length()).isEqualTo(11);
        assertThat(store().find(KEY)).contains(put);
        assertThat(store().find(KEY, put.version())).contains(put);
        assertThat(read(KEY, 0, 11)).isEqualTo("hello world");
        assertThat(read(KEY, 6, 5)).isEqualTo("world");
        assertThat(read(KEY, put.version(), 6, 5)).isEqualTo("world");
    }

    /** Where the store ignores the condition, the first one is still there as a version. */
    @Test
    void anObjectIsNeverReplaced() throws IOException {
        StoredObject first = store().putIfAbsent(KEY, content("first")).orElseThrow();

        Optional<StoredObject> second = store().putIfAbsent(KEY, content("second"));

        assertThat(second.isEmpty()).isEqualTo(refusesASecondPut());
        assertThat(read(KEY, first.version(), 0, 5)).isEqualTo("first");
    }

    /** Whether a PUT under the condition that there is none of this key is refused where there is one. */
    boolean refusesASecondPut() {
        return true;
    }

    /** Whether of two such PUTs that arrive at once one is refused. */
    boolean refusesOneAtTheSameTime() {
        return refusesASecondPut();
    }

    @Test
    void oneOfManyWhoPutAtOnceWins() throws IOException {
        ObjectStore store = store();

        long won = IntStream.range(0, 8)
                .parallel()
                .filter(i ->
                        store.putIfAbsent(KEY, content("by " + i), retained()).isPresent())
                .count();

        assertThat(won).isBetween(1L, refusesOneAtTheSameTime() ? 1L : 8L);
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
        assertThat(versions("")).isEmpty();
    }

    @Test
    void whatIsMissingIsAFailureThatNamesIt() {
        assertThatThrownBy(() -> read(KEY, 0, 1)).isInstanceOf(Failure.class).hasMessageContaining(named(KEY));
        assertThatThrownBy(() -> store().retain(KEY, Instant.now().plus(1, ChronoUnit.DAYS)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));
        assertThat(store().delete(KEY)).isFalse();
    }

    @Test
    void aVersionThatIsMissingIsAFailureThatNamesIt() {
        StoredObject gone = store().putIfAbsent(KEY, content("gone")).orElseThrow();
        store().delete(KEY);
        store().putIfAbsent(KEY, content("here"));
        assumeTrue(gone.version().isPresent(), "the store has no versions");

        assertThat(store().find(KEY, gone.version())).isEmpty();
        assertThatThrownBy(() -> read(KEY, gone.version(), 0, 1))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));
        store().delete(KEY, gone.version());
        assertThat(store().find(KEY)).isPresent();
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
        assertThat(versions("").stream().map(version -> version.key().text())).isEqualTo(keys);
        assertThat(versions("b/").stream().map(version -> version.key().text())).containsExactly("b/1", "b/2");
    }

    @Test
    void aListShowsWhatThePutAnswered() {
        StoredObject put = store().putIfAbsent(KEY, content("hello")).orElseThrow();

        store().list("", object -> {
            assertThat(object.length()).isEqualTo(put.length());
            assertThat(object.etag()).isEqualTo(put.etag());
        });
        assertThat(versions("")).singleElement().satisfies(version -> {
            assertThat(version.key()).isEqualTo(KEY);
            assertThat(version.version()).isEqualTo(put.version());
            assertThat(version.length()).isEqualTo(put.length());
            assertThat(version.etag()).isEqualTo(put.etag());
            assertThat(version.latest()).isTrue();
            assertThat(version.deleteMarker()).isFalse();
        });
    }

    @Test
    void aDeletedObjectIsGoneForGoodAndMayBePutAgain() throws IOException {
        store().putIfAbsent(KEY, content("old"));

        assertThat(store().delete(KEY)).isTrue();

        assertThat(store().find(KEY)).isEmpty();
        assertThat(versions("")).isEmpty();
        assertThat(store().putIfAbsent(KEY, content("new"))).isPresent();
        assertThat(read(KEY, 0, 3)).isEqualTo("new");
    }

    @Test
    void itsClockGoes() {
        assertThat(store().now())
                .isBetween(
                        Instant.now().minus(5, ChronoUnit.MINUTES),
                        Instant.now().plus(5, ChronoUnit.MINUTES));
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
                assertThat(n).as("steps that could fail").isGreaterThan(3);
                return;
            }
        }
    }

    private boolean failsAt(int n, ObjectKey key) throws IOException {
        try (ObjectStore store = failingAt(n)) {
            store.putIfAbsent(key, content("whole"));
            store.fetch(key, 0, 5, new ByteArrayOutputStream());
            store.list("packs/" + n + "/", object -> {});
            store.versions("packs/" + n + "/", object -> {});
            store.delete(key);
            lock(store, key);
            return false;
        } catch (Failure failure) {
            assertThat(failure).hasMessageContaining("packs/" + n + "/");
            return true;
        }
    }

    /** The further steps of a store with locks. */
    void lock(ObjectStore store, ObjectKey key) {}

    /** With what the object of a test is put that no test deletes. */
    Optional<Instant> retained() {
        return Optional.empty();
    }

    private List<StoredVersion> versions(String prefix) {
        List<StoredVersion> versions = new ArrayList<>();
        store().versions(prefix, versions::add);
        return versions;
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

    private String read(ObjectKey key, Optional<String> version, long offset, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store().fetch(key, version, offset, length, bytes);
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
