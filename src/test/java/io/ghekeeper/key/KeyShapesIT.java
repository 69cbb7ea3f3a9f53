package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, the real ssh-keygen reads in the very bytes that ssh is given; and it is the key that was meant. */
class KeyShapesIT {
    @TempDir
    private static Path folder;

    /** Private keys as the tools write them. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    /** What ssh-keygen printed, by the content of the file. */
    private static final Map<String, String> PUBLIC_LINES = new HashMap<>();

    /** What editors, vaults, clipboards and shells do to a key. */
    private static final Map<String, UnaryOperator<String>> SHAPES = new LinkedHashMap<>();

    @SuppressWarnings("UnusedVariable") // named by a test's source
    private static final List<String> NAMES;

    static {
        SHAPES.put("as it is", key -> key);
        SHAPES.put("no last line feed", String::strip);
        SHAPES.put("blank lines around", key -> "\n\n" + key + "\n\n");
        SHAPES.put("byte order mark", key -> "\uFEFF" + key);
        SHAPES.put("CR LF", key -> key.replace("\n", "\r\n"));
        SHAPES.put("CR CR LF", key -> key.replace("\n", "\r\r\n"));
        SHAPES.put("CR", key -> key.replace('\n', '\r'));
        SHAPES.put("blanks at line ends", key -> key.replace("\n", "  \n"));
        SHAPES.put("tabs before lines", key -> "\t" + key.replace("\n", "\n\t"));
        SHAPES.put("no-break spaces before lines", key -> "\u00A0" + key.replace("\n", "\n\u00A0"));
        SHAPES.put("YAML block", key -> "kms_private_ssh_key: |\n  " + key.replace("\n", "\n  ") + "\nother: 1\n");
        SHAPES.put("one line with blanks", key -> key.replace('\n', ' '));
        SHAPES.put("one line without blanks", key -> key.replace("\n", ""));
        SHAPES.put("letters \\n", key -> key.replace("\n", "\\n"));
        SHAPES.put("letters \\\\n", key -> key.replace("\n", "\\\\n"));
        SHAPES.put("letters \\r\\n", key -> key.replace("\n", "\\r\\n"));
        SHAPES.put(
                "JSON",
                key -> "{\"SecretString\": \"" + key.replace("\n", "\\n").replace("/", "\\/") + "\"}");
        SHAPES.put("JSON of Gson", key -> "{\"v\":\"" + key.replace("\n", "\\n").replace("=", "\\u003d") + "\"}");
        SHAPES.put("double quotes", key -> "\"" + key + "\"\n");
        SHAPES.put("single quotes", key -> "'" + key.strip() + "'");
        SHAPES.put("curly quotes", key -> "\u201C" + key.strip() + "\u201D");
        SHAPES.put("quoted lines", key -> key.strip().replaceAll("(?m)^(.*)$", "\"$1\\\\n\" \\\\"));
        SHAPES.put("a variable", key -> "export SSH_KEY='" + key + "'\n");
        SHAPES.put("a here-document", key -> "cat > key <<'EOF'\n" + key + "EOF\n");
        SHAPES.put("a mail's quote", key -> key.strip().replaceAll("(?m)^", "> "));
        SHAPES.put("zero-width blanks", key -> key.replace("\n", "\u200B\n").replaceFirst("(?<=\n.{9})", "\u200D"));
        SHAPES.put("soft hyphens", key -> key.replaceFirst("(?<=\n.{9})", "\u00AD"));
        SHAPES.put("dashes of a word processor", key -> key.replace("-----", "\u2014\u2014-"));
        SHAPES.put(
                "blanks in the dashes",
                key -> key.replace("-----BEGIN ", "----- BEGIN ").replace(" KEY-----", " KEY -----"));
        SHAPES.put("a blank line before the end", key -> key.replace("\n-----END", "\n\n-----END"));
        SHAPES.put("a blank line after the beginning", key -> key.replaceFirst("\n", "\n\n"));
        SHAPES.put("blank lines between", key -> key.replace("\n", "\n\n"));
        SHAPES.put("a header", key -> key.replaceFirst("\n", "\nComment: exported by a vault\n\n"));
        SHAPES.put(
                "wide lines",
                key -> key.replaceFirst("\n", "\u0001")
                        .replaceAll("\n(?!-)", "")
                        .replace("\u0001", "\n"));
        SHAPES.put("narrow lines", key -> key.replaceAll("(?m)^([^-\n]{30})", "$1\n"));
        SHAPES.put("a public key behind", key -> key + "ssh-ed25519 AAAA pub\n");
        SHAPES.put("a public key before", key -> "ssh-ed25519 AAAA pub\n" + key);
        SHAPES.put(
                "a certificate before", key -> "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" + key);
        SHAPES.put("attributes before", key -> "Bag Attributes\n    localKeyID: 62 99\nKey Attributes: <None>\n" + key);
        SHAPES.put("a prompt before and behind", key -> "$ cat id_rsa\n" + key + "root@host:~# \n");
        SHAPES.put("twice", key -> key + key);
        SHAPES.put("two keys", key -> key + KEYS.get("ecdsa"));
        SHAPES.put(
                "URL-safe letters",
                key -> armoured(key, body -> body.replace('+', '-').replace('/', '_')));
        SHAPES.put("no padding", key -> armoured(key, body -> body.replace("=", "")));
        SHAPES.put(
                "percent escapes",
                key -> key.replace("+", "%2B")
                        .replace("/", "%2F")
                        .replace("=", "%3D")
                        .replace("\n", "%0A")
                        .replace(" ", "%20"));
        SHAPES.put(
                "a form",
                key -> key.replace("+", "%2B")
                        .replace("/", "%2F")
                        .replace("=", "%3D")
                        .replace("\n", "%0D%0A")
                        .replace(" ", "+"));
        SHAPES.put("base64", key -> base64(key));
        SHAPES.put(
                "base64 in lines", key -> Base64.getMimeEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
        SHAPES.put("base64 twice", key -> base64(base64(key) + "\n"));
        SHAPES.put(
                "base64 of UTF-16", key -> Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_16LE)));
        SHAPES.put("base64 behind aws:kms:", key -> "aws:kms:" + base64(key));
        SHAPES.put("the key behind aws:kms:", key -> "aws:kms:" + key);
        SHAPES.put(
                "a Kubernetes secret",
                key -> "apiVersion: v1\ndata:\n  kms_private_ssh_key: " + base64(key) + "\nkind: Secret\n");
        SHAPES.put(
                "answer of kms decrypt",
                key -> "{\n \"KeyId\": \"arn:aws:kms:eu-west-1:1:key/2\",\n \"Plaintext\": \"" + base64(key) + "\"\n}");
        SHAPES.put("hex", key -> HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)));
        SHAPES.put(
                "hex in lines",
                key -> HexFormat.of()
                        .formatHex(key.getBytes(StandardCharsets.UTF_8))
                        .replaceAll("(.{60})", "$1\n"));
        SHAPES.put("the body alone", key -> body(key));
        NAMES = List.copyOf(SHAPES.keySet());
    }

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        KEYS.put(
                "ed25519", SshKeys.make(folder, "ed25519", SshKeys.Kind.ED25519).privateText());
        KEYS.put("ecdsa", SshKeys.make(folder, "ecdsa", SshKeys.Kind.ECDSA).privateText());
        KEYS.put("rsa", SshKeys.make(folder, "rsa", SshKeys.Kind.RSA).privateText());
        KEYS.put(
                "rsa PEM",
                SshKeys.makePem(folder, "rsa-pem", SshKeys.Kind.RSA, "").privateText());
        KEYS.put(
                "ecdsa PEM",
                SshKeys.makePem(folder, "ecdsa-pem", SshKeys.Kind.ECDSA, "").privateText());
        KEYS.put("rsa PKCS#8", pkcs8(SshKeys.Kind.RSA));
        KEYS.put("ecdsa PKCS#8", pkcs8(SshKeys.Kind.ECDSA));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void whatIsAcceptedSshReadsAndItIsTheKeyThatWasMeant(String shape) throws IOException {
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            byte[] given = SHAPES.get(shape).apply(key.getValue()).getBytes(StandardCharsets.UTF_8);

            UnlockedKey read = PrivateKeyText.check(given, "the " + key.getKey() + " key", true);

            String expected = publicLine(key.getValue().getBytes(StandardCharsets.UTF_8));
            assertThat(publicLine(read.text())).as(key.getKey()).isEqualTo(expected);
            assertThat(read.description().publicLine()).as(key.getKey()).isEqualTo(expected);
            assertThat(KeyValue.read(new String(given, StandardCharsets.UTF_8), "it"))
                    .as(key.getKey() + " is never sent to KMS")
                    .isInstanceOf(KeyValue.Plain.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
    void readsWhatWindowsEditorsSaveAsUnicode(String encoding) throws IOException {
        String key = KEYS.get("ed25519").replace("\n", "\r\n");

        assertThat(publicLine(read(key.getBytes(Charset.forName(encoding))).text()))
                .isEqualTo(publicLine(KEYS.get("ed25519").getBytes(StandardCharsets.UTF_8)));
    }

    /** OpenSSH 9.6 was the first to read it; the engine's ssh may be older. */
    @Test
    void writesAnEd25519KeyOfPkcs8InTheFormThatEverySshReads() throws Exception {
        byte[] der = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();

        UnlockedKey read = read(PemText.fold("PRIVATE KEY", der));

        assertThat(read.text()).asString().startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        assertThat(publicLine(read.text())).isEqualTo(read.description().publicLine());
    }

    /** In each, ssh-keygen reads something; what is wrong with it is said, and what to do. */
    @Test
    void whatSshReadsAndWeDoNotHasItsTrueReason() throws Exception {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        // The JDK writes no public half.
        assertRefused(
                PemText.fold("PRIVATE KEY", ec.generateKeyPair().getPrivate().getEncoded()),
                "is an EC key whose curve or public half is not written in full");
        KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
        dsa.initialize(1024);
        assertRefused(
                PemText.fold("PRIVATE KEY", dsa.generateKeyPair().getPrivate().getEncoded()),
                "is of a kind or on a curve that SSH does not use");
        byte[] swapped = Base64.getMimeDecoder().decode(body(KEYS.get("ed25519")));
        swapped[swapped.length - 40] ^= 1; // in the private half, behind all that ssh-keygen compares
        assertRefused(PemText.fold("OPENSSH PRIVATE KEY", swapped), "is damaged");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(768);
        assertRefused(
                PemText.fold("PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded()),
                "is an RSA key of 768 bits, and OpenSSH takes at least 1024");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PuTTY-User-Key-File-3: ssh-ed25519          | is in PuTTY's format
            UHVUVFktVXNlci1LZXktRmlsZS0zOiBzc2gtZWQyNTUxOQpFbmNyeXB0aW9uOiBub25lCg== | is in PuTTY's format
            ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA lab    | is a public key
            AAAAC3NzaC1lZDI1NTE5AAAAIP1Pvs0SK4rYvgOkpE7xe3F2xg/P6cvsx7iFuR7JqZ9U | is a public key
            -----BEGIN PUBLIC KEY-----                  | is a public key
            ---- BEGIN SSH2 PUBLIC KEY ----             | is a public key
            ssh-rsa-cert-v01@openssh.com AAAA           | is an SSH certificate
            -----BEGIN CERTIFICATE-----                 | is a certificate
            -----BEGIN PGP MESSAGE-----                 | is a message or key of PGP
            -----BEGIN AGE ENCRYPTED FILE-----          | is encrypted by age
            $ANSIBLE_VAULT;1.1;AES256                   | is encrypted by Ansible Vault
            ENC[AES256_GCM,data:AAAA]                   | is encrypted by SOPS
            vault:v1:AAAA                               | is encrypted by HashiCorp Vault
            SHA256:dAg4Z7miiP9HxspSmjRE                 | is the fingerprint of a key
            arn:aws:kms:eu-west-1:123456789012:key/1234 | is the name of something in AWS
            alias/ghe-backup                            | is the name of a KMS key
            12345678-1234-1234-1234-123456789012        | is the name of a KMS key
            ${KMS_PRIVATE_SSH_KEY}                      | is a placeholder
            {{ ssh_key }}                               | is a placeholder
            None                                        | is a word for no value
            An error occurred (AccessDeniedException)   | is the error message of a command
            /root/.ssh/id_rsa                           | is the name of a file
            fileb://id_rsa                              | is the name of a file
            {"kty":"OKP","d":"AAAA"}                    | is a JSON web key
            {"KeyId": "1"}                              | is a document, not a key
            aws:kms:AQICAHh                             | is a value that KMS has encrypted
            AAAA -----END OPENSSH PRIVATE KEY-----      | its BEGIN line is missing
            -----BEGIN OPENSSH PRIVATE KEY----- AAAA    | its END line is missing
            -----BEGIN A PRIVATE KEY-----AA-----END B PRIVATE KEY----- | begins as A PRIVATE KEY and ends as B PRIVATE
            -----BEGIN A PRIVATE KEY-----A...A-----END A PRIVATE KEY----- | the character . stands between
            """)
    void whatIsNoPrivateKeyIsNamedForWhatItIs(String text, String reason) {
        assertRefused(text, reason);
    }

    private static void assertRefused(String text, String reason) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), reason);
    }

    private static void assertRefused(byte[] text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(Failure.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(FailureKind.KEY_NOT_A_PRIVATE_KEY);
                    assertThat(refused.hint()).isNotBlank();
                })
                .hasMessageContaining(reason);
    }

    private static UnlockedKey read(byte[] bytes) {
        return PrivateKeyText.check(bytes, "what was given", true);
    }

    private static String pkcs8(SshKeys.Kind kind) {
        SshKeys.Pair pair = SshKeys.make(folder, "pkcs8-" + kind, kind);
        Tool.run(
                "ssh-keygen",
                "-q",
                "-p",
                "-N",
                "",
                "-m",
                "PKCS8",
                "-f",
                pair.privateKey().toString());
        return pair.privateText();
    }

    private static String armoured(String key, UnaryOperator<String> change) {
        return key.replace(body(key), change.apply(body(key)));
    }

    private static String body(String key) {
        return key.replaceAll("(?m)^-.*\n", "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the real ssh-keygen says of a file with these bytes. It is asked once about the same bytes. */
    private static String publicLine(byte[] bytes) throws IOException {
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!PUBLIC_LINES.containsKey(content)) {
            PUBLIC_LINES.put(content, askSshKeygen(bytes));
        }
        return PUBLIC_LINES.get(content);
    }

    private static String askSshKeygen(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(
                folder, "id", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes);
        return Tool.run("ssh-keygen", "-y", "-P", "", "-f", file.toString());
    }
}
