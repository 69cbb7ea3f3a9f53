package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.SshKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class KeysIT {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-west-1");
    private static FakeKms kms;

    @TempDir
    private Path folder;

    private final Path memory =
            Path.of("/dev/shm/ghk-" + UUID.randomUUID().toString().substring(0, 8));
    private SshKeys.Pair key;

    @BeforeAll
    static void startKms() {
        CREDENTIALS.forEach(System::setProperty);
        kms = FakeKms.start();
    }

    @AfterAll
    static void stopKms() {
        kms.close();
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }

    @BeforeEach
    void makeKey() {
        kms.repair();
        key = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
    }

    @AfterEach
    void removeMemory() throws IOException {
        if (Files.isDirectory(memory)) {
            try (Stream<Path> files = Files.walk(memory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void whatWasEncryptedIsOpenedForItsOwnerOnlyAndGoneAfterwards() throws IOException {
        Keys keys = fromFile(encrypted(Map.of()), Map.of());
        Path file;
        try (SshKey opened = keys.open()) {
            file = opened.file();
            assertThat(file).hasContent(key.privateText());
            assertThat(Files.readString(file)).endsWith("-----\n");
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(mode(file.getParent())).isEqualTo("rwx------");
            assertThat(opened.plain()).isFalse();
            assertThat(opened.description().fingerprint()).isEqualTo(key.fingerprint());
        }
        assertThat(file).doesNotExist();
        assertThat(keys.wipeLeftovers()).isZero();
    }

    @Test
    void aPlainKeyWorksAndIsReportedAsPlain() {
        try (SshKey opened = fromFile(key.privateText(), Map.of()).open()) {
            assertThat(opened.plain()).isTrue();
            assertThat(opened.file()).hasContent(key.privateText());
        }
    }

    @Test
    void describingAKeyWritesItNowhere() {
        assertThat(fromFile(key.privateText(), Map.of()).describe())
                .hasToString("ED25519 256 bits " + key.fingerprint());
        assertThat(memory).doesNotExist();
    }

    @Test
    void theEncryptionContextMustBeTheSame() {
        String value = encrypted(Map.of("appliance", "ghe"));

        assertThat(fromFile(value, Map.of("appliance", "ghe")).describe().fingerprint())
                .isEqualTo(key.fingerprint());
        assertKind(fromFile(value, Map.of("appliance", "other")), FailureKind.KMS_CIPHERTEXT_REFUSED, value);
        assertKind(fromFile(value, Map.of()), FailureKind.KMS_CIPHERTEXT_REFUSED, value);
    }

    @Test
    void aWrongKmsKeyIsNamed() {
        KeyEncryption encryption = new KeyEncryption(kmsSettings(Map.of()), Map.of());

        assertThatThrownBy(() -> encryption.encrypt("alias/unknown", bytes(key.privateText())))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.KMS_KEY_UNUSABLE))
                .hasMessageContaining("alias/unknown");
    }

    @Test
    void onlyAUsableKeyIsEncrypted() {
        KeyEncryption encryption = new KeyEncryption(kmsSettings(Map.of()), Map.of());
        SshKeys.Pair locked = SshKeys.make(folder, "locked", SshKeys.Kind.ED25519, "secret");

        assertThatThrownBy(() -> encryption.encrypt(FakeKms.KEY_ID, bytes(locked.privateText())))
                .hasMessageContaining("passphrase");
        assertThat(kms.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400, NotFoundException, KMS_KEY_UNUSABLE, 1",
        "400, IncorrectKeyException, KMS_KEY_UNUSABLE, 1",
        "400, DisabledException, KMS_KEY_UNUSABLE, 1",
        "400, KMSInvalidStateException, KMS_KEY_UNUSABLE, 1",
        "400, AccessDeniedException, KMS_ACCESS_DENIED, 1",
        "403, AccessDeniedException, KMS_ACCESS_DENIED, 1",
        "403, Whatever, KMS_ACCESS_DENIED, 1",
        "400, ExpiredTokenException, AWS_CREDENTIALS_EXPIRED, 1",
        "400, UnrecognizedClientException, AWS_CREDENTIALS_MISSING, 1",
        "403, InvalidSignatureException, AWS_CREDENTIALS_MISSING, 1",
        "400, InvalidCiphertextException, KMS_CIPHERTEXT_REFUSED, 1",
        "400, ThrottlingException, AWS_THROTTLED, 3",
        "429, TooManyRequestsException, AWS_THROTTLED, 3",
        "401, AuthFailure, AWS_CREDENTIALS_MISSING, 1",
        "400, UnauthorizedOperation, KMS_ACCESS_DENIED, 1",
        "503, RequestLimitExceeded, AWS_THROTTLED, 3",
        "400, RequestExpired, AWS_FAILED, 3",
        "403, RequestTimeTooSkewed, AWS_FAILED, 3",
        "500, KMSInternalException, AWS_FAILED, 3",
        "400, SomethingNew, AWS_FAILED, 1"
    })
    void everyAnswerOfKmsHasItsKindAndOnlyWhatCanPassIsTriedAgain(
            int status, String code, FailureKind kind, int requests) {
        String value = encrypted(Map.of());
        kms.fail(status, code);

        assertKind(fromFile(value, Map.of()), kind, value);
        assertThat(kms.requests()).isEqualTo(requests);
    }

    @ParameterizedTest
    @CsvSource({"400, RequestExpired, Request has expired.", "400, InvalidSignatureException, Signature expired: x"})
    void aWrongClockIsReportedWithBothTimes(int status, String code, String message) {
        String value = encrypted(Map.of());
        kms.answer(WireMock.aResponse()
                .withStatus(status)
                .withHeader("Date", "Sun, 29 Nov 2020 03:00:00 GMT")
                .withBody("{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}"));

        assertThatThrownBy(fromFile(value, Map.of())::open).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.AWS_FAILED);
            assertThat(failure).hasMessageContainingAll("the clock here says 2", "that of AWS 2020-11-29T03:00:00Z");
            assertThat(failure.hint()).contains("NTP");
        });
    }

    @Test
    void anAnswerThatIsNoneIsAFailureOfAws() {
        String value = encrypted(Map.of());
        kms.answer(WireMock.ok("<html>captive portal</html>"));
        assertKind(fromFile(value, Map.of()), FailureKind.AWS_FAILED, value);
    }

    @Test
    void aClosedPortIsReportedAsUnreachable() {
        String value = encrypted(Map.of());
        KmsSettings closed = new KmsSettings(
                Optional.of("eu-west-1"), Optional.of(java.net.URI.create("http://127.0.0.1:1")), Map.of());
        Keys keys = new Keys(settings(KeySettings.Source.FILE, write("value", value)), closed, Map.of());

        assertKind(keys, FailureKind.AWS_UNREACHABLE, value);
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "KUBERNETES_SECRET", "TAUPAGE", "ENVIRONMENT"})
    void everySourceGivesTheKeyAndReportsWhenItIsMissing(KeySettings.Source source) {
        String value = encrypted(Map.of());
        String document = source == KeySettings.Source.TAUPAGE
                ? "runtime: Docker\nkms_private_ssh_key: \"" + value + "\"\n"
                : value;
        Map<String, String> environment = Map.of("MY_KEY", value);

        Keys good = new Keys(settings(source, write("value", document)), kmsSettings(Map.of()), environment);
        Keys missing = new Keys(settings(source, folder.resolve("nothing")), kmsSettings(Map.of()), Map.of());
        Keys empty = new Keys(settings(source, write("empty", "")), kmsSettings(Map.of()), Map.of("MY_KEY", " "));

        assertThat(good.describe().fingerprint()).isEqualTo(key.fingerprint());
        assertKind(missing, FailureKind.KEY_MISSING, value);
        assertKind(empty, FailureKind.KEY_MISSING, value);
    }

    /** As the earlier appliance had it in its secret: copied in by hand, without the end of its last line. */
    @Test
    void aPlainKeyOfOldInASecretWorks() throws IOException {
        SshKeys.Pair old = SshKeys.makePem(folder, "old", SshKeys.Kind.RSA, "");
        Path secret = write("secret", old.privateText().strip());
        assertThat(old.privateText()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");

        Keys keys = new Keys(settings(KeySettings.Source.KUBERNETES_SECRET, secret), kmsSettings(Map.of()), Map.of());
        try (SshKey opened = keys.open()) {
            assertThat(Files.readString(opened.file())).isEqualTo(old.privateText());
            assertThat(opened.description().fingerprint()).isEqualTo(old.fingerprint());
            assertThat(opened.plain()).isTrue();
        }
    }

    /** The earlier appliance read the URL-safe alphabet, and values without their prefix. */
    @Test
    void everyFormThatTheEarlierApplianceReadFromTaupageIsRead() {
        String value = encrypted(Map.of());
        String base64 = value.substring("aws:kms:".length());
        String urlSafe = base64.replace('+', '-').replace('/', '_');

        for (String form : new String[] {value, base64, urlSafe, "aws:kms:" + urlSafe}) {
            String document =
                    "runtime: Docker\nroot: true\nkms_private_ssh_key: \"" + form + "\"\nmounts: {/data: {}}\n";
            Path taupage = write("taupage.yaml", document);
            Keys keys = new Keys(settings(KeySettings.Source.TAUPAGE, taupage), kmsSettings(Map.of()), Map.of());

            assertThat(keys.describe().fingerprint()).as(form).isEqualTo(key.fingerprint());
        }
    }

    /** Its characters are those of base64, dashes and blanks; it once went to KMS as a ciphertext. */
    @ParameterizedTest
    @ValueSource(strings = {"|\n  ", ">\n  ", "\"", "'", ""})
    void aPlainKeyInTaupagesDocumentIsNeverSentToKms(String style) {
        String quote = style.length() == 1 ? style : "";
        String text = key.privateText().strip().replace("\n", style.isEmpty() || !quote.isEmpty() ? "\n\n  " : "\n  ");
        Path taupage = write(
                "taupage.yaml", "runtime: Docker\nkms_private_ssh_key: " + style + text + quote + "\nroot: true\n");
        Keys keys = new Keys(settings(KeySettings.Source.TAUPAGE, taupage), kmsSettings(Map.of()), Map.of());

        try (UnlockedKey opened = keys.unlock()) {
            assertThat(opened.plain()).isTrue();
            assertThat(opened.description().publicLine()).isEqualTo(key.publicLine());
        }
        assertThat(kms.requests()).isZero();
    }

    /** The AWS CLI takes base64 for its plaintext, and people give it. */
    @Test
    void whatKmsDecryptedMayBeTheBase64OfTheKey() {
        String plaintext = Base64.getEncoder().encodeToString(bytes(key.privateText()));
        String value = KeyValue.PREFIX
                + Base64.getEncoder()
                        .encodeToString(new Aws(kmsSettings(Map.of()), Map.of())
                                .kms()
                                .encrypt(FakeKms.KEY_ID, bytes(plaintext)));

        try (UnlockedKey opened = fromFile(value, Map.of()).unlock()) {
            assertThat(opened.plain()).isFalse();
            assertThat(opened.description().publicLine()).isEqualTo(key.publicLine());
        }
    }

    @Test
    void otherEntriesOfTaupagesDocumentNeedNotBeRight() {
        String value = encrypted(Map.of());
        String document = "a: 1\na: 2\nb: !Ref x\nkms_private_ssh_key: " + value + "\n? [c]\n: d\n";
        Keys keys = new Keys(
                settings(KeySettings.Source.TAUPAGE, write("taupage.yaml", document)), kmsSettings(Map.of()), Map.of());

        assertThat(keys.describe().fingerprint()).isEqualTo(key.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: 1~b: [~                                           | line 3 is no YAML: expected the node content
            a: 1~b: c: d                                         | line 2 is no YAML: mapping values are not allowed here
            a:~>b: 1                                             | line 2 is no YAML: it is indented by a tab
            a: *secret                                           | line 1 is no YAML: its syntax is wrong
            a: 1~kms_private_ssh_key: x~kms_private_ssh_key: y   | different values at kms_private_ssh_key, in lines 2 and 3
            a: 1~kms_private_ssh_key: [x]                        | line 2 has no text at kms_private_ssh_key
            x                                                    | is no map; where it holds the value itself
            a: {kms_private_ssh_key: x}                          | has no key kms_private_ssh_key
            """)
    void whatIsWrongWithTaupagesDocumentIsSaidWithItsLine(String document, String reason) {
        String text = document.replace('~', '\n').replace('>', '\t');
        Keys keys = new Keys(
                settings(KeySettings.Source.TAUPAGE, write("taupage.yaml", text)), kmsSettings(Map.of()), Map.of());

        assertThatThrownBy(keys::open).hasMessageContaining(reason).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "- a", "text", "other: 1", "kms_private_ssh_key: 7", "kms_private_ssh_key: [a]"})
    void aTaupageDocumentWithoutTheKeyIsReportedAsSuch(String document) {
        Keys keys = new Keys(
                settings(KeySettings.Source.TAUPAGE, write("taupage.yaml", document)), kmsSettings(Map.of()), Map.of());

        assertKind(keys, FailureKind.KEY_MISSING, "secret");
    }

    @Test
    void aKeyDirectoryOnADiskIsRefusedUnlessAllowed() {
        Path onDisk = folder.resolve("keys-on-disk");
        KeySettings.Source file = KeySettings.Source.FILE;
        Path value = write("value", key.privateText());
        Keys refused = new Keys(
                new KeySettings(file, value, "MY_KEY", Optional.empty(), onDisk, false),
                kmsSettings(Map.of()),
                Map.of());
        Keys allowed = new Keys(
                new KeySettings(file, value, "MY_KEY", Optional.empty(), onDisk, true),
                kmsSettings(Map.of()),
                Map.of());

        assertThatThrownBy(refused::open).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.KEY_DIRECTORY_UNSAFE);
            assertThat(failure.hint()).contains("key.allow-persistent-directory");
        });
        try (SshKey opened = allowed.open()) {
            assertThat(opened.file()).exists();
        }
    }

    @Test
    void worksBelowADirectoryThatIsOpenToAllAsKubernetesMountsIt() throws IOException {
        Files.createDirectory(memory);
        Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Keys below = new Keys(
                new KeySettings(
                        KeySettings.Source.FILE,
                        write("value", key.privateText()),
                        "MY_KEY",
                        Optional.empty(),
                        memory.resolve("ghe-keeper"),
                        false),
                kmsSettings(Map.of()),
                Map.of());
        try (SshKey opened = below.open()) {
            assertThat(mode(opened.file().getParent())).isEqualTo("rwx------");
            assertThat(mode(memory.resolve("ghe-keeper"))).isEqualTo("rwx------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwx----w-", "rwx-wx---"})
    void aKeyDirectoryThatOthersMayWriteToIsRefusedWithTheWayOut(String mode) throws IOException {
        Files.createDirectory(memory);
        Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString(mode));
        Keys keys = fromFile(key.privateText(), Map.of());

        assertKind(keys, FailureKind.KEY_DIRECTORY_UNSAFE, key.privateText());
        assertThatThrownBy(keys::tryOutDirectory).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure).hasMessageContaining("is open to others: its mode is ");
            assertThat(failure.hint()).contains("chmod 0700", "emptyDir");
        });
        assertThat(memory).isEmptyDirectory();
    }

    @Test
    void aFolderThatOthersMayEnterIsNotTrusted() throws IOException {
        Files.createDirectories(memory.resolve("keys"));
        Files.setPosixFilePermissions(memory.resolve("keys"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertKind(fromFile(key.privateText(), Map.of()), FailureKind.KEY_DIRECTORY_UNSAFE, key.privateText());
    }

    @Test
    void aSymbolicLinkInThePlaceOfTheFolderIsNotFollowed() throws IOException {
        Files.createDirectory(memory);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(memory.resolve("keys"), elsewhere);

        assertKind(fromFile(key.privateText(), Map.of()), FailureKind.KEY_DIRECTORY_UNSAFE, key.privateText());
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void theKeyOfALiveProcessIsNeverWipedAndThatOfAKilledOneIs() throws Exception {
        Path value = write("value", key.privateText());
        Keys ours = fromFile(key.privateText(), Map.of());
        Process other = KeyHolder.start(value, memory);
        Path file = Path.of(other.inputReader().readLine());

        try (SshKey own = ours.open()) {
            assertThat(ours.wipeLeftovers()).isZero();
            assertThat(fromFile(key.privateText(), Map.of()).wipeLeftovers()).isZero();
            assertThat(file).exists();
            assertThat(own.file()).exists();

            other.destroyForcibly().waitFor();

            assertThat(file).as("left by the killed one").exists();
            assertThat(ours.wipeLeftovers()).isEqualTo(1);
            assertThat(file).doesNotExist();
            assertThat(own.file()).exists();
        }
    }

    private String encrypted(Map<String, String> context) {
        String value =
                new KeyEncryption(kmsSettings(context), Map.of()).encrypt(FakeKms.KEY_ID, bytes(key.privateText()));
        assertThat(value).startsWith("aws:kms:");
        kms.repair();
        return value;
    }

    private Keys fromFile(String value, Map<String, String> context) {
        return new Keys(settings(KeySettings.Source.FILE, write("value", value)), kmsSettings(context), Map.of());
    }

    private KeySettings settings(KeySettings.Source source, Path file) {
        return new KeySettings(source, file, "MY_KEY", Optional.empty(), memory, false);
    }

    private static KmsSettings kmsSettings(Map<String, String> context) {
        return new KmsSettings(Optional.of("eu-west-1"), Optional.of(kms.endpoint()), context);
    }

    /** Of that kind, and without the secret in any message of it or of what caused it. */
    private static void assertKind(Keys keys, FailureKind kind, String secret) {
        String piece = secret.strip().substring(Math.min(secret.strip().length() - 6, 60));
        assertThatThrownBy(keys::open).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause)).doesNotContain(piece.substring(0, Math.min(40, piece.length())));
            }
        });
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
