package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.WarmUp;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fetch takes is known by the root and a list: no object of content is read for it. */
class FetchSurveyTest {
    private static final WarmUp BULK = new WarmUp(WarmUpTier.BULK, 7);

    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume);
        store = box.archiveTwo();
    }

    private FetchSurvey survey(ObjectStore objects) {
        return new FetchSurvey(new ArchiveAccess(box.state, new LocalDisk(), objects, Optional.empty(), 2));
    }

    private FetchPlan plan(String id) {
        return survey(store).plan(id, ArchiveProgress.UNWATCHED);
    }

    private Map<ObjectAccess, ObjectAmount> warmUp(String id) {
        return survey(store).warmUp(id, BULK, ArchiveProgress.UNWATCHED);
    }

    private static void fails(ThrowingCallable call, FailureKind kind) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }

    private long objects(String prefix) {
        long[] count = new long[1];
        store.list(prefix, object -> count[0]++);
        return count[0];
    }

    @Test
    void aPlanHasEachObjectOfTheRootAndNoneOfItsContentIsRead() throws IOException {
        int before = store.fetched().size();

        FetchPlan plan = plan(FIRST);

        assertThat(plan.appliance()).isEqualTo(ArchiveBox.UUID);
        assertThat(plan.objects().all().objects()).isPositive();
        assertThat(plan.objects().unlisted()).isZero();
        assertThat(plan.objects().classes()).hasSize(1);
        assertThat(plan.objects().cold()).isEqualTo(new ObjectAmount(0, 0));
        assertThat(plan.entries()).isPositive();
        assertThat(store.fetched().subList(before, store.fetched().size()))
                .containsExactly("snapshots/" + FIRST + ".json");
        try (Stream<Path> left = Files.list(box.state)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("archive-plan."));
        }
    }

    @Test
    void whatIsColdIsCountedAndIsAskedForOnce() {
        store.freeze("packs/");
        long packs = plan(FIRST).objects().cold().objects();

        Map<ObjectAccess, ObjectAmount> asked = warmUp(FIRST);
        Map<ObjectAccess, ObjectAmount> again = warmUp(FIRST);

        assertThat(packs).isPositive().isLessThanOrEqualTo(objects("packs/"));
        assertThat(asked.get(ObjectAccess.COLD).objects()).isEqualTo(packs);
        assertThat(again.get(ObjectAccess.COLD)).isNull();
        assertThat(again.get(ObjectAccess.WARMING).objects()).isEqualTo(packs);
        assertThat(store.askedFor()).hasSize((int) packs).containsOnly(BULK);
        assertThat(plan(FIRST).objects().warming().objects()).isEqualTo(packs);
        store.warm();
        assertThat(plan(FIRST).objects().cold().objects()
                        + plan(FIRST).objects().warming().objects())
                .isZero();
    }

    @Test
    void aFetchOfWhatIsColdSaysSoAndGoesOnWhenItIsWarm() throws IOException {
        FetchBox fetch = new FetchBox(volume.resolve("new"), store);
        store.freeze("packs/");

        fails(() -> fetch.toVolume(new LocalDisk(), FIRST), FailureKind.ARCHIVE_COLD);
        warmUp(FIRST);
        fails(() -> fetch.toVolume(new LocalDisk(), FIRST), FailureKind.ARCHIVE_COLD);
        store.warm();

        assertThat(fetch.toVolume(new LocalDisk(), FIRST)).hasSize(1);
        assertThat(fetch.snapshot(FIRST)).isDirectory();
    }

    @Test
    void whatTheListLacksIsCountedAsSuch() {
        List<String> packs = new ArrayList<>();
        store.list("packs/", pack -> packs.add(pack.key().text()));
        store.lose(packs.get(0));

        assertThat(plan(FIRST).objects().unlisted() + plan(SECOND).objects().unlisted())
                .isPositive();
    }

    @Test
    void aSnapshotWithoutARootIsUnknownAndADamagedRootIsDamage() {
        fails(() -> plan("20200101T000000"), FailureKind.SNAPSHOT_UNKNOWN);
        store.overwrite("snapshots/" + FIRST + ".json", new byte[] {'{', '}'});
        store.hide("snapshots/" + SECOND + ".json"); // its version is there
        assertThat(plan(FIRST).snapshot())
                .as("the version that was put first counts")
                .isEqualTo(FIRST);
        assertThat(plan(SECOND).snapshot()).isEqualTo(SECOND);
        store.lose("snapshots/" + FIRST + ".json");
        store.overwrite("snapshots/" + FIRST + ".json", new byte[] {'{', '}'});
        fails(() -> plan(FIRST), FailureKind.ARCHIVE_DAMAGED);
    }

    /** A fetch would take another root: what this one says of the release would refuse a good restore. */
    @Test
    void aRootWithoutItsManifestSaysNothing() {
        store.overwrite(
                "snapshots/" + FIRST + ".2.json",
                ("{\"format\":1,\"appliance\":\"" + ArchiveBox.UUID + "\",\"snapshot\":\"" + FIRST
                                + "\",\"sealedAt\":\"2026-11-18T04:00:00Z\",\"archivedAt\":\"2026-11-18T04:00:00Z\","
                                + "\"run\":\"x\",\"entries\":1,\"bytes\":1,\"manifest\":\"manifests/none\","
                                + "\"release\":\"v99.1\",\"objects\":[{\"key\":\"manifests/none\",\"length\":1,"
                                + "\"sha256\":\"none\"}]}")
                        .getBytes(StandardCharsets.UTF_8));

        FetchPlan plan = plan(FIRST);

        assertThat(plan.release()).hasValue("v3.12.1");
        assertThat(plan.root()).isEqualTo(1);
    }

    @Test
    void aStoreThatRefusesToMakeACopyFailsTheCommand() {
        store.freeze("packs/");
        fails(
                () -> survey(new FailingStore(store, 1, Integer.MAX_VALUE, FailingStore.Fault.DENIES))
                        .warmUp(FIRST, BULK, ArchiveProgress.UNWATCHED),
                FailureKind.STORE_DENIED);
    }
}
