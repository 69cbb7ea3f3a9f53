package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's ssh and ours must agree on who is trusted: what the probe lets pass must not fail in the run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostKeyVerdictIT {
    @TempDir
    private static Path folder;

    private FakeAppliance appliance;
    private SshKeys.Pair key;
    private String name;
    private String right;
    private String wrong;
    private String otherType;

    @BeforeAll
    void serve() throws Exception {
        appliance = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "id_ed25519", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        name = "[127.0.0.1]:" + appliance.port();
        right = pair(appliance.knownHostsLine().split(" ", -1));
        wrong = pair(" "
                .concat(SshKeys.make(folder, "wrong", SshKeys.Kind.ECDSA).publicLine())
                .split(" ", -1));
        otherType = pair(" ".concat(key.publicLine()).split(" ", -1));
    }

    @AfterAll
    void close() {
        appliance.close();
    }

    private static String pair(String[] words) {
        return words[1] + " " + words[2];
    }

    Stream<Arguments> files() throws Exception {
        String blob = right.split(" ", -1)[1];
        return Stream.of(
                Arguments.of("a good line", name + " " + right + "\n", true),
                Arguments.of("a good line with a comment", name + " " + right + " root@there # x\n", true),
                Arguments.of("blanks and tabs", " \t" + name + "\t \t" + right.replace(" ", " \t ") + "\n", true),
                Arguments.of("no final newline", name + " " + right, true),
                Arguments.of("CRLF", "# x\r\n\r\n" + name + " " + right + "\r\n", true),
                Arguments.of("CRLF behind a comment", name + " " + right + " x\r\n", true),
                Arguments.of("CR alone", "# x\r" + name + " " + right + "\n", false),
                Arguments.of("a hashed line", hashed(name + " " + right + "\n"), true),
                Arguments.of("a hashed line of another host", hashed("other " + right + "\n"), false),
                Arguments.of("a hashed line without a port", hashed("127.0.0.1 " + right + "\n"), true),
                Arguments.of("a hash of garbage", "|1|AAA|BBB " + right + "\n", false),
                Arguments.of("a hash of an unknown kind", "|2|AAA= " + right + "\n", false),
                Arguments.of("several names", "a,[b]:1," + name + ",c " + right + "\n", true),
                Arguments.of("blanks between names", "a, " + name + " " + right + "\n", false),
                Arguments.of("a wildcard", "* " + right + "\n", true),
                Arguments.of("a wildcard port", "[127.0.0.1]:* " + right + "\n", true),
                Arguments.of("question marks", "[127.?.?.?]:* " + right + "\n", true),
                Arguments.of("a wildcard of another network", "[10.*]:* " + right + "\n", false),
                // Without its port, the host is looked for again, and that name is not negated.
                Arguments.of("a negated pattern", "*,!" + name + " " + right + "\n", true),
                Arguments.of("a negated pattern first", "!" + name + ",* " + right + "\n", true),
                Arguments.of("negation alone", "!other " + right + "\n", false),
                Arguments.of("another host negated", "!other,* " + right + "\n", true),
                Arguments.of("negated with its port only", "!" + name + ",127.0.0.1 " + right + "\n", true),
                Arguments.of("another port", "[127.0.0.1]:1 " + right + "\n", false),
                Arguments.of("without port", "127.0.0.1 " + right + "\n", true),
                Arguments.of("without port, wrong", "127.0.0.1 " + wrong + "\n", false),
                Arguments.of(
                        "without port wrong, with port right",
                        "127.0.0.1 " + wrong + "\n" + name + " " + right + "\n",
                        true),
                Arguments.of(
                        "without port right, with port wrong",
                        "127.0.0.1 " + right + "\n" + name + " " + wrong + "\n",
                        false),
                Arguments.of("another type only", name + " " + otherType + "\n", false),
                Arguments.of(
                        "another type and the right one", name + " " + otherType + "\n" + name + " " + right, true),
                Arguments.of(
                        "another type with port, right without",
                        name + " " + otherType + "\n127.0.0.1 " + right + "\n",
                        null),
                Arguments.of("wrong", name + " " + wrong + "\n", false),
                Arguments.of("right and wrong", name + " " + right + "\n" + name + " " + wrong + "\n", true),
                Arguments.of("wrong and right", name + " " + wrong + "\n" + name + " " + right + "\n", true),
                Arguments.of("a comment", "#" + name + " " + right + "\n", false),
                Arguments.of("garbage before", "garbage\n\u0001\u00ff x y\n@x\n" + name + " " + right + "\n", true),
                Arguments.of("a type without a key", name + " " + right.split(" ", -1)[0] + "\n", false),
                Arguments.of("a truncated key", name + " " + right.substring(0, right.length() - 8) + "\n", false),
                Arguments.of("a key under a wrong type", name + " ssh-ed25519 " + blob + "\n", false),
                Arguments.of("another curve's type", name + " ecdsa-sha2-nistp384 " + blob + "\n", false),
                Arguments.of("bits and exponent", name + " 256 " + right + "\n", false),
                Arguments.of("an authority", "@cert-authority " + name + " " + right + "\n", false),
                Arguments.of("revoked", "@revoked " + name + " " + right + "\n", false),
                Arguments.of("right and revoked", name + " " + right + "\n@revoked * " + right + "\n", false),
                Arguments.of("revoked and right", "@revoked " + name + " " + right + "\n" + name + " " + right, false),
                Arguments.of("another revoked", "@revoked " + name + " " + wrong + "\n" + name + " " + right, true),
                Arguments.of(
                        "another revoked with port, right without",
                        "@revoked " + name + " " + wrong + "\n127.0.0.1 " + right + "\n",
                        true),
                Arguments.of(
                        "right with port, revoked without",
                        name + " " + right + "\n@revoked 127.0.0.1 " + right + "\n",
                        true),
                Arguments.of(
                        "right without port, revoked without",
                        "127.0.0.1 " + right + "\n@revoked 127.0.0.1 " + right + "\n",
                        false),
                Arguments.of("an unknown marker", "@trusted " + name + " " + right + "\n", false),
                Arguments.of("two markers", "@revoked @revoked " + name + " " + right + "\n", false),
                Arguments.of("an empty file", "", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void acceptsAHostKeyExactlyWhereSshDoes(String title, String text, Boolean expected) throws Exception {
        Path file =
                Files.writeString(folder.resolve("known_hosts"), text, java.nio.charset.StandardCharsets.ISO_8859_1);
        boolean ssh = sshAccepts(file, Path.of("/dev/null"));

        boolean ours = accepts(settings(file, Optional.empty()));

        assertThat(ours).as(title + ": ours like ssh's").isEqualTo(ssh);
        if (expected != null) {
            assertThat(ssh).as(title + ": what ssh is expected to say").isEqualTo(expected);
        }
    }

    Stream<Arguments> pairsOfFiles() {
        String good = name + " " + right + "\n";
        String bad = name + " " + wrong + "\n";
        String another = name + " " + otherType + "\n";
        String portless = "127.0.0.1 " + right + "\n";
        String portlessBad = "127.0.0.1 " + wrong + "\n";
        String revoked = "@revoked " + name + " " + right + "\n";
        return Stream.of(
                Arguments.of("an old key and the shown one", bad, good, true),
                Arguments.of("the shown key and an old one", good, bad, true),
                Arguments.of("nothing and the shown key", "", good, true),
                Arguments.of("the shown key and nothing", good, "", true),
                Arguments.of("the shown key and no file", good, null, true),
                Arguments.of("an old key and no file", bad, null, false),
                Arguments.of("two old keys", bad, bad, false),
                Arguments.of("another type and the shown key", another, good, true),
                Arguments.of("another type and an old key", another, bad, false),
                Arguments.of("another type twice", another, another, false),
                Arguments.of("revoked and the shown key", revoked, good, false),
                Arguments.of("the shown key and revoked", good, revoked, false),
                Arguments.of("revoked for every host and the shown key", "@revoked * " + right + "\n", good, false),
                Arguments.of("the shown key and revoked without port", good, "@revoked " + portless, null),
                Arguments.of("another one revoked and the shown key", "@revoked " + bad, good, true),
                Arguments.of("old without port and the shown key with it", portlessBad, good, true),
                Arguments.of("the shown key without port and an old one with it", portless, bad, false),
                Arguments.of("both without port", portlessBad, portless, true),
                Arguments.of("half a line and the shown key", bad, good.substring(0, 40) + "\n" + good, true),
                Arguments.of("an old key and half a line", bad, good.substring(0, good.length() - 9), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairsOfFiles")
    void believesTwoFilesExactlyAsSshDoes(String title, String pinned, String restored, Boolean expected)
            throws Exception {
        Path file = Files.writeString(folder.resolve("known_hosts"), pinned);
        Path beside = folder.resolve("restored_hosts");
        Files.deleteIfExists(beside);
        if (restored != null) {
            Files.writeString(beside, restored);
        }
        boolean ssh = sshAccepts(file, beside);

        boolean ours = accepts(settings(file, Optional.of(beside)));

        assertThat(ours).as(title + ": ours like ssh's").isEqualTo(ssh);
        if (expected != null) {
            assertThat(ssh).as(title + ": what ssh is expected to say").isEqualTo(expected);
        }
    }

    private ApplianceSettings settings(Path file, Optional<Path> restored) {
        return new ApplianceSettings(
                appliance.host(), appliance.port(), FakeAppliance.USER, file, restored, false, Optional.empty());
    }

    private boolean accepts(ApplianceSettings settings) {
        try {
            new Appliance(settings).probe(key.privateKey(), Optional.of("3.11.0"));
            return true;
        } catch (io.ghekeeper.failure.Failure refused) {
            assertThat(refused.kind().code()).startsWith("host-key-");
            return false;
        }
    }

    private boolean sshAccepts(Path file, Path restored) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "/dev/null"));
        for (String option : List.of(
                "BatchMode=yes",
                "StrictHostKeyChecking=yes",
                "UserKnownHostsFile=" + file,
                "GlobalKnownHostsFile=" + restored,
                "IdentitiesOnly=yes",
                "IdentityAgent=none")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of("-i", key.privateKey().toString(), "-p", Integer.toString(appliance.port())));
        command.addAll(List.of(FakeAppliance.USER + "@" + appliance.host(), "true"));
        Path log = folder.resolve("ssh.log");
        Process ssh = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile())
                .start();
        assertThat(ssh.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(ssh.exitValue()).as(Files.readString(log)).isIn(0, 255);
        if (ssh.exitValue() != 0) {
            assertThat(Files.readString(log)).contains("Host key verification failed");
        }
        return ssh.exitValue() == 0;
    }

    private String hashed(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("to-hash"), text);
        Process hash = new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(hash.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        String hashed = Files.readString(file);
        assertThat(hashed).startsWith("|1|");
        return hashed;
    }
}
