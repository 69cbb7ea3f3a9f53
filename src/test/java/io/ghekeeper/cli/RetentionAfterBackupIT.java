package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who deletes old snapshots after a backup: ghe-keeper by its plan, or the engine. */
@Isolated("a deletion spares what an engine of another test may be using, as far as is seen from here")
class RetentionAfterBackupIT extends OneDeployment {
    private static final int KEPT = 3;

    private void configure(String retention) {
        deployment.useQuickEngine();
        deployment.sections("retention: " + retention);
        deployment.configure("");
    }

    private void backUp(int times) {
        for (int i = 0; i < times; i++) {
            nextSecond();
            HandMade.keeper(deployment).runs().backup().run(Run.Cause.HAND);
        }
    }

    private List<String> snapshots() throws IOException {
        try (Stream<Path> entries = Files.list(deployment.data())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("2"))
                    .sorted()
                    .toList();
        }
    }

    private boolean isDue() {
        return HandMade.keeper(deployment).retention().task().due(Instant.now()).isPresent();
    }

    /** An engine that another test began by hand may be using the snapshots, as far as is seen from here. */
    private void awaitUnused() throws IOException {
        List<String> all = snapshots();
        Awaitility.await()
                .until(() -> all.stream()
                        .noneMatch(HandMade.keeper(deployment).engine().markers()::mayBeUsing));
    }

    private Run retain() throws IOException {
        awaitUnused();
        return HandMade.keeper(deployment).retention().run().run(Run.Cause.HAND, Optional.empty());
    }

    @Test
    void theEnginePrunesNothingAndOneRunAfterEachGoodBackupDeletesAsManyAsTheEngineWould() throws IOException {
        configure("{}");
        backUp(KEPT + 2);
        assertThat(snapshots()).hasSize(KEPT + 2);
        List<String> newest = snapshots().subList(2, KEPT + 2);
        assertThat(isDue()).isTrue();

        Run run = retain();

        assertThat(snapshots()).isEqualTo(newest);
        assertThat(run.all(RetentionEvent.SnapshotDeleted.class)).hasSize(2);
        assertThat(isDue()).isFalse();
        backUp(1);
        assertThat(isDue()).isTrue();
    }

    @Test
    void whereRetentionIsOffTheEnginePrunesAsBefore() throws IOException {
        configure("{enabled: false}");
        backUp(KEPT + 2);

        assertThat(snapshots()).hasSize(KEPT);
        assertThat(isDue()).isFalse();
    }

    @Test
    void aRunThatFailedIsNotRepeatedBeforeTheNextGoodBackup() throws IOException {
        configure("{}");
        backUp(KEPT + 1);
        Path kept = deployment.data().resolve(snapshots().get(0));
        Files.createDirectories(deployment.data().resolve(".ghe-keeper-removing-" + kept.getFileName()));
        Files.writeString(deployment.data().resolve(".ghe-keeper-removing-" + kept.getFileName() + "/file"), "");

        assertThat(Typed.at(deployment, "retention", "run").status()).isEqualTo(68);

        assertThat(isDue()).isFalse();
        assertThat(kept).exists();
    }

    @Test
    void oneWhoseDeletionWasCutOffAtItsRenameIsNotLeftWithoutItsName() throws IOException {
        configure("{}");
        backUp(2);
        List<String> whole = snapshots();
        String renamed = whole.get(0);
        Files.move(deployment.data().resolve(renamed), deployment.data().resolve(".ghe-keeper-removing-" + renamed));

        assertThat(isDue()).isTrue();
        retain();

        assertThat(snapshots()).isEqualTo(whole);
        assertThat(isDue()).isFalse();
    }

    @Test
    void aBackupWithoutASupervisorDeletesItself() throws IOException {
        configure("{}");
        backUp(KEPT);
        deployment.sections("retention: {}");
        deployment.configure("");
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()).replace("schedule:  {", "schedule:  {runner: external, "));
        nextSecond();

        assertThat(Typed.at(deployment, "backup").status()).isZero();

        assertThat(snapshots()).hasSize(KEPT);
        assertThat(HandMade.journal(deployment).newest(1).readable().get(0).kind())
                .isEqualTo(Run.Kind.RETENTION);
    }

    @Test
    void theSupervisorDeletesAfterAGoodBackup() throws Exception {
        configure("{}");
        backUp(KEPT + 1);
        Process supervisor = deployment.start(log, "supervise");

        Run run = Awaitility.await()
                .until(
                        () -> HandMade.journal(deployment).newest(9).readable().stream()
                                .filter(one -> one.kind() == Run.Kind.RETENTION && !one.isOpen())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(run.hasSucceeded()).isTrue();
        assertThat(run.trigger()).isEqualTo(Run.Trigger.SCHEDULE);
        assertThat(snapshots()).hasSize(KEPT);
        assertThat(supervisor.isAlive()).isTrue();
    }
}
