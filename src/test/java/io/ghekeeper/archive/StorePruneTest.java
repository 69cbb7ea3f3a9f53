package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.archive.PruneBox.Kind;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Order(3)
class StorePruneTest {
    private static final String PACK = "packs/aa/" + "a".repeat(64) + ".tar.zst";

    @TempDir
    Path folder;

    private PruneBox given(Kind kind) throws IOException {
        return new PruneBox(folder, kind);
    }

    private static void put(ObjectStore store, String key, Optional<Instant> until) {
        byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        store.putIfAbsent(
                new ObjectKey(key),
                new ObjectContent(bytes.length, Sha256.digest().digest(bytes), () -> new ByteArrayInputStream(bytes)),
                until);
    }

    private static List<StoredVersion> content(PruneBox given) {
        return given.versions().stream()
                .filter(version -> !version.key().text().startsWith("prune/"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatOnlyAGivenUpSnapshotNeededGoesADayAfterItWasAnnounced(Kind kind) throws IOException {
        PruneBox given = given(kind);
        given.giveUp(FIRST);
        given.pass(25);
        List<StoredVersion> before = content(given);

        PruneReport first = given.run();
        assertThat(first.deleted()).isEqualTo(Amount.NONE);
        assertThat(first.found().versions()).isPositive();
        assertThat(content(given)).isEqualTo(before);

        given.pass(23);
        PruneReport early = given.run();
        assertThat(early.deleted()).isEqualTo(Amount.NONE);
        assertThat(early.waiting()).isEqualTo(first.found());
        assertThat(early.nextDue()).contains(given.box.clock.instant().plus(Duration.ofHours(1)));
        assertThat(content(given)).isEqualTo(before);

        given.pass(1);
        PruneReport second = given.run();
        assertThat(second.deleted()).isEqualTo(first.found());
        assertThat(given.hasRoot(FIRST)).isFalse();
        assertThat(given.keys()).contains("tombstones/" + FIRST + ".json").noneMatch(key -> key.startsWith("prune/"));
        assertThat(content(given))
                .filteredOn(version -> version.key().text().startsWith("packs/"))
                .hasSize(2);
        assertThat(given.lost()).isEmpty();
        assertThat(given.hasRoot(SECOND)).isTrue();
    }

    @Test
    void deletionsGoSeveralAtOnceAndTheContentOfARootBeforeIt() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        given.run();
        given.pass(25);
        CountDownLatch two = new CountDownLatch(2);
        Queue<String> ended = new ConcurrentLinkedQueue<>();
        ObjectStore slow = new PruneBox.Hooked(given.store, () -> {}) {
            @Override
            public void delete(ObjectKey key, Optional<String> version) {
                if (key.text().matches("(manifests|packs)/.*")) { // the lists may be those of another snapshot
                    two.countDown();
                    assertThat(isReached(two))
                            .as("a second deletion begins meanwhile")
                            .isTrue();
                }
                super.delete(key, version);
                ended.add(key.text());
            }
        };

        PruneReport report = given.run(slow);

        assertThat(report.deleted()).isEqualTo(report.due());
        assertThat(ended.stream().filter(key -> !key.startsWith("prune/")).toList())
                .hasSize((int) report.due().versions())
                .endsWith("snapshots/" + FIRST + ".json");
    }

    @Test
    void asksForSeveralVersionsAtTheSameTimeAndFindsTheSame() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        PruneReport alone = given.plan();
        CountDownLatch two = new CountDownLatch(2);
        ObjectStore slow = new PruneBox.Hooked(given.store, () -> {}) {
            @Override
            public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
                if (key.text().matches("(manifests|packs)/.*")) {
                    two.countDown();
                    assertThat(isReached(two))
                            .as("a second question is asked meanwhile")
                            .isTrue();
                }
                return super.find(key, version);
            }
        };

        assertThat(given.plan(slow)).isEqualTo(alone);
        assertThat(alone.found().versions()).isGreaterThan(1);
    }

    @Test
    void aQuestionThatFailsEndsTheSurvey() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        List<StoredVersion> before = content(given);
        ObjectStore away = new PruneBox.Hooked(given.store, () -> {}) {
            @Override
            public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
                if (key.text().startsWith("packs/")) {
                    throw new Failure(FailureKind.STORE_FAILED, "the store is away", "Wait.");
                }
                return super.find(key, version);
            }
        };

        assertThatThrownBy(() -> given.run(away)).hasMessageContaining("the store is away");
        assertThat(content(given)).isEqualTo(before);
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTombstoneGoesLast(Kind kind) throws IOException {
        PruneBox given = given(kind);
        given.giveUp(FIRST);
        given.pass(25);
        given.run();
        given.pass(25);
        given.run();

        given.run();
        assertThat(given.keys()).contains("tombstones/" + FIRST + ".json");
        given.pass(25);
        given.run();

        assertThat(given.keys()).noneMatch(key -> key.startsWith("tombstones/") || key.startsWith("prune/"));
        assertThat(given.plan().found()).isEqualTo(Amount.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void aPlanChangesNothing(Kind kind) throws IOException {
        PruneBox given = given(kind);
        given.giveUp(FIRST);
        given.pass(25);
        List<StoredVersion> before = given.versions();
        PruneReport found = given.plan();
        assertThat(given.versions()).isEqualTo(before);

        given.run();
        given.pass(24);
        before = given.versions();
        assertThat(given.plan().due()).isEqualTo(found.found());
        assertThat(given.versions()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsNeededByNoneAndOldIsAnnounced(Kind kind) throws IOException {
        PruneBox given = given(kind);
        given.pass(100);
        put(given.store, PACK, Optional.empty());
        put(given.store, "packs/aa/of-another-program", Optional.empty());
        put(given.store, "elsewhere/x", Optional.empty());

        assertThat(given.plan().young().versions()).isEqualTo(1);
        given.pass(25);
        assertThat(given.plan().unfinished().versions()).isEqualTo(1);
        given.pass(24 * 14);
        assertThat(given.run().found().versions()).isEqualTo(1);
        given.pass(24);
        PruneReport last = given.run();

        assertThat(last.deleted().versions()).isEqualTo(1);
        assertThat(last.foreign()).isEqualTo(2);
        assertThat(given.keys()).contains("elsewhere/x").doesNotContain(PACK);
        assertThat(given.lost()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLockedStaysAndItsEndIsNamed(Kind kind) throws IOException {
        PruneBox given = given(kind);
        Instant end = given.box.clock.instant().plus(Duration.ofDays(30));
        put(given.store, PACK, Optional.of(end));
        given.pass(24 * 15);

        PruneReport locked = given.run();
        assertThat(locked.found()).isEqualTo(Amount.NONE);
        assertThat(locked.locked().versions()).isEqualTo(1);
        assertThat(locked.locks()).contains(new PruneReport.LockSpan(end, end));

        given.pass(24 * 16);
        assertThat(given.run().found().versions()).isEqualTo(1);
    }

    @Test
    void versionsAndMarkersCountEachForItself() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        VersionedStore store = (VersionedStore) given.store;
        String root = "snapshots/" + SECOND + ".json";
        String pack = given.keys().stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        store.overwrite(pack, new byte[9]);
        store.hide(pack);
        store.overwrite(root, new byte[3]);
        given.pass(24 * 15);
        given.run();
        given.pass(24);

        PruneReport done = given.run();

        assertThat(done.deleted()).isEqualTo(new Amount(3, 12));
        assertThat(given.lost()).isEmpty();
        assertThat(store.find(new ObjectKey(pack))).isPresent();
        assertThat(store.find(new ObjectKey(root)).orElseThrow().length()).isGreaterThan(3);
    }

    /** A repair may have put it there. */
    @Test
    void whatTookThePlaceOfALostVersionStays() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        VersionedStore store = (VersionedStore) given.store;
        String pack = given.keys().stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        store.lose(pack);
        store.overwrite(pack, new byte[9]);
        given.pass(24 * 30);

        assertThat(given.plan().found()).isEqualTo(Amount.NONE);
    }

    @Test
    void aRootThatIsHiddenStillNeedsItsObjects() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        ((VersionedStore) given.store).hide("snapshots/" + FIRST + ".json");
        given.pass(24 * 30);
        given.run();
        given.pass(24);
        given.run();

        assertThat(given.lost()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTombstoneThatSaysNothingGivesNothingUp(Kind kind) throws IOException {
        PruneBox given = given(kind);
        put(given.store, "tombstones/" + FIRST + ".json", Optional.empty());
        assertThat(given.plan().strange().orElseThrow()).contains("tombstones/" + FIRST + ".json");
        given.pass(24 * 30);
        given.run();
        given.pass(24);

        assertThat(given.run().deleted()).isEqualTo(Amount.NONE);
    }

    @Test
    void nothingIsDeletedWhereARootIsDamaged() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        given.run();
        given.pass(24);
        put(given.store, "snapshots/20261121T000000.2.json", Optional.empty());

        assertThatThrownBy(given::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED))
                .hasMessageContaining("snapshots/20261121T000000.2.json");
        assertThat(given.hasRoot(FIRST)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theLastSnapshotsGoOnlyWhereThatIsMeant(Kind kind) throws IOException {
        PruneBox given = given(kind);
        given.giveUp(PruneBox.BASE);
        given.giveUp(FIRST);
        given.giveUp(SECOND);
        given.pass(25);

        assertThatThrownBy(given::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONSENT_MISSING));
        assertThat(given.plan().removesAll()).isTrue();

        assertThat(given.prune(given.store)
                        .run(ArchiveBox.UUID, new PruneOptions(true, false, false), report -> true)
                        .found()
                        .versions())
                .isPositive();
    }

    @Test
    void anotherAppliancesStoreIsNotTouched() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        List<StoredVersion> before = given.versions();

        assertThatThrownBy(() -> given.prune(given.store).run("1".repeat(32), PruneOptions.NONE, report -> true))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID));
        ((VersionedStore) given.store).lose("format.json");
        assertThatThrownBy(given::run).hasMessageContaining("it has no format.json");
        assertThat(content(given)).hasSize(before.size() - 1);
    }

    @Test
    void withoutConsentNothingGoes() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        given.run();
        given.pass(24);
        List<StoredVersion> before = given.versions();

        PruneReport report = given.prune(given.store).run(ArchiveBox.UUID, PruneOptions.NONE, due -> false);

        assertThat(report.deleted()).isEqualTo(Amount.NONE);
        assertThat(given.versions()).isEqualTo(before);
    }

    @Test
    void aDamagedAnnouncementDeletesNothingAndGoes() throws IOException {
        PruneBox given = given(Kind.VERSIONS);
        given.giveUp(FIRST);
        given.pass(25);
        PruneReport found = given.run();
        String announcement = given.keys().stream()
                .filter(key -> key.startsWith("prune/"))
                .findFirst()
                .orElseThrow();
        ((VersionedStore) given.store).damage(announcement);
        given.pass(24);

        PruneReport next = given.run();

        assertThat(next.deleted()).isEqualTo(Amount.NONE);
        assertThat(next.found()).isEqualTo(found.found());
        assertThat(given.keys()).doesNotContain(announcement);
    }

    @ParameterizedTest
    @EnumSource
    void killedAtAnyCallAndBegunAgainItEndsWell(Kind kind) throws IOException {
        boolean killed = true;
        PruneBox made = new PruneBox(folder.resolve("made"), kind);
        for (int n = 1; killed; n += kind == Kind.VERSIONS ? 1 : 4) {
            PruneBox given = made.copiedTo(folder.resolve("given"));
            given.giveUp(FIRST);
            given.pass(25);
            killed = killedAt(given, n);
            given.run();
            given.pass(24);
            killed |= killedAt(given, n);
            given.run();
            given.pass(24);
            given.run();
            assertThat(given.lost()).as("call %s", n).isEmpty();
            assertThat(given.hasRoot(FIRST)).as("call %s", n).isFalse();
            long left = given.keys().stream()
                    .filter(key -> !key.startsWith("prune/") && !key.startsWith("tombstones/"))
                    .count();
            assertThat(left)
                    .as("call %s", n)
                    .isEqualTo(given.plan().live().versions() + 3); // format.json, how to restore
        }
    }

    private static boolean killedAt(PruneBox given, int n) {
        AtomicInteger calls = new AtomicInteger();
        try {
            given.run(new PruneBox.Hooked(given.store, () -> {
                if (calls.incrementAndGet() == n) {
                    throw new IllegalStateException("killed");
                }
            }));
            return false;
        } catch (IllegalStateException killed) {
            return true;
        }
    }
}
