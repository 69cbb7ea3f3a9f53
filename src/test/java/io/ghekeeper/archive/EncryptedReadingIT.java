package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.age.AgeDecryption;
import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decrypted by Debian's program age. */
class EncryptedReadingIT {
    @TempDir
    Path volume;

    private ArchiveBox box;
    private AgeKeys keys;
    private VersionedStore store;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        keys = new AgeKeys(volume);
        box.encryption = keys.encryption();
        store = new VersionedStore(box.clock);
        box.archive(FIRST, store, new LocalDisk());
    }

    private VerifiedFiles verify(Path identity) throws IOException {
        try (ArchiveIdentity read = ArchiveIdentity.of(Files.readAllBytes(identity), "the file")) {
            return verify(Optional.of(read));
        }
    }

    private VerifiedFiles verify(Optional<ArchiveIdentity> identity) {
        return new ArchiveVerifyFiles(new ArchiveAccess(box.state, new LocalDisk(), store, identity, 2))
                .verify(FIRST, new CountedProgress());
    }

    @Test
    void eachIdentityReadsEveryFile() throws IOException {
        for (Path identity : keys.identities()) {
            VerifiedFiles found = verify(identity);

            assertThat(found.first()).isEmpty();
            assertThat(found.files()).isEqualTo(22);
        }
    }

    @Test
    void aWrongIdentityIsNoDamage() {
        Path other = volume.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());

        assertThatThrownBy(() -> verify(other))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ENCRYPTION_FAILED))
                .hasMessageContaining("none of the identities fits");
    }

    @Test
    void objectsOfEarlierRecipientsEndNoReadingOfTheRest() throws IOException {
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/1/nw/a/b/c/1/new", "new content");
        box.seal(SECOND);
        Path folder = Files.createDirectory(volume.resolve("later"));
        AgeKeys later = new AgeKeys(folder);
        box.encryption = later.encryption();
        box.archive(SECOND, store, new LocalDisk());
        List<String> fetched = new ArrayList<>();
        String older = digest("content 00");
        String newer = digest("new content");

        try (ArchiveIdentity identity = ArchiveIdentity.of(Files.readAllBytes(later.identity()), "the file")) {
            assertThat(new ArchiveFetch(
                                    new ArchiveAccess(box.state, new LocalDisk(), store, Optional.of(identity), 2),
                                    box.warnings::add)
                            .fetch(
                                    FIRST,
                                    Set.of(older, newer),
                                    (digest, file) -> fetched.add(digest),
                                    new CountedProgress()))
                    .containsExactly(older);
        }

        assertThat(fetched).containsExactly(newer);
        assertThat(box.warnings).anyMatch(words -> words.contains("none of the identities fits"));
    }

    @Test
    void aFetchThatCanDecryptNothingSaysSo() throws IOException {
        Path other = volume.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());

        try (ArchiveIdentity identity = ArchiveIdentity.of(Files.readAllBytes(other), "the file")) {
            ArchiveFetch fetch = new ArchiveFetch(
                    new ArchiveAccess(box.state, new LocalDisk(), store, Optional.of(identity), 2), box.warnings::add);

            assertThatThrownBy(() -> fetch.fetch(
                            FIRST, Set.of(digest("content 00")), (digest, file) -> {}, new CountedProgress()))
                    .isInstanceOfSatisfying(Failure.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.ENCRYPTION_FAILED);
                        assertThat(failure.hint()).contains("One file may hold several identities");
                    });
        }
    }

    private static String digest(String content) {
        return HexFormat.of().formatHex(Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withoutAnIdentityItSaysWhatToGive() {
        assertThatThrownBy(() -> verify(Optional.empty())).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
            assertThat(failure.hint()).contains("--identity");
        });
    }

    @Test
    void aDamagedFileOfAgeIsNoWrongIdentity() throws IOException {
        Path file = volume.resolve("damaged.age");
        Path plain = Files.writeString(volume.resolve("plain"), "content");
        Tool.run("age", "-r", keys.recipients().get(0).text(), "-o", file.toString(), plain.toString());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        try (ArchiveIdentity identity =
                ArchiveIdentity.of(Files.readAllBytes(keys.identities().get(0)), "the file")) {
            assertThatThrownBy(() -> new AgeDecryption(identity)
                            .decrypt("packs/one", file, new ByteArrayOutputStream(), () -> {}))
                    .isInstanceOf(UnreadableObjectException.class)
                    .hasMessageStartingWith("the object packs/one of the archive cannot be decrypted: ");
        }
    }

    @Test
    void aMissingProgramIsNamed() throws IOException {
        try (ArchiveIdentity identity = ArchiveIdentity.of(Files.readAllBytes(keys.identity()), "the file")) {
            assertThatThrownBy(() -> AgeKeys.decryption("no-such-age", identity)
                            .decrypt("packs/one", volume, new ByteArrayOutputStream(), () -> {}))
                    .isInstanceOf(Failure.class)
                    .hasMessage("cannot decrypt packs/one: no-such-age cannot be started: No such file or directory");
        }
    }

    @Test
    void nothingOfTheIdentityIsWritten() throws IOException {
        String secret = Files.readString(keys.identity())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow();

        verify(keys.identity());

        try (Stream<Path> left = Files.walk(box.state)) {
            List<Path> files = left.filter(Files::isRegularFile).toList();
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(secret));
        }
    }
}
