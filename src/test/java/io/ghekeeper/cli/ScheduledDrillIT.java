package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.supervise.KeepJob;
import io.ghekeeper.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A drill that no person begins proves the archive, by an identity that only KMS decrypts. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ScheduledDrillIT extends OneDeployment {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-west-1");

    private FakeKms kms;
    private String sections;
    private String first;
    private String second;

    @BeforeEach
    void archive() throws IOException {
        CREDENTIALS.forEach(System::setProperty);
        kms = FakeKms.start();
        Path identity = folder.resolve("archive_identity");
        Path store = Files.createDirectory(folder.resolve("store"));
        String recipient = HandMade.identity(deployment, kms, identity);
        sections = """
                archive: {store: "file://%s", recipients: [%s], rebuild-identity: %s, schedule: ["0 0 1 1 *"]}
                kms: {endpoint: "%s"}
                drill: {host: 127.0.0.2, from-archive: true%%s}
                """.formatted(store, recipient, identity, kms.endpoint());
        deployment.target().files().maintenance(true);
        deployment.sections(sections.formatted(""));
        deployment.configure("");
        first = archived();
        second = archived();
    }

    private String archived() {
        return HandMade.archive(deployment);
    }

    @AfterEach
    void stopKms() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        kms.close();
    }

    private Run drill() {
        return drill(HandMade.keeper(deployment));
    }

    private static Run drill(Keeper keeper) {
        return keeper.restores()
                .scheduled()
                .run(
                        Run.Kind.DRILL,
                        new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()),
                        Optional.empty(),
                        RestoreOptions.scheduledDrill(
                                keeper.core().configuration().drill()));
    }

    private static Optional<String> source(Run run) {
        return run.last(RestoreEvent.SnapshotSource.class).orElseThrow().store();
    }

    @Test
    void itFetchesTheNewestOneThatIsOnlyInTheStore() {
        Tool.run("rm", "-r", deployment.data().resolve(first).toString());
        int before = kms.requests();

        Run run = drill();

        assertThat(run.snapshot()).contains(first);
        assertThat(source(run)).isPresent();
        assertThat(run.isProof()).isTrue();
        assertThat(kms.requests()).isEqualTo(before + 1);
    }

    /** It says that it proved nothing of the archive. */
    @Test
    void whereTheVolumeHasAllItTakesTheNewestOneAndDecryptsNothing() throws IOException {
        int before = kms.requests();

        Run run = drill();

        assertThat(run.snapshot()).contains(second);
        assertThat(source(run)).isEmpty();
        assertThat(kms.requests()).isEqualTo(before);
        assertThat(deployment.state().resolve("runs/" + run.id() + "/output.log"))
                .content()
                .contains("nothing is fetched: " + second + " is whole on the volume");
    }

    @Test
    void whereKmsRefusesNoTargetIsTouched() {
        Tool.run("rm", "-r", deployment.data().resolve(first).toString());
        kms.fail(400, "AccessDeniedException");

        Failure refused = catchThrowableOfType(Failure.class, this::drill);

        assertThat(refused.kind()).isEqualTo(FailureKind.KMS_ACCESS_DENIED);
        Run run = HandMade.journal(deployment).restores().findFirst().orElseThrow();
        assertThat(run.has(RestoreEvent.Target.class)).isFalse();
        assertThat(deployment.data().resolve(first)).doesNotExist();
    }

    /** Its keep lane is as busy as the test says, and begins nothing by itself. */
    private static Supervisor supervisor(Keeper keeper) {
        return keeper.supervision(
                        () -> new KeepJob.KeepStarter() {
                            @Override
                            public boolean isAlive() {
                                return false;
                            }

                            @Override
                            public void begin(KeepWork work, Runnable done) {}

                            @Override
                            public void end() {}
                        },
                        () -> {})
                .supervisor();
    }

    private Stream<Run> drills() {
        return HandMade.journal(deployment).restores();
    }

    private Optional<Run> proof() {
        return drills().filter(Run::isProof).findFirst();
    }

    private void supervised(Keeper keeper, Runnable test) throws Exception {
        Supervisor supervisor = supervisor(keeper);
        CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> {
            try {
                supervisor.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            test.run();
        } finally {
            supervisor.stop();
            loop.join();
        }
    }

    /** A drill that waits for a verification is neither failed nor lost. */
    @Test
    void aTickBesideARunOfTheKeepLaneWaitsForItAndThenProvesTheArchive() throws Exception {
        deployment.sections(sections.formatted(", schedule: [\"*/2 * * * * *\"]"));
        deployment.configure("", "[\"0 0 1 1 *\"]", false);
        Tool.run("rm", "-r", deployment.data().resolve(first).toString());
        Keeper keeper = HandMade.keeper(deployment);
        KeepLease verification = keeper.core().journal().acquireKeep();

        supervised(keeper, () -> {
            Awaitility.await().until(() -> drills().findAny().isPresent());
            assertThat(drills().map(one -> one.end().orElseThrow()))
                    .allSatisfy(end -> assertThat(end.outcome()).isEqualTo(Run.Outcome.SKIPPED));
            verification.close();
            Awaitility.await().until(this::proof, Optional::isPresent);
        });

        Run run = proof().orElseThrow();
        assertThat(run.trigger()).isEqualTo(Run.Trigger.SCHEDULE);
        assertThat(run.snapshot()).contains(first);
        assertThat(source(run)).isPresent();
        assertThat(drills().map(one -> one.end().orElseThrow().outcome())).doesNotContain(Run.Outcome.FAILED);
    }

    /** A run of the keep lane that begins just before the drill is no failure either. */
    @Test
    void aDrillThatFindsTheLaneTakenBeginsNoRun() {
        Tool.run("rm", "-r", deployment.data().resolve(first).toString());
        int before = kms.requests();
        Keeper keeper = HandMade.keeper(deployment);
        KeepLease verification = keeper.core().journal().acquireKeep();

        assertThat(catchThrowableOfType(Failure.class, () -> drill(keeper)).kind())
                .isEqualTo(FailureKind.RUN_ACTIVE);

        verification.close();

        assertThat(drills()).isEmpty();
        assertThat(kms.requests()).isEqualTo(before);
        assertThat(drill(keeper).isProof()).isTrue();
    }
}
