package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.Asking;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Inbox;
import io.ghekeeper.lab.MailServer;
import io.ghekeeper.text.PlainText;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an appliance, the engine and the data directory write can command no reader, whatever it is read with. */
class HostileTextIT extends OneDeployment {
    /** A carriage return ends a line of the engine's, so that it is only in names and answers. */
    private static final String RETURN = "\rforged";

    /** Escape sequences, C1 in UTF-8, directions, zero-width, a line separator, a tag, the byte order mark. */
    private static final String HOSTILE = "\u001b[2J\u001b]0;title\u0007\u009b31m\u0085\u202eevil\u2066\u200f\u200b"
            + "\u2028\u2029\udb40\udc41\ufeff\u00ad\u0008";

    private static final String NAME = "Müller-日本語-🚀";

    private final Asking asking = new Asking(Asking.freePort());
    private Inbox inbox;
    private MailServer mail;

    @BeforeEach
    void listen() {
        inbox = Inbox.start();
        mail = MailServer.start(MailServer.Protection.NONE, Optional.empty());
        deployment.useQuickEngine();
        deployment.listen(asking.listen());
        deployment.sections("notify: {webhook-url: \"" + inbox.webhook()
                + "\", mail-to: [ops@example.com], mail-from: ghe-backup@example.com, smtp-host: 127.0.0.1, smtp-port: "
                + mail.port() + ", smtp-encryption: none}\nlog: {engine-output: info}");
        deployment.configure("");
    }

    @AfterEach
    void close() {
        inbox.close();
        mail.close();
    }

    @Test
    void theTextOfAFailedEngineIsPlainWhereverItIsRead() throws Exception {
        engineSays("echo \"$(date -u +%Y-%m-%dT%H:%M:%SZ)  ERROR  rsync: [sender] opendir " + NAME + HOSTILE
                + " failed: Permission denied (13)\"; exit 23");

        Deployment.Result backup = deployment.type("backup");

        assertThat(backup.status()).isNotZero();
        assertThat(Typed.at(deployment, "logs", "last").out()).contains(NAME + " evil");
        plain(backup.out(), backup.err());
        everywhere(NAME);
        assertThat(inbox.messages()).isNotEmpty();
        inbox.messages().forEach(HostileTextIT::plainJson);
        assertThat(inbox.messages().get(0).toString()).contains(NAME);
        assertThat(mail.mails()).isNotEmpty();
        for (MimeMessage each : mail.mails()) {
            plain(each.getSubject(), each.getContent().toString().replace("\r\n", "\n"));
            assertThat(each.getContent().toString()).contains(NAME);
        }
    }

    @Test
    void theEnginesFindingsAreShownPlain() throws Exception {
        engineSays(
                "echo \"$(date -u +%Y-%m-%dT%H:%M:%SZ)  WARN  Warning: One or more repository networks and/or gists were"
                        + " not found on the source appliance: " + NAME + HOSTILE + "\"");

        plain(Typed.at(deployment, "backup").err());

        everywhere(NAME);
    }

    @Test
    void whatAnApplianceAnswersIsQuotedPlain() throws Exception {
        deployment.useStandIn();
        deployment.configure("");
        deployment.appliance().files().oldestClient("9.9.0");
        deployment
                .appliance()
                .files()
                .refusal(1, "too old: " + NAME + HOSTILE + RETURN, "backup-utils 9.9 is required" + HOSTILE);

        Deployment.Result doctor = Typed.at(deployment, "doctor");
        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(doctor.out()).contains(NAME);
        assertThat(backup.err()).contains("engine-unfit", NAME);
        plain(doctor.out(), doctor.err(), backup.out(), backup.err());
        plainJson(json(Typed.at(deployment, "doctor", "--json").out()));
        everywhere(NAME);
    }

    @Test
    void namesInTheDataDirectoryAreListedPlain() throws Exception {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Path data = deployment.data();
        Files.createDirectory(data.resolve("9" + NAME + HOSTILE + RETURN));
        Path snapshot = data.toRealPath().resolve("current").toRealPath();
        Files.writeString(snapshot.resolve("version"), "v3.11.0" + HOSTILE + "\n");
        Files.writeString(data.resolve("in-progress-restore"), HOSTILE + " 4\n");

        Deployment.Result markers = Typed.at(deployment, "markers");

        plain(markers.out(), markers.err());
        everywhere(NAME);
    }

    /** At each command that looks, and at each address that a supervisor serves. */
    private void everywhere(String name) throws Exception {
        StringBuilder shown = new StringBuilder();
        for (String command : List.of("status", "runs", "snapshots", "doctor")) {
            Deployment.Result text = Typed.at(deployment, command);
            plain(text.out(), text.err());
            shown.append(text.out());
            plainJson(json(Typed.at(deployment, command, "--json").out()));
        }
        assertThat(shown).contains(name);
        plain(Typed.at(deployment, "restore", "127.0.0.2", "--plan").out());
        plain(Typed.at(deployment, "logs", "last").out());
        served();
    }

    private void served() throws IOException, InterruptedException {
        Process supervisor = deployment.start(log, "supervise");
        try {
            Awaitility.await().until(() -> asking.status("/healthz") == 200);
            for (String path : List.of("/", "/metrics", "/readyz")) {
                plain(asking.get(path).body());
            }
            plainJson(json(asking.get("/api/status").body()));
        } finally {
            supervisor.destroy();
            supervisor.waitFor();
        }
        plain(Files.readString(log));
    }

    /** The quick engine, which does something more at its end. */
    private void engineSays(String command) throws IOException {
        Path engine = deployment.engineHome().resolve("bin/ghe-backup");
        List<String> lines = Files.readAllLines(engine).stream()
                .flatMap(line ->
                        line.startsWith("say \"Backing up GitHub Pages") ? Stream.of(line, command) : Stream.of(line))
                .toList();
        Files.write(engine, lines);
    }

    private static void plain(String... texts) {
        for (String text : texts) {
            assertThat(PlainText.lines(text)).isEqualTo(text);
        }
    }

    private static void plainJson(JsonNode node) {
        if (node.isTextual()) {
            plain(node.textValue());
        }
        node.fieldNames().forEachRemaining(HostileTextIT::plain);
        node.forEach(HostileTextIT::plainJson);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
