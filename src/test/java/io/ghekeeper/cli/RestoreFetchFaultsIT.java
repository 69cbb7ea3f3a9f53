package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens while a restore fetches, its target is not touched, and the next one ends well. */
class RestoreFetchFaultsIT extends OneDeployment {
    private static final String TARGET = "127.0.0.2";

    private Path store;
    private Path lost;
    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        deployment.useQuickEngine();
        deployment.target().files().maintenance(true);
        deployment
                .target()
                .files()
                .uuid(Files.readString(deployment.appliance().files().at("/data/user/common/uuid"))
                        .strip());
        store = Files.createDirectory(folder.resolve("store"));
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none}");
        deployment.configure("");
        snapshot = HandMade.backUp(deployment);
        Keeper keeper = HandMade.keeper(deployment);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
        lost = Files.move(deployment.data().resolve(snapshot), folder.resolve("lost"));
    }

    private static RestoreOptions choices() {
        return new RestoreOptions(
                TARGET, RestoreOptions.LATEST, false, false, false, false, false, true, true, Map.of());
    }

    private Run restore(Disk disk) {
        return HandMade.keeper(deployment, disk)
                .restores()
                .restore(Optional.empty())
                .run(Run.Kind.RESTORE, Run.Cause.HAND, Optional.empty(), choices());
    }

    private Run newest() {
        return HandMade.journal(deployment).restores().findFirst().orElseThrow();
    }

    private void requireWhole() {
        assertThat(Tool.run(
                        "diff",
                        "-r",
                        "--no-dereference",
                        lost.toString(),
                        deployment.data().resolve(snapshot).toString()))
                .isEmpty();
    }

    private void requireUntouched() {
        assertThat(newest().has(RestoreEvent.Target.class)).isFalse();
        assertThat(deployment.data().resolve(snapshot)).doesNotExist();
    }

    @Test
    void whereverItIsKilledTheSnapshotIsWholeOrNotThereAndTheNextOneEndsWell() throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        restore(sound);
        requireWhole();

        for (int n : KillPoints.of(sound.operations(), 23).toArray()) {
            Tool.run(
                    "bash",
                    "-c",
                    "rm -rf \"$0\"/*" + snapshot,
                    deployment.data().toString());
            try {
                restore(FaultyDisk.failingFrom(n));
            } catch (Failure killed) {
                assertThat(killed.getMessage()).doesNotContain("internal");
            }
            Path there = deployment.data().resolve(snapshot);
            assertThat(Stream.of(there).filter(Files::exists)).allSatisfy(one -> requireWhole());

            restore(new LocalDisk());
            requireWhole();
            assertThat(HandMade.keeper(deployment).core().snapshots().list().all().stream()
                            .filter(Snapshot::complete))
                    .as("struck at " + n)
                    .hasSize(1);
        }
    }

    @Test
    void oneThatIsStoppedWhileItFetchesSaysThatTheTargetWasNotTouched() {
        AtomicReference<Restore> running = new AtomicReference<>();
        Keeper keeper = new Keeper(
                new ConfigurationReader(System.getenv())
                        .read(deployment.configuration(), true)
                        .configuration(),
                new Environment(System.getenv(), Clock.systemUTC()),
                new LocalDisk(),
                run -> {
                    if (run.has(RestoreEvent.SnapshotSource.class) && run.isOpen()) {
                        running.get().stop();
                    }
                });
        running.set(keeper.restores().restore(Optional.empty()));

        Failure stopped = catchThrowableOfType(
                Failure.class, () -> running.get().run(Run.Kind.RESTORE, Run.Cause.HAND, Optional.empty(), choices()));

        assertThat(stopped.kind()).isEqualTo(FailureKind.RUN_INTERRUPTED);
        assertThat(stopped).hasMessageContaining("was not touched");
        requireUntouched();
        restore(new LocalDisk());
        requireWhole();
    }

    @Test
    void aStoreThatLostOrChangedObjectsTouchesNoTarget() throws IOException {
        List<Path> packs;
        try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
            packs = files.filter(Files::isRegularFile).toList();
        }
        byte[] whole = Files.readAllBytes(packs.get(0));
        byte[] other = whole.clone();
        other[other.length / 2] ^= 1;
        Files.setPosixFilePermissions(packs.get(0), PosixFilePermissions.fromString("rw-------"));
        Files.write(packs.get(0), other);

        Failure changed = catchThrowableOfType(Failure.class, () -> restore(new LocalDisk()));

        assertThat(changed.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        requireUntouched();
        Files.delete(packs.get(0));
        assertThat(catchThrowableOfType(Failure.class, () -> restore(new LocalDisk()))
                        .kind())
                .isEqualTo(FailureKind.ARCHIVE_DAMAGED);
        requireUntouched();
        Files.write(packs.get(0), whole);
        restore(new LocalDisk());
        requireWhole();
    }

    @Test
    void aSnapshotOfAnotherApplianceIsNotTaken() throws IOException {
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none}");
        deployment.configure("");
        Path root = store.resolve("snapshots/" + snapshot + ".json");
        String text = Files.readString(root);
        Files.delete(root);
        Files.writeString(
                root, text.replaceFirst("\"appliance\" ?: ?\"[^\"]*\"", "\"appliance\":\"\\\\u001b[2J\\\\nx\""));

        Keeper keeper = HandMade.keeper(deployment);
        var plan = new PlanText(new Screen(false, 0, false))
                .lines(keeper.restores()
                        .planner()
                        .preview(choices(), target -> keeper.core().keys().with(target::facts), false));

        assertThat(String.join("\n", plan)).doesNotContain("\u001b");
    }
}
