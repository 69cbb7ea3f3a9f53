package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Native snapshots by the launcher, at a stand-in of EC2; the volume is the disk of the test's folder. */
class NativeLauncherIT extends OneDeployment {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String OFTEN = "*/5 * * * * *";
    private static final String NEVER = "0 0 1 1 *";

    private FakeEc2 ec2;

    @BeforeEach
    void begin() throws IOException {
        Optional<Long> gib = gibOfTheDisk();
        Assumptions.assumeTrue(gib.isPresent(), "the folder is on no block device here");
        ec2 = new FakeEc2();
        ec2.ebs().volume(VOLUME, gib.get(), Map.of());
        deployment.useQuickEngine();
    }

    @AfterEach
    void end() {
        if (ec2 != null) {
            ec2.close();
        }
    }

    private Optional<Long> gibOfTheDisk() throws IOException {
        String device = Tool.run("stat", "-c", "%Hd:%Ld", folder.toString()).strip();
        Path size = Path.of("/sys/dev/block/" + device + "/size");
        return Files.isReadable(size)
                ? Optional.of((Long.parseLong(Files.readString(size).strip()) * 512) >> 30)
                : Optional.empty();
    }

    private Map<String, String> environment(boolean enabled) {
        Map<String, String> all = new TreeMap<>(ec2.environment());
        all.put("GHE_KEEPER_NATIVE_ENABLED", Boolean.toString(enabled));
        all.put("GHE_KEEPER_NATIVE_VOLUME_ID", VOLUME);
        return all;
    }

    private Process supervise(String name, String schedule, Map<String, String> environment) throws IOException {
        deployment.configure("", "[\"" + schedule + "\"]");
        return deployment.startWith(environment, folder.resolve(name), "supervise");
    }

    private List<NativeSnapshot> records() {
        return new NativeSnapshotFiles(deployment.state()).all();
    }

    private void awaitState(NativeSnapshot.State state) {
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(records()).extracting(NativeSnapshot::state).contains(state));
    }

    @Test
    void eachGoodBackupIsFollowedByASnapshotThatIsFollowedOverAKill() throws Exception {
        Process first = supervise("first.log", OFTEN, environment(true));
        awaitState(NativeSnapshot.State.PENDING);
        first.destroyForcibly().waitFor();
        ec2.ebs().complete();

        Process second = supervise("second.log", NEVER, environment(true));
        awaitState(NativeSnapshot.State.COMPLETED);
        second.destroy();
        second.waitFor();

        NativeSnapshot record = records().get(records().size() - 1);
        assertThat(ec2.ebs().ids()).contains(record.id().orElseThrow());
        assertThat(HandMade.journal(deployment).find(record.run()).cause().trigger())
                .isEqualTo(Run.Trigger.SCHEDULE);
        assertThat(Files.readString(folder.resolve("second.log"))).doesNotContain("native snapshots are not followed");
    }

    @Test
    void aPersonTakesOneAndIsToldWhatItIs() throws IOException {
        deployment.configure("");
        assertThat(deployment.type("backup").status()).isZero();

        Deployment.Result taken = deployment.typeWith(environment(true), "native", "take");

        assertThat(taken.status()).as(taken.out() + taken.err()).isZero();
        assertThat(taken.out() + taken.err()).contains(ec2.ebs().ids().get(0), VOLUME);
        Deployment.Result again = deployment.typeWith(environment(true), "native", "take");
        assertThat(again.status()).isZero();
        assertThat(ec2.ebs().ids()).hasSize(1);
    }

    @Test
    void aPersonTakesAnApplianceAndIsToldHowToGoBack() throws IOException {
        deployment.configure("");
        ec2.instances().run("i-0123456789abcdef0", "github", "192.0.2.7", "vol-0000000a", "vol-0000000b");

        Deployment.Result taken = deployment.typeWith(environment(true), "native", "take", "--appliance", "192.0.2.7");

        assertThat(taken.status()).as(taken.out() + taken.err()).isZero();
        assertThat(ec2.ebs().ids()).hasSize(2);
        assertThat(taken.out())
                .contains("192.0.2.7 is i-0123456789abcdef0 (github): vol-0000000a at /dev/xvda", " succeeded in ")
                .contains("\n  aws ec2 start-instances --instance-ids i-0123456789abcdef0\n");
    }

    @Test
    void aRefusalHasItsExitStatusAndItsHint() throws IOException {
        deployment.configure("");
        assertThat(deployment.type("backup").status()).isZero();
        ec2.deny("CreateSnapshot");

        Deployment.Result refused = deployment.typeWith(environment(true), "native", "take");

        assertThat(refused.status()).isEqualTo(102);
        assertThat(refused.out() + refused.err())
                .contains("ec2:CreateSnapshot")
                .doesNotContain(ec2.environment().get("AWS_SECRET_ACCESS_KEY"));
    }

    @Test
    void aFailedNativeRunNeverFailsTheBackup() throws Exception {
        ec2.deny("CreateSnapshot");
        Process supervisor = supervise("log", OFTEN, environment(true));
        Awaitility.await()
                .until(() -> HandMade.keeper(deployment)
                        .core()
                        .history()
                        .runs(Run.Kind.NATIVE)
                        .anyMatch(run -> run.end().isPresent()));
        supervisor.destroy();
        supervisor.waitFor();

        assertThat(HandMade.keeper(deployment).core().history().reliance().lastGood())
                .isPresent();
    }

    @Test
    void nothingOfItIsLoadedAndNothingIsCalledWhereItIsOff() throws Exception {
        Map<String, String> environment = new TreeMap<>(environment(false));
        Path classes = folder.resolve("classes");
        environment.put("GHE_KEEPER_JAVA_OPTS", "-Xlog:class+load:file=" + classes);
        Process supervisor = supervise("log", OFTEN, environment);
        Awaitility.await()
                .until(() -> HandMade.keeper(deployment)
                        .core()
                        .history()
                        .reliance()
                        .lastGood()
                        .isPresent());
        supervisor.destroy();
        supervisor.waitFor();

        assertThat(ec2.calls()).isEmpty();
        assertThat(Files.readAllLines(classes))
                .isNotEmpty()
                .noneMatch(line -> line.contains("io.ghekeeper.aws.Ec2") || line.contains("QueryCalls"));
        Deployment.Result refused = deployment.typeWith(environment(false), "native", "take");
        assertThat(refused.status()).isEqualTo(10);
        assertThat(refused.err()).contains("native.enabled is false");
    }
}
