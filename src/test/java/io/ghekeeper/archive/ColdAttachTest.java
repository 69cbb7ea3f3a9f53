package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.WarmUp;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keeper that lost its state takes up a store whose packs a lifecycle rule moved: it names all of them before it reads one. */
class ColdAttachTest {
    private static final WarmUp BULK = new WarmUp(WarmUpTier.BULK, 7);

    @TempDir
    private Path volume;

    private ArchiveBox box;
    private VersionedStore store;

    /** Each of two roots has a pack of its own. */
    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume.resolve("box")).twoSealed();
        store = new VersionedStore(box.clock);
        box.archive(FIRST, store, box.disk);
        box.archive(SECOND, store, box.disk);
        box.loseState();
        store.freeze("packs/");
    }

    private ArchiveAttach attachment() {
        return box.archiver(store, box.disk).attachment(Optional.empty());
    }

    private AttachedStore attach() {
        return attachment().attach(Optional.of(UUID), new CountedProgress());
    }

    private Failure refused() {
        return catchThrowableOfType(Failure.class, this::attach);
    }

    private Map<ObjectAccess, ObjectAmount> warmUp() {
        return attachment().warmUp(Optional.of(UUID), BULK, new CountedProgress());
    }

    private ObjectClasses needs() {
        return attachment().needs(Optional.of(UUID), new CountedProgress());
    }

    @Test
    void namesAllThatIsColdBeforeItReadsAny() {
        int before = store.fetched().size();

        Failure failure = refused();

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_COLD);
        assertThat(failure)
                .hasMessageStartingWith(
                        "nothing is taken up, and an archive run would send again what this volume does not know: 2 objects")
                .hasMessageEndingWith(" of file://" + box.objects + " cannot be read at once (2 in GLACIER)");
        assertThat(failure.hint())
                .isEqualTo(
                        "Ask for copies of them: ghe-keeper archive attach --warm-up bulk, which takes 5 to 12 h as a rule,"
                                + " or --warm-up standard, 3 to 5 h and dearer.");
        assertThat(store.fetched().subList(before, store.fetched().size()))
                .isNotEmpty()
                .allMatch(key -> key.startsWith("snapshots/") || key.equals("format.json"));
        assertThat(store.askedFor()).isEmpty();
    }

    @Test
    void asksForAllCopiesAtOnceAndGoesOnWhenTheyAreThere() throws IOException {
        assertThat(warmUp().get(ObjectAccess.COLD).objects()).isEqualTo(2);
        assertThat(store.askedFor()).containsExactly(BULK, BULK);
        assertThat(refused()).hasMessageContaining("still making copies of 2 objects");
        assertThat(warmUp().get(ObjectAccess.WARMING).objects()).isEqualTo(2);
        assertThat(store.askedFor()).hasSize(2);
        store.warm();

        assertThat(attach().index()).contains(new AttachedStore.TakenUp(2, 2, 0));

        box.share(SECOND, THIRD);
        box.file(THIRD, "storage/1/another", "newer");
        box.seal(THIRD);
        box.progress = new CountedProgress();
        assertThat(box.archive(THIRD, store, box.disk).objectsSent()).isEqualTo(4); // a pack, a list, manifest, root
        assertThat(box.progress.read()).isEqualTo("newer".length());
        assertThat(box.warnings).isEmpty();
    }

    @Test
    void whatWasReadBeforeNeedsNoCopy() {
        warmUp();
        store.warm();
        attach();
        store.freeze("packs/");

        assertThat(needs().all().objects()).isPositive();
        assertThat(needs().cold().objects()).isZero();
        assertThat(attach().index()).contains(new AttachedStore.TakenUp(2, 0, 0));
    }

    /** No lifecycle rule of docs/lifecycle moves them; they are read each time. */
    @Test
    void listsAndManifestsThatAreColdAreNamedAlsoWhenTheyAreKnown() {
        warmUp();
        store.warm();
        attach();
        store.freeze("units/");
        store.freeze("manifests/");

        assertThat(refused()).hasMessageContaining("in GLACIER");
        warmUp();
        store.warm();
        assertThat(attach().index()).contains(new AttachedStore.TakenUp(2, 0, 0));
    }

    @Test
    void aPackThatTheStoreLostHidesNoneThatIsCold() {
        store.lose(packs().get(0));

        assertThat(needs().unlisted()).isEqualTo(1);
        assertThat(refused()).hasMessageContaining("1 object with");
        warmUp();
        store.warm();
        assertThat(attach().index()).contains(new AttachedStore.TakenUp(1, 1, 1));
    }

    private List<String> packs() {
        Stream.Builder<String> packs = Stream.builder();
        store.list("packs/", pack -> packs.add(pack.key().text()));
        return packs.build().toList();
    }

    @Test
    void aLookAtADamagedStateCountsAllAndChangesNothing() throws IOException {
        warmUp();
        store.warm();
        attach();
        store.freeze("packs/");
        List<Path> state;
        try (Stream<Path> files = Files.list(box.state.resolve("archive"))) {
            state = files.filter(file -> file.getFileName().toString().startsWith("objects."))
                    .toList();
        }
        for (Path file : state) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }

        assertThat(needs().cold().objects()).isEqualTo(2);

        assertThat(state).isNotEmpty().allMatch(Files::exists);
        assertThat(refused().kind()).isEqualTo(FailureKind.ARCHIVE_COLD);
        warmUp();
        store.warm();
        assertThat(attach().index()).contains(new AttachedStore.TakenUp(2, 2, 0));
    }

    /** It reads no content: a run that looks at many objects must not count as one that hangs. */
    @Test
    void eachAnswerOfTheStoreIsASignOfWork() {
        CountedProgress progress = new CountedProgress();

        attachment().needs(Optional.of(UUID), progress);

        long[] objects = new long[1];
        store.versions("", version -> objects[0]++);
        assertThat(progress.answers()).isEqualTo(objects[0] + 2); // one question for each cold pack
    }

    @Test
    void aLookLeavesNothingOnTheVolume() throws IOException {
        needs();
        warmUp();

        try (Stream<Path> left = Files.list(box.state)) {
            assertThat(left).isEmpty();
        }
    }
}
