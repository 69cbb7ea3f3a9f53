package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.archive.ArchiveFetch;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.SnapshotRepair;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.seal.DamagedEntries;
import io.ghekeeper.seal.FileRepair;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a repair does with the other snapshots that share the damage. The archive is a hand-made one with one content. */
@ResourceLock(value = Deployment.ENGINE_BY_HAND, mode = ResourceAccessMode.READ)
class SnapshotRepairIT extends OneDeployment {
    private static final String OTHER = "20250102T030405";
    private static final List<String> OTHERS = List.of("a", "b", "c");
    private static final String THIRD = "20250203T040506";

    private final Map<String, Path> contents = new HashMap<>();
    private Path sound;
    private String snapshot;

    @BeforeEach
    void damageASharedFile() throws IOException {
        deployment.useQuickEngine();
        deployment.configure("");
        snapshot = HandMade.backUp(deployment);
        Files.createDirectories(stored(snapshot).getParent());
        Files.writeString(stored(snapshot), "an object that never changes");
        sound = Files.copy(stored(snapshot), folder.resolve("sound"));
        for (String name : OTHERS) {
            Path file = Files.writeString(stored(snapshot).resolveSibling(name), "content of " + name);
            contents.put(
                    Tool.run("sha256sum", file.toString()).substring(0, 64), Files.copy(file, folder.resolve(name)));
        }
        seal(snapshot);
    }

    private Path stored(String id) {
        return deployment.data().resolve(id).resolve("storage/a/1a/2b/object");
    }

    private void share(String id) {
        Tool.run(
                "cp",
                "-al",
                deployment.data().resolve(snapshot).toString(),
                deployment.data().resolve(id).toString());
    }

    private void seal(String id) {
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), id);
    }

    private void damage() throws IOException {
        FlippedBit.in(stored(snapshot));
        assertThatThrownBy(this::verify)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED));
    }

    private void verify() {
        HandMade.keeper(deployment).seals().verify().run(Run.Cause.HAND, Optional.empty(), List.of(snapshot), false);
    }

    private void repair(Runnable afterwards) {
        repair(10, digests -> afterwards.run());
    }

    /** @param each hears what is fetched at a time, after it was put right */
    private void repair(int atOnce, Consumer<Set<String>> each) {
        Keeper keeper = HandMade.keeper(deployment);
        SnapshotRepair repair = new SnapshotRepair(
                keeper.core().historyReader(),
                new DamagedEntries(
                        keeper.core().journal().directory(), keeper.core().disk()),
                new FileRepair(
                        keeper.core().disk(),
                        new RemovalAssembly(keeper.core())
                                .permits(keeper.engine().markers())),
                (context, progress) -> new SnapshotRepair.OpenContents() {
                    @Override
                    public Set<String> fetch(String id, Set<String> digests, ArchiveFetch.ContentReceiver receiver) {
                        digests.forEach(digest -> receiver.content(digest, contents.getOrDefault(digest, sound)));
                        each.accept(digests);
                        return Set.of();
                    }

                    @Override
                    public void close() {}
                },
                atOnce);
        keeper.seals().verify().runRepair(Run.Cause.HAND, Optional.empty(), snapshot, repair);
    }

    private boolean isDamaged(String id) {
        return new EvidenceFiles(deployment.state()).of(id).damage().isPresent();
    }

    @Test
    void aSnapshotWithoutAReadableSealEndsNoRepairOfAnother() throws IOException {
        share(OTHER);
        seal(OTHER);
        share(THIRD);
        damage();
        Files.writeString(deployment.state().resolve("seals/" + OTHER + ".json"), "damaged");

        repair(() -> {});

        assertThat(stored(snapshot)).hasSameBinaryContentAs(sound);
        assertThat(isDamaged(snapshot)).isFalse();
        assertThat(isDamaged(OTHER)).isTrue();
        assertThat(isDamaged(THIRD)).isTrue();
        assertThat(Tool.run(
                        "grep",
                        "-rh",
                        "what it shares of the damage is not repaired",
                        deployment.state().toString()))
                .containsOnlyOnce("the seal of " + OTHER)
                .containsOnlyOnce("snapshot " + THIRD + " has no seal");
    }

    @Test
    void whatWasPutRightInAnotherSnapshotCountsThoughTheRepairFails() throws IOException {
        share(OTHER);
        seal(OTHER);
        damage();

        assertThatThrownBy(() -> repair(() -> {
                    throw new Failure(FailureKind.STORE_FAILED, "the store is away", "Wait.");
                }))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED));

        assertThat(isDamaged(OTHER)).isFalse();
    }

    @Test
    void afterAKilledRepairTheOthersAreReadThoughTheSnapshotIsWhole() throws IOException {
        share(OTHER);
        seal(OTHER);
        damage();
        assertThatThrownBy(() -> repair(() -> {
                    throw new AssertionError("killed");
                }))
                .hasMessageContaining("killed");
        verify();
        assertThat(isDamaged(OTHER)).isTrue();

        repair(() -> {});

        assertThat(isDamaged(OTHER)).isFalse();
    }

    private Object namesOf(Set<String> digests) {
        assertThat(digests).hasSize(1);
        Path name = contents.getOrDefault(digests.iterator().next(), Path.of("object"));
        try {
            return Files.getAttribute(stored(snapshot).resolveSibling(name.getFileName()), "unix:nlink");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noMoreEntriesAreInMemoryThanAreAllowedAndAllArePutRight() throws IOException {
        share(OTHER);
        seal(OTHER);
        share(THIRD);
        seal(THIRD);
        for (String name : OTHERS) {
            FlippedBit.in(stored(snapshot).resolveSibling(name));
        }
        damage();
        List<Object> names = new ArrayList<>();

        repair(1, digests -> names.add(namesOf(digests)));

        assertThat(names)
                .as("of each file, after its content came: that of the snapshot, and one other")
                .containsExactly(2, 2, 2, 2);
        for (String id : List.of(snapshot, OTHER, THIRD)) {
            assertThat(isDamaged(id)).as(id).isFalse();
            assertThat(Files.getAttribute(stored(id).resolveSibling("a"), "unix:nlink"))
                    .isEqualTo(3);
        }
    }
}
