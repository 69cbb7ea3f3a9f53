package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.PseudoTerminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code native list} and {@code native expire} by the launcher, as a person has them on a terminal of 80 columns. */
class NativeExpireLauncherIT extends OneDeployment {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String BACKUP = "20260102T030405";

    private FakeEc2 ec2;

    @BeforeEach
    void begin() throws IOException {
        ec2 = new FakeEc2();
        deployment.configure("");
        plant(1);
        plant(200);
        plant(300);
    }

    private void plant(int days) {
        ec2.ebs()
                .plant(
                        VOLUME,
                        Instant.now().minus(Duration.ofDays(days)),
                        Map.of(
                                "ghe-keeper-label",
                                "ghe-backup",
                                "ghe-keeper-run",
                                "run-" + days,
                                "ghe-keeper-backup",
                                BACKUP));
    }

    @AfterEach
    void end() {
        ec2.close();
    }

    private Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(ec2.environment());
        all.put("GHE_KEEPER_NATIVE_ENABLED", "true");
        all.put("GHE_KEEPER_NATIVE_VOLUME_ID", VOLUME);
        all.put("GHE_KEEPER_NATIVE_KEEP_LAST", "1");
        return all;
    }

    private PseudoTerminal terminal(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "COLUMNS=80"));
        environment().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(deployment.command(words));
        return PseudoTerminal.open(folder, command);
    }

    private static void requireWidth(PseudoTerminal terminal) {
        assertThat(terminal.screen().lines())
                .allMatch(line -> line.replaceAll("\u001b\\[[\\d;]*m|\r", "").length() <= 80);
    }

    @Test
    void aPlanFitsATerminalAndDeletesNothing() throws Exception {
        try (PseudoTerminal terminal = terminal("native", "expire", "--plan")) {
            assertThat(terminal.status()).as(terminal.screen()).isZero();
            assertThat(terminal.words()).contains("the newest completed one", "3 snapshots: keep 1, delete 2");
            requireWidth(terminal);
        }
        assertThat(ec2.count("DeleteSnapshot")).isZero();
    }

    @Test
    void aListFitsATerminal() throws Exception {
        try (PseudoTerminal terminal = terminal("native", "list")) {
            assertThat(terminal.status()).as(terminal.screen()).isZero();
            assertThat(terminal.words()).contains(BACKUP, "keeper", "completed");
            requireWidth(terminal);
        }
    }

    @Test
    void aPersonIsAskedAndNothingIsDeletedWithoutAYes() throws Exception {
        assertThat(answered("n")).contains("nothing is deleted");
        assertThat(ec2.ebs().ids()).hasSize(3);

        assertThat(answered("yes")).contains("deleted: 2 of 2 snapshots");
        assertThat(ec2.ebs().ids()).hasSize(1);
    }

    private String answered(String answer) throws IOException, InterruptedException {
        try (PseudoTerminal terminal = terminal("native", "expire")) {
            terminal.await("Delete 2 snapshots with the label ghe-backup? (y/N)");
            terminal.type(answer + "\n");
            assertThat(terminal.status()).as(terminal.screen()).isZero();
            return terminal.words();
        }
    }

    @Test
    void aMissingRightHasItsExitStatusAndItsHint() {
        ec2.deny("DescribeImages");

        Deployment.Result refused = deployment.typeWith(environment(), "native", "expire", "--yes");

        assertThat(refused.status()).isEqualTo(102);
        assertThat(refused.err())
                .contains("nothing is deleted", "ec2:DescribeImages")
                .doesNotContain("\tat ");
        assertThat(ec2.ebs().ids()).hasSize(3);
    }

    @Test
    void theHelpNamesThem() {
        Deployment.Result help = deployment.type("native", "expire", "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("--plan", "native-not-expired", "docs/native.md");
        assertThat(deployment.type("native", "--help").out()).contains("take", "list", "expire");
    }
}
