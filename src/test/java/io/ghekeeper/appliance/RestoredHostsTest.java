package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What restores made known: how it is written, and that nothing in its place holds us or is believed. */
@Timeout(300)
class RestoredHostsTest {
    private static final String HOST = "scratch.example.com";
    private static final HostKey KEY = SomeKeys.ecdsa();
    private static final HostKey OLD = SomeKeys.ecdsa();
    private static final HostKey OTHER_TYPE = SomeKeys.ed25519();

    @TempDir
    private Path folder;

    private Path file;
    private Path knownHosts;

    @BeforeEach
    void name() {
        file = folder.resolve("restored");
        knownHosts = folder.resolve("known_hosts");
    }

    @Test
    void isWrittenWholeAndForItsOwnerAlone() throws IOException {
        Files.writeString(folder.resolve("restored.new"), "left by one that was killed");

        assertThat(pin(KEY)).contains(file);

        assertThat(file).content().isEqualTo(KEY.line(HOST, 122) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(beside -> !beside.equals(file));
    }

    @Test
    void theNewestRestoreReplacesTheKeyOfTheSameTypeOnly() throws IOException {
        String others =
                "# mine\n[other]:122 " + OLD.type() + " " + OLD.base64() + "\n" + OTHER_TYPE.line(HOST, 122) + "\n";
        Files.writeString(file, others + OLD.line(HOST, 122));

        pin(KEY);
        pin(KEY);

        assertThat(file).content().isEqualTo(others + KEY.line(HOST, 122) + "\n");
    }

    @Test
    void halfALineIsNoneAndSpoilsNoOther() throws IOException {
        String half = OLD.line(HOST, 122).substring(0, 60);
        Files.writeString(file, half);

        assertThat(TrustedKeys.of(settings()).verdict(OLD)).isEqualTo(TrustedKeys.KeyVerdict.UNKNOWN);
        pin(KEY);

        assertThat(file).content().isEqualTo(half + "\n" + KEY.line(HOST, 122) + "\n");
        assertThat(TrustedKeys.of(settings()).verdict(KEY)).isEqualTo(TrustedKeys.KeyVerdict.PINNED);
    }

    /** A host that is put back to what it was before the restore shows the key that is pinned without its port. */
    @Test
    void aHostThatIsKnownWithoutItsPortStaysKnownSo() throws IOException {
        Files.writeString(knownHosts, OLD.line(HOST, 22) + "\n");

        pin(KEY);

        assertThat(file).content().isEqualTo(KEY.line(HOST, 22) + "\n");
        assertThat(TrustedKeys.of(settings()).verdict(KEY)).isEqualTo(TrustedKeys.KeyVerdict.PINNED);
        assertThat(TrustedKeys.of(settings()).verdict(OLD)).isEqualTo(TrustedKeys.KeyVerdict.PINNED);
    }

    @Test
    void neverPinsWhatItRevokes() throws IOException {
        Files.writeString(file, "@revoked " + KEY.line(HOST, 122) + "\n");

        assertThat(catchThrowableOfType(Failure.class, () -> pin(KEY)).kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
    }

    @Test
    void reportsWhichOtherKeyGoesOnBeingBelieved() throws IOException {
        Files.writeString(file, "# x\n" + OLD.line(HOST, 122) + "\n");

        assertThat(RestoredHosts.otherThan(KEY, settings())).contains(file + " line 2");
        assertThat(RestoredHosts.otherThan(OLD, settings())).isEmpty();
        assertThat(RestoredHosts.otherThan(OTHER_TYPE, settings())).isEmpty();
    }

    @Test
    void aFolderInItsPlaceFails() throws IOException {
        Files.createDirectory(file);

        assertUnreadable("is no regular file");
    }

    @Test
    void aPipeInItsPlaceFailsAndBlocksNoCaller() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertUnreadable("is no regular file");
    }

    @Test
    void aLinkInItsPlaceFails() throws IOException {
        Files.createSymbolicLink(file, Files.writeString(folder.resolve("x"), KEY.line(HOST, 122) + "\n"));

        assertUnreadable("is no regular file");
    }

    @Test
    void megabytesFailEvenWhereTheirFirstLineIsRight() throws IOException {
        Files.writeString(file, KEY.line(HOST, 122) + "\n" + "#".repeat(1024 * 1024));

        assertUnreadable("is larger than 1.0 MiB");
    }

    @Test
    void whatCannotBeWrittenIsAFailureOfTheVolume() {
        RestoredHosts full = new RestoredHosts(FaultyDisk.failingFrom(1));

        Failure failure = catchThrowableOfType(Failure.class, () -> full.pin(settings(), KEY));

        assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
        assertThat(failure).hasMessageContainingAll(file.toString(), "No space left");
    }

    private void assertUnreadable(String why) {
        Failure look = catchThrowableOfType(Failure.class, () -> TrustedKeys.of(settings()));
        Failure write = catchThrowableOfType(Failure.class, () -> pin(KEY));

        assertThat(look.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
        assertThat(look).hasMessageContainingAll(file.toString(), why);
        assertThat(write).hasMessage(look.getMessage());
    }

    private Optional<Path> pin(HostKey key) {
        return new RestoredHosts(new LocalDisk()).pin(settings(), key);
    }

    private ApplianceSettings settings() {
        return new ApplianceSettings(HOST, 122, "admin", knownHosts, Optional.of(file), false, Optional.empty());
    }
}
