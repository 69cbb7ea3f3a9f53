package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.RealSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An appliance that refuses this backup-utils: each command names both releases, and nothing is begun. */
class RefusedEngineIT extends OneDeployment {
    private static final int UNFIT = 49;
    private static final String TARGET = "127.0.0.2";

    @BeforeEach
    void drillThere() {
        deployment.useQuickEngine();
        deployment.sections("drill: {host: 127.0.0.2}");
        deployment.configure("");
    }

    @Test
    void aBackupIsRefusedWithBothReleases() {
        deployment.appliance().files().version("3.14.2");

        assertUnfit(type("backup"));
        assertThat(type("status").out())
                .contains("engine-unfit")
                .contains("releases    the installed backup-utils 3.11.0 does not serve GHES 3.14");
    }

    /** The numbers fit, and the appliance is the one that decides. */
    @Test
    void theAppliancesWordCountsAlthoughTheNumbersFit() {
        deployment.appliance().files().oldestClient("3.11.4");

        Deployment.Result backup = type("backup");

        assertThat(backup.status()).as(backup.err()).isEqualTo(UNFIT);
        assertThat(backup.err())
                .contains("release 3.11.0 refuses backup-utils 3.11.0", "'backup-utils 3.11.4 or greater is required!'")
                .contains(versionFile().toString());
    }

    @Test
    void theConfiguredReleaseIsNotTheOneThatIsSent() throws IOException {
        deployment.appliance().files().version("3.12.1");
        change("engine:    {", "engine:    {version: 3.12.1, ");

        Deployment.Result backup = type("backup");

        assertThat(backup.status()).as(backup.err()).isEqualTo(UNFIT);
        assertThat(backup.err())
                .contains(
                        "release 3.12.1 refuses backup-utils 3.11.0",
                        versionFile().toString());
        assertThat(type("doctor").out())
                .containsPattern("engine +warning")
                .contains("engine.version is 3.12.1, but " + versionFile() + " says 3.11.0")
                .contains("Write the release that is installed to " + versionFile());

        Files.writeString(versionFile(), "3.12.1\n");
        assertThat(type("backup").status()).isZero();
        assertThat(type("doctor").out()).containsPattern("engine +ok");
    }

    @Test
    void aRestoreAndADrillAreRefusedWithBothReleases() {
        assertThat(type("backup").status()).isZero();
        deployment.target().files().maintenance(true);
        deployment.target().files().version("3.13.2");

        for (Deployment.Result result : List.of(
                type("restore", TARGET, "--plan"),
                type("restore", TARGET, "--yes", TARGET),
                type("drill", "--foreground"))) {
            assertThat(result.status()).as(result.out() + result.err()).isEqualTo(UNFIT);
            assertThat(result.out() + result.err())
                    .contains("release 3.13.2 refuses backup-utils 3.11.0")
                    .contains("'backup-utils 3.13.0 or greater is required!'");
        }
    }

    @Test
    void aBackupRecordsBothReleasesOnTheirOwn() {
        deployment.appliance().files().version("3.11.4");
        assertThat(type("backup").status()).isZero();

        Run run = HandMade.journal(deployment).newest(1).readable().get(0);
        assertThat(run.last(BackupEvent.ApplianceProbed.class).orElseThrow().details())
                .containsEntry("version", "3.11.4")
                .containsEntry("engine", "3.11.0");
    }

    /** Trusting a host key does not ask for releases. */
    @Test
    void trustAndDoctorShowWhatTheyCan() {
        deployment.appliance().files().version("3.14.2");

        assertThat(type("appliance", "trust", "--yes").status()).isZero();
        Deployment.Result doctor = type("doctor");
        assertThat(doctor.status()).as(doctor.out()).isEqualTo(UNFIT);
        assertThat(doctor.out())
                .containsPattern("appliance +ok +127.0.0.1, version 3.14.2, uuid ")
                .containsPattern("fit +failed")
                .contains("'backup-utils 3.14.0 or greater is required!'");
    }

    @Test
    void aRefusalIsReadOverARealSshdToo() throws IOException {
        assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        deployment.appliance().files().version("3.14.2");
        try (RealSshd sshd = RealSshd.serve(deployment.appliance().files())) {
            deployment.reach(sshd);
            deployment.configure("");

            assertUnfit(type("backup"));
            assertThat(type("appliance", "trust").status()).isZero();

            deployment
                    .appliance()
                    .files()
                    .refusal(0, "GitHub Enterprise Server version 3.14.2 needs a newer client\n", "");
            Deployment.Result again = type("backup");
            assertThat(again.status()).as(again.err()).isEqualTo(UNFIT);
        }
    }

    @Test
    void anApplianceWithoutTheCommandIsDoubtedAndBackedUp() {
        deployment.appliance().files().lacks("ghe-negotiate-version");

        assertThat(type("doctor").out()).containsPattern("fit +warning").contains("has no ghe-negotiate-version");
        assertThat(type("backup").status()).isZero();
    }

    private void assertUnfit(Deployment.Result result) {
        assertThat(result.status()).as(result.err()).isEqualTo(UNFIT);
        assertThat(result.err())
                .contains("release 3.14.2 refuses backup-utils 3.11.0")
                .contains("'backup-utils 3.14.0 or greater is required!'")
                .contains("Install backup-utils 3.14 to 3.16");
    }

    private Path versionFile() {
        return deployment.engineHome().resolve("share/github-backup-utils/version");
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(deployment.configuration());
        assertThat(text).contains(from);
        Files.writeString(deployment.configuration(), text.replace(from, to));
    }

    private Deployment.Result type(String... arguments) {
        return Typed.at(deployment, arguments);
    }
}
