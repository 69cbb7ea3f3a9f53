package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.archive.PruneBox.Kind;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A prune run and an archive run at once, in each order of their calls: the one does all its work before the n-th call of the
 * other. The third snapshot needs again what only the first one needed, which was given up.
 */
@Order(1)
class PruneRaceTest {
    private static final int DAY = 25;

    @TempDir
    private static Path folder;

    private static final Map<Kind, PruneBox> MADE = new EnumMap<>(Kind.class);

    @BeforeAll
    static void make() throws IOException {
        for (Kind kind : Kind.values()) {
            MADE.put(kind, new PruneBox(folder.resolve(kind.toString()), kind));
        }
    }

    private static PruneBox given(Kind kind) throws IOException {
        return MADE.get(kind).copiedTo(folder.resolve("given"));
    }

    /** One that runs something once, before the n-th call; not between a root's last look and the root. */
    private static final class Interrupted extends PruneBox.Hooked {
        private final ObjectStore store;
        private final int[] calls;

        private Interrupted(ObjectStore store, int[] calls, int n, Runnable other) {
            super(store, () -> {
                synchronized (calls) { // a prune run deletes several at once; those that are under way go on meanwhile
                    calls[0]++;
                    if (calls[0] == n) {
                        other.run();
                    }
                }
            });
            this.store = store;
            this.calls = calls;
        }

        @Override
        public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> until) {
            return key.text().startsWith("snapshots/")
                    ? store.putIfAbsent(key, content, until)
                    : super.putIfAbsent(key, content, until);
        }

        boolean reached(int n) {
            return calls[0] >= n;
        }
    }

    private interface Race {
        void run(PruneBox given, Interrupted store) throws IOException;
    }

    private void each(Kind kind, Consumer<PruneBox> before, Consumer<PruneBox> other, Race race) throws IOException {
        int step = kind == Kind.VERSIONS ? 1 : 7; // files are slow
        int n = 1;
        boolean reached = true;
        for (; reached; n += step) {
            PruneBox given = given(kind);
            given.giveUp(FIRST);
            given.pass(DAY);
            before.accept(given);
            Interrupted store = new Interrupted(given.store, new int[1], n, () -> other.accept(given));
            race.run(given, store);
            reached = store.reached(n);
            assertThat(given.hasRoot(THIRD)).as("call %s", n).isTrue();
            assertThat(given.lost()).as("call %s", n).isEmpty();
            if (kind == Kind.FOLDER && n % 3 == 1) {
                assertThat(given.box.restored(THIRD)).as("call %s", n).isEmpty();
            }
        }
        assertThat(n).as("calls").isGreaterThan(10);
    }

    private static void announce(PruneBox given) {
        given.run();
    }

    private static void announceAndDelete(PruneBox given) {
        given.run();
        given.pass(DAY);
        given.run();
    }

    private static void archive(PruneBox given) {
        given.archive(THIRD, given.store);
    }

    /** The archive run stands still for a day, at any point. */
    @ParameterizedTest
    @EnumSource
    void bothRunsOfPruneWithinAnArchive(Kind kind) throws IOException {
        each(kind, given -> {}, PruneRaceTest::announceAndDelete, (given, store) -> given.archive(THIRD, store));
    }

    @ParameterizedTest
    @EnumSource
    void anAnnouncementWithinAnArchive(Kind kind) throws IOException {
        each(kind, given -> {}, PruneRaceTest::announce, (given, store) -> {
            given.archive(THIRD, store);
            given.pass(DAY);
            given.run();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionWithinAnArchive(Kind kind) throws IOException {
        each(
                kind,
                given -> {
                    given.run();
                    given.pass(DAY);
                },
                PruneBox::run,
                (given, store) -> given.archive(THIRD, store));
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveWithinAnAnnouncement(Kind kind) throws IOException {
        each(kind, given -> {}, PruneRaceTest::archive, (given, store) -> {
            given.run(store);
            if (!given.hasRoot(THIRD)) {
                archive(given);
            }
            given.pass(DAY);
            given.run();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveWithinADeletion(Kind kind) throws IOException {
        each(
                kind,
                given -> {
                    given.run();
                    given.pass(DAY);
                },
                PruneRaceTest::archive,
                (given, store) -> {
                    given.run(store);
                    if (!given.hasRoot(THIRD)) {
                        archive(given);
                    }
                    given.pass(DAY);
                    given.run();
                });
    }

    /** No protocol helps a process that stands still between its last look and its root. It must say so. */
    @Test
    void aRootThatComesADayAfterTheLastLookFailsTheRun() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(DAY);
        ObjectStore late = new PruneBox.Hooked(given.store, () -> {}) {
            @Override
            public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> until) {
                if (key.text().startsWith("snapshots/") && !given.hasRoot(THIRD)) {
                    announceAndDelete(given);
                }
                return super.putIfAbsent(key, content, until);
            }
        };

        assertThatThrownBy(() -> given.archive(THIRD, late)).isInstanceOf(Failure.class);
    }

    @Test
    void theSameContentIsPackedUnderAnotherNameWhereItWasAnnounced() throws IOException {
        PruneBox given = given(Kind.FOLDER);
        given.giveUp(FIRST);
        given.pass(DAY);
        given.run();
        var before = given.keys();

        archive(given);

        assertThat(given.keys().stream()
                        .filter(key -> !before.contains(key) && key.startsWith("packs/"))
                        .count())
                .isPositive();
        assertThat(given.box.restored(THIRD)).isEmpty();
    }

    /** A deletion may have listed the roots before this one comes. */
    @Test
    void noRootNamesWhatWasAnnouncedWhileItsArchiveWentOn() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(DAY);
        var before = given.keys();
        ObjectStore announced = new PruneBox.Hooked(given.store, () -> {}) {
            private boolean done;

            /** The first one is that of the last look. */
            @Override
            public Instant now() {
                if (!done) {
                    done = true;
                    given.run();
                }
                return super.now();
            }
        };

        given.archive(THIRD, announced);

        assertThat(given.keys().stream().filter(key -> !before.contains(key)))
                .anyMatch(key -> key.startsWith("packs/"));
        assertThat(given.lost()).isEmpty();
    }
}
