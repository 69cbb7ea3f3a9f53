package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Inbox;
import io.ghekeeper.lab.MailServer;
import io.ghekeeper.lab.ServerCertificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who are told, by the processes that run. */
class TellingIT extends OneTarget {
    private Inbox inbox;

    @BeforeEach
    void listen() {
        inbox = Inbox.start();
        deployment.useQuickEngine();
        tell("webhook-url: \"" + inbox.webhook() + "\", ping-url: \"" + inbox.check() + "\"");
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private void tell(String keys) {
        deployment.sections("notify: {" + keys + "}");
        deployment.configure("");
    }

    private Deployment.Result fails() {
        deployment.useQuickEngine("forever"); // which sleep does not know
        deployment.configure("");
        Deployment.Result failed = deployment.type("backup");
        deployment.useQuickEngine();
        deployment.configure("");
        assertThat(failed.status()).as(failed.err()).isNotZero();
        return failed;
    }

    @Test
    void aFailureIsToldOnceThoughManyRunsFailAndThenTheRecovery() {
        List<Deployment.Result> results = new ArrayList<>(List.of(fails(), fails()));

        assertThat(inbox.told()).containsExactly("backup failing");
        assertThat(inbox.messages().get(0).path("subject").asText())
                .isEqualTo("backups of 127.0.0.1 fail: "
                        + inbox.messages().get(0).path("subject").asText().replaceFirst(".*: ", ""));
        assertThat(inbox.messages().get(0).path("run").asText()).contains("-backup-");

        results.add(deployment.type("backup"));
        results.add(deployment.type("backup"));

        assertThat(inbox.told()).containsExactly("backup failing", "backup fine");
        assertThat(results).noneMatch(result -> (result.out() + result.err()).contains(Inbox.SECRET));
    }

    @Test
    void eachBackupIsPingedAtItsBeginAndAtItsEnd() {
        assertThat(deployment.type("backup").status()).isZero();
        fails();

        assertThat(inbox.pings()).hasSize(4);
        assertThat(inbox.pings().get(0)).startsWith("/start?rid=");
        assertThat(inbox.pings().get(1)).isEqualTo(inbox.pings().get(0).replace("/start", ""));
        assertThat(inbox.pings().get(3)).isEqualTo(inbox.pings().get(2).replace("/start", "/fail"));
        assertThat(inbox.pings().get(3)).isNotEqualTo(inbox.pings().get(1));
        assertThat(inbox.pingBodies().get(3)).contains("failed (engine-failed): ");
    }

    @Test
    void aReceiverThatHangsNeverDelaysABackup() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/" + Inbox.SECRET;
            tell("webhook-url: \"" + url + "\", ping-url: \"" + url + "\"");
            deployment.configure("", "[\"*/2 * * * * *\"]");
            Process supervisor = deployment.start(log, "supervise");
            Awaitility.await().atMost(LONG).until(() -> backups() >= 4); // one of them is the test's own

            long begin = System.nanoTime();
            supervisor.destroy();
            assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(supervisor.exitValue()).isEqualTo(143);
            assertThat(journal.newest(10).readable())
                    .allSatisfy(run -> assertThat(run.end().orElseThrow().outcome())
                            .isIn(Run.Outcome.SUCCEEDED, Run.Outcome.INTERRUPTED))
                    .allSatisfy(run -> assertThat(run.duration().orElseThrow()).isLessThan(Duration.ofSeconds(5)));
            assertThat(log).content().doesNotContain(Inbox.SECRET);
        }
    }

    private long backups() {
        return journal.newest(20).readable().stream().filter(Run::isGood).count();
    }

    @Test
    void aSupervisorAndACommandBesideItTellOnce() throws Exception {
        Process first = deployment.start(folder.resolve("first.log"), "supervise");
        Process second = deployment.start(folder.resolve("second.log"), "supervise");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> Files.readString(folder.resolve("first.log")).contains("next backup")
                        && Files.readString(folder.resolve("second.log")).contains("next backup"));

        fails();
        first.destroy();
        second.destroy();
        first.waitFor();
        second.waitFor();

        assertThat(inbox.told()).containsExactly("backup failing");
    }

    @Test
    void aRestoreIsToldAtItsBeginAndAtItsEndByItsOwnProcess() throws Exception {
        deployment.hold();
        Process restore = restore("--foreground");
        held();
        Awaitility.await().atMost(LONG).until(() -> inbox.told().contains("restore begun"));
        deployment.letGo();
        assertThat(restore.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(inbox.told()).containsExactly("restore begun", "restore succeeded");
        assertThat(inbox.messages().get(0).path("subject").asText())
                .isEqualTo("a restore onto " + TARGET + " has begun");
        assertThat(inbox.messages().get(1).path("message").asText()).contains("bears it out");
        assertThat(inbox.pings()).as("a restore is no backup").isEmpty();
    }

    @Test
    void aDetachedRestoreTellsThoughNobodyFollowsIt() throws Exception {
        assertThat(restore("--detach").waitFor(30, TimeUnit.SECONDS)).isTrue();

        Awaitility.await().atMost(LONG).until(() -> inbox.told().contains("restore succeeded"));
        assertThat(inbox.told()).containsExactlyInAnyOrder("restore succeeded");
    }

    @Test
    void whereNobodyIsToBeToldNothingOfItExists() throws Exception {
        deployment.sections("");
        deployment.configure("");
        Deployment.Result backup = deployment.typeWith(Map.of("GHE_KEEPER_JAVA_OPTS", "-Xlog:class+load"), "backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(backup.out())
                .contains("io.ghekeeper.notify.NotifySettings")
                .doesNotContain("io.ghekeeper.notify.Telling", "io.ghekeeper.notify.Teller", "java.net.http")
                .doesNotContain("jakarta.mail");
        assertThat(deployment.state().resolve("told.json")).doesNotExist();
        assertThat(deployment.state().resolve("told.lock")).doesNotExist();
        assertThat(deployment.type("notify", "test").status()).isEqualTo(10);
    }

    @Test
    void aTestReachesEachReceiverWithTheRealProgram() throws Exception {
        ServerCertificate certificate = ServerCertificate.make(folder, "ip:127.0.0.1");
        Path password = Files.writeString(folder.resolve("smtp_password"), MailServer.PASSWORD + "\n");
        try (MailServer mail = MailServer.start(MailServer.Protection.STARTTLS, Optional.of(certificate))) {
            tell("webhook-url: \"" + inbox.webhook() + "\", ping-url: \"" + inbox.check()
                    + "\", mail-to: [ops@example.com], mail-from: ghe-backup@example.com, smtp-host: 127.0.0.1, smtp-port: "
                    + mail.port() + ", smtp-user: " + MailServer.USER + ", smtp-password: \"file:" + password + "\"");

            Deployment.Result test =
                    deployment.typeWith(Map.of("GHE_KEEPER_JAVA_OPTS", certificate.javaOptions()), "notify", "test");
            Deployment.Result untrusted = deployment.type("notify", "test");

            assertThat(test.status()).as(test.out() + test.err()).isZero();
            assertThat(test.out().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .matches(
                                            "webhook  " + Pattern.quote(inbox.place()) + "  delivered in \\d+\\.\\d s"),
                            line -> assertThat(line)
                                    .matches("mail     127\\.0\\.0\\.1:" + mail.port() + "  delivered in \\d+\\.\\d s"),
                            line -> assertThat(line)
                                    .matches("ping     " + Pattern.quote(inbox.place())
                                            + "  delivered in \\d+\\.\\d s"));
            assertThat(mail.mails()).hasSize(1);
            assertThat(inbox.told()).startsWith("test test");
            assertThat(inbox.pings()).startsWith("/log");
            assertThat(untrusted.status()).isEqualTo(12);
            assertThat(untrusted.out()).contains("mail     127.0.0.1:" + mail.port() + "  failed: no TLS with it: ");
            assertThat(untrusted.err())
                    .contains("ERROR [notice-not-delivered]: 1 of 3 receivers did not get the message: mail");
            assertThat(test.out() + test.err() + untrusted.out() + untrusted.err())
                    .doesNotContain(Inbox.SECRET)
                    .doesNotContain(MailServer.PASSWORD);
        }
    }
}
