package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pinning: what it writes, and above all what it leaves alone. */
class KnownHostsTest {
    private static final String HOST = "github.example.com";
    private static final int PORT = 122;
    private static final String NAME = "[github.example.com]:122";
    private static final HostKey KEY = SomeKeys.ecdsa();
    private static final HostKey OLD = SomeKeys.ecdsa();
    private static final HostKey OTHER_TYPE = SomeKeys.ed25519();

    @TempDir
    private Path folder;

    private Path file;
    private KnownHosts knownHosts;

    @BeforeEach
    void open() {
        file = folder.resolve("known_hosts");
        knownHosts = new KnownHosts(file);
    }

    @Test
    void makesTheFileAndItsFolder() throws IOException {
        Path deep = folder.resolve("a/b/known_hosts");

        assertThat(new KnownHosts(deep).pin(HOST, PORT, KEY, false)).isTrue();

        assertThat(deep).hasContent(line(NAME, KEY));
    }

    @Test
    void makesTheFileInAFolderBehindASymbolicLink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        new KnownHosts(link.resolve("known_hosts")).pin(HOST, PORT, KEY, false);

        assertThat(real.resolve("known_hosts")).hasContent(line(NAME, KEY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            MARK[github.example.com]:122 TYPE KEY | line 1 has it, but begins with a byte order mark
            github.example.com:122 TYPE KEY         | line 1 has it, but for github.example.com:122, and ssh looks for [git
            github.example.com 122 TYPE KEY         | line 1 has it, but with a blank within the name
            a, [github.example.com]:122 TYPE KEY    | line 1 has it, but with a blank within the name
            other TYPE KEY                          | line 1 has it, but for other, and ssh looks for [github.example.com
            "[github.example.com]:122 TYPE KEY"     | line 1 has it, but in quotes
            TYPE KEY root@host                      | line 1 has it, but without a host name
            # [github.example.com]:122 TYPE KEY     | line 1 has it, but is a comment
            @cert-authority * TYPE KEY              | line 1 has it, but as that of a certificate authority
            [github.example.com]:122\u00A0TYPE KEY | line 1 has it, but with an invisible or foreign character
            [github.example.com]:122 KEY            | line 1 has it, but without its type ecdsa-sha2-nistp256
            [github.example.com]:122 TYPE KEY,      | line 1 has it, but in a form that ssh does not read
            [github.example.com]:122 TYPE HALVES    | the file has it, but broken into several lines
            github.example.com:122 OTHER            | line 1 has another key of this host, but for github.example.com:122
            MARK[github.example.com]:122 OTHER   | line 1 has another key of this host, but begins with a byte order
            """)
    void saysInWhichFormAKeyStandsThatSshDoesNotRead(String line, String reason) throws IOException {
        String half = KEY.base64().substring(0, 40);
        String text = line.replace("MARK", "\uFEFF")
                .replace("TYPE", KEY.type())
                .replace("KEY", KEY.base64())
                .replace("OTHER", OTHER_TYPE.type() + " " + OTHER_TYPE.base64())
                .replace("HALVES", half + "\n" + KEY.base64().substring(half.length()));
        Files.writeString(file, text + "\n");

        assertThat(knownHosts.unread(HOST, PORT, KEY))
                .hasValueSatisfying(words -> assertThat(words).startsWith(reason.strip()));
    }

    @Test
    void saysThatAFileInUtf16IsNotRead() throws IOException {
        Files.write(file, ("\uFEFF" + line(NAME, KEY)).getBytes(StandardCharsets.UTF_16LE));

        assertThat(knownHosts.unread(HOST, PORT, KEY)).contains("the file is in UTF-16, which ssh does not read");
    }

    @Test
    void saysNothingOfTheFormWhereTheKeyIsNotInTheFile() throws IOException {
        Files.writeString(file, "# comment\n" + line("other", OTHER_TYPE) + "\n" + line(NAME, OTHER_TYPE) + "\n");

        assertThat(knownHosts.unread(HOST, PORT, KEY)).isEmpty();
        assertThat(new KnownHosts(folder.resolve("missing")).unread(HOST, PORT, KEY))
                .isEmpty();
    }

    @Test
    void appendsAndKeepsOtherLinesByteForByte() throws IOException {
        byte[] before = "# M\u00fcller \u0085\r\n\r\n  garbage\tof any kind \n\u00ff\u00fe\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, before);

        knownHosts.pin(HOST, PORT, KEY, false);

        assertThat(bytes()).isEqualTo(latin(before) + line(NAME, KEY) + "\n");
    }

    @Test
    void repairsAMissingFinalNewline() throws IOException {
        write(line("other", OLD));

        knownHosts.pin(HOST, PORT, KEY, false);

        assertThat(bytes()).isEqualTo(line("other", OLD) + "\n" + line(NAME, KEY) + "\n");
    }

    @Test
    void pinsAKeyOnlyOnce() throws IOException {
        knownHosts.pin(HOST, PORT, KEY, false);
        String once = bytes();

        assertThat(knownHosts.pin(HOST, PORT, KEY, false)).isFalse();
        assertThat(knownHosts.pin(HOST, PORT, KEY, true)).isFalse();
        assertThat(knownHosts.pin("GitHub.Example.COM", PORT, KEY, false)).isFalse();
        assertThat(bytes()).isEqualTo(once);
    }

    @Test
    void addsAKeyOfAnotherType() throws IOException {
        write(line(NAME, OTHER_TYPE) + "\n");

        assertThat(knownHosts.pin(HOST, PORT, KEY, false)).isTrue();

        assertThat(bytes()).isEqualTo(line(NAME, OTHER_TYPE) + "\n" + line(NAME, KEY) + "\n");
    }

    @Test
    void refusesAnotherKeyOfTheTypeWithoutReplace() throws IOException {
        write("# first\n" + line(NAME, OLD) + "\n");
        String before = bytes();

        Failure failure = pinFails(false);

        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
        assertThat(failure).hasMessageContainingAll("line 2", OLD.fingerprint(), KEY.fingerprint());
        assertThat(failure.hint()).contains("--replace");
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void replacesOnlyThisHostsLinesOfThisType() throws IOException {
        String kept1 = "# a comment\r\n" + line("[other]:122", OLD) + "\n" + line(NAME, OTHER_TYPE) + "\n";
        String kept2 = line(HOST, OLD) + "\n@cert-authority " + line(NAME, OLD) + "\n\n";
        write(kept1 + line(NAME, OLD) + "\n" + kept2 + line(NAME, SomeKeys.ecdsa()));

        assertThat(knownHosts.pin(HOST, PORT, KEY, true)).isTrue();

        assertThat(bytes()).isEqualTo(kept1 + kept2 + line(NAME, KEY) + "\n");
    }

    @Test
    void replacingRemovesAWrongKeyBesideTheRightOne() throws IOException {
        write(line(NAME, KEY) + "\n" + line(NAME, OLD) + "\n");

        assertThat(knownHosts.pin(HOST, PORT, KEY, true)).isTrue();

        assertThat(bytes()).isEqualTo(line(NAME, KEY) + "\n");
    }

    @Test
    void replacingForOneHostKeepsTheOthersOfItsLine() throws IOException {
        write("  " + line("[a]:122," + NAME.replace("github", "GitHub") + ",[b]:122", OLD) + " root@x\r\n");

        knownHosts.pin(HOST, PORT, KEY, true);

        assertThat(bytes()).isEqualTo("  " + line("[a]:122,[b]:122", OLD) + " root@x\r\n" + line(NAME, KEY) + "\n");
        assertThat(knownHosts.of("a", PORT).verdict(OLD)).isEqualTo(TrustedKeys.KeyVerdict.PINNED);
        assertThat(knownHosts.of(HOST, PORT).verdict(OLD)).isEqualTo(TrustedKeys.KeyVerdict.CHANGED);
    }

    @Test
    void neverReplacesAPatternThatMayStandForOtherHosts() throws IOException {
        write(line(NAME + ",[*.example.com]:122", OLD) + "\n");
        String before = bytes();

        Failure failure = pinFails(true);

        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
        assertThat(failure).hasMessageContainingAll("line 1", "[*.example.com]:122");
        assertThat(failure.hint()).contains("by hand", line(NAME, KEY));
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void neverPinsARevokedKey() throws IOException {
        write("@revoked " + line("*", KEY) + "\n");

        Failure failure = pinFails(true);

        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
        assertThat(failure).hasMessageContainingAll("revoked", KEY.fingerprint());
    }

    @Test
    void keepsTheModeOfTheFile() throws IOException {
        write(line(NAME, OLD) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

        knownHosts.pin(HOST, PORT, KEY, true);
        knownHosts.pin(HOST, PORT, OTHER_TYPE, false);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(folder).isDirectoryNotContaining(beside -> !beside.equals(file));
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path target = folder.resolve("target");
        Files.createSymbolicLink(file, Path.of("target"));

        knownHosts.pin(HOST, PORT, OLD, false);
        knownHosts.pin(HOST, PORT, KEY, true);

        assertThat(file).isSymbolicLink();
        assertThat(target).hasContent(line(NAME, KEY));
    }

    @Test
    void whatCannotBeWrittenFailsWithTheLineToAddByHand() {
        // No user can make a file there, not even root.
        Path nowhere = Path.of("/proc/self/known_hosts");

        Failure failure =
                catchThrowableOfType(Failure.class, () -> new KnownHosts(nowhere).pin(HOST, PORT, KEY, false));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_UNREADABLE);
        assertThat(failure).hasMessageContaining(nowhere.toString());
        assertThat(failure.hint()).contains(line(NAME, KEY));
    }

    @Test
    void aPathBelowAFileIsUnreadableNotEmpty() throws IOException {
        Path below = Files.createFile(folder.resolve("a-file")).resolve("known_hosts");

        Failure failure = catchThrowableOfType(Failure.class, () -> new KnownHosts(below).pin(HOST, PORT, KEY, false));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_UNREADABLE);
        assertThat(failure).hasMessageContaining(below.toString());
    }

    @Test
    void aFolderInsteadOfTheFileIsUnreadableNotEmpty() throws IOException {
        Files.createDirectory(file);

        Failure failure = catchThrowableOfType(Failure.class, () -> knownHosts.of(HOST, PORT));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_UNREADABLE);
        assertThat(failure).hasMessageContaining(file.toString());
    }

    private Failure pinFails(boolean replace) {
        return catchThrowableOfType(Failure.class, () -> knownHosts.pin(HOST, PORT, KEY, replace));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    private String bytes() throws IOException {
        return latin(Files.readAllBytes(file));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(String names, HostKey key) {
        return names + " " + key.type() + " " + key.base64();
    }
}
