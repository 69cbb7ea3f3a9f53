package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Inbox;
import io.ghekeeper.lab.MailServer;
import io.ghekeeper.lab.ServerCertificate;
import io.ghekeeper.lab.TestTimeouts;
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

/** Notifications to people, by the processes that run. */
class NotifyingIT extends OneTarget {
    private Inbox inbox;

    @BeforeEach
    void listen() {
        inbox = Inbox.start();
        deployment.useQuickEngine();
        notifyBy("webhook-url: \"" + inbox.webhook() + "\", ping-url: \"" + inbox.check() + "\"");
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private void notifyBy(String keys) {
        deployment.sections("notify: {" + keys + "}");
        deployment.configure("");
    }

    private Deployment.Result fails() {
        deployment.useQuickEngine("forever"); // which sleep does not know
        deployment.configure("");
        Deployment.Result failed = Typed.at(deployment, "backup");
        deployment.useQuickEngine();
        deployment.configure("");
        assertThat(failed.status()).as(failed.err()).isNotZero();
        return failed;
    }

    @Test
    void aFailureIsReportedOnceThoughManyRunsFailAndEachRunIsPinged() {
        nextSecond();
        List<Deployment.Result> results = new ArrayList<>(List.of(fails(), fails()));

        assertThat(inbox.received()).containsExactly("backup failing");
        assertThat(inbox.messages().get(0).path("subject").asText())
                .isEqualTo("backups of 127.0.0.1 fail: "
                        + inbox.messages().get(0).path("subject").asText().replaceFirst(".*: ", ""));
        assertThat(inbox.messages().get(0).path("run").asText()).contains("-backup-");

        nextSecond();
        results.add(Typed.at(deployment, "backup"));
        results.add(Typed.at(deployment, "backup"));

        assertThat(inbox.received()).containsExactly("backup failing", "backup fine");
        List<String> pings = inbox.pings();
        assertThat(pings).hasSize(8).doesNotHaveDuplicates();
        assertThat(pings.get(0)).startsWith("/start?rid=");
        assertThat(pings.get(1)).isEqualTo(pings.get(0).replace("/start", "/fail"));
        assertThat(pings.get(5)).isEqualTo(pings.get(4).replace("/start", ""));
        assertThat(inbox.pingBodies().get(1)).contains("failed (engine-failed): ");
        assertThat(results).noneMatch(result -> (result.out() + result.err()).contains(Inbox.SECRET));
    }

    @Test
    void aReceiverThatHangsNeverDelaysABackup() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/" + Inbox.SECRET;
            notifyBy("webhook-url: \"" + url + "\", ping-url: \"" + url + "\"");
            deployment.configure("", "[\"*/2 * * * * *\"]");
            Process supervisor = deployment.start(log, "supervise");
            Awaitility.await().until(() -> backups() >= 3); // one of them is the test's own

            supervisor.destroyForcibly().waitFor();

            assertThat(journal.newest(10).readable())
                    .filteredOn(run -> run.end()
                            .filter(end -> end.outcome() != Run.Outcome.SKIPPED)
                            .isPresent())
                    .allMatch(Run::isGood)
                    .allSatisfy(run -> assertThat(run.duration().orElseThrow()).isLessThan(Duration.ofSeconds(20)));
            assertThat(log).content().doesNotContain(Inbox.SECRET);
        }
    }

    private long backups() {
        return journal.newest(20).readable().stream().filter(Run::isGood).count();
    }

    @Test
    void aSupervisorAndACommandBesideItNotifyOnce() throws Exception {
        Process supervisor = deployment.start(log, "supervise");
        Awaitility.await().until(() -> Files.readString(log).contains("next backup"));
        deployment.useQuickEngine("forever");
        deployment.configure("");
        nextSecond();

        assertThat(Typed.at(deployment, "backup").status()).isEqualTo(55);
        supervisor.destroy();
        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        assertThat(inbox.received()).containsExactly("backup failing");
    }

    @Test
    void aRestoreIsReportedAtItsBeginAndAtItsEndWithoutAFollower() throws Exception {
        deployment.hold();
        restore("--detach");
        held();
        Awaitility.await().until(() -> inbox.received().contains("restore begun"));
        deployment.letGo();
        Awaitility.await().until(() -> inbox.received().size() > 1);

        assertThat(inbox.received()).containsExactly("restore begun", "restore succeeded");
        assertThat(inbox.messages().get(0).path("subject").asText())
                .isEqualTo("a restore onto " + TARGET + " has begun");
        assertThat(inbox.messages().get(1).path("message").asText()).contains("checks on the target afterwards passed");
        assertThat(inbox.pings()).as("a restore is no backup").isEmpty();
        assertThat(journal.output(journal.restores().findFirst().orElseThrow().id()))
                .content()
                .doesNotContain(Inbox.SECRET);
    }

    @Test
    void withoutReceiversNothingOfItExists() throws Exception {
        deployment.sections("");
        deployment.configure("");
        Deployment.Result backup = deployment.typeWith(Map.of("GHE_KEEPER_JAVA_OPTS", "-Xlog:class+load"), "backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(backup.out())
                .contains("io.ghekeeper.notify.NotifySettings")
                .doesNotContain(
                        "io.ghekeeper.notify.NotificationPass",
                        "io.ghekeeper.notify.Ping",
                        "io.ghekeeper.notify.Receiver")
                .doesNotContain("java.net.http.", "jakarta.mail");
        assertThat(deployment.state().resolve("told.json")).doesNotExist();
        assertThat(deployment.state().resolve("told.lock")).doesNotExist();
        assertThat(Typed.at(deployment, "notify", "test").status()).isEqualTo(10);
    }

    @Test
    void aTestReachesEachReceiverWithTheRealProgram() throws Exception {
        ServerCertificate certificate = ServerCertificate.make(folder, "ip:127.0.0.1");
        Path password = Files.writeString(folder.resolve("smtp_password"), MailServer.PASSWORD + "\n");
        try (MailServer mail = MailServer.start(MailServer.Protection.STARTTLS, Optional.of(certificate))) {
            notifyBy("webhook-url: \"" + inbox.webhook() + "\", ping-url: \"" + inbox.check()
                    + "\", mail-to: [ops@example.com], mail-from: ghe-backup@example.com, smtp-host: 127.0.0.1, smtp-port: "
                    + mail.port() + ", smtp-user: " + MailServer.USER + ", smtp-password: \"file:" + password + "\"");

            Deployment.Result test =
                    deployment.typeWith(Map.of("GHE_KEEPER_JAVA_OPTS", certificate.javaOptions()), "notify", "test");
            Deployment.Result untrusted = Typed.at(deployment, "notify", "test");

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
            assertThat(inbox.received()).startsWith("test test");
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
