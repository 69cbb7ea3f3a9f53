package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of a snapshot, read out of the store. */
class ArchiveVerifyFilesTest {
    @TempDir
    Path volume;

    private ArchiveBox box;
    private VersionedStore store;
    private Path elsewhere;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        box.file(FIRST, "repositories/0/nw/a/b/c/0/\u00fc \\ * name", "special");
        box.file(FIRST, "repositories/0/nw/a/b/c/0/" + "long".repeat(50), "long");
        box.file(FIRST, "none", "");
        Files.createSymbolicLink(box.snapshot(FIRST).resolve("current"), Path.of("repositories"));
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/1/nw/a/b/c/1/new", "new content");
        box.seal(FIRST, SECOND);
        store = new VersionedStore(box.clock);
        box.archive(FIRST, store, new LocalDisk());
        box.archive(SECOND, store, new LocalDisk());
        elsewhere = Files.createDirectory(volume.resolve("elsewhere"));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private VerifiedFiles verify(String id) {
        return verify(id, new LocalDisk());
    }

    private VerifiedFiles verify(String id, Disk disk) {
        return new ArchiveVerifyFiles(new ArchiveAccess(elsewhere, disk, store, Optional.empty(), 2))
                .verify(id, new CountedProgress());
    }

    @Test
    void findsEveryFileWithoutTheVolume() {
        VerifiedFiles first = verify(FIRST);
        VerifiedFiles second = verify(SECOND);

        assertThat(first.first()).isEmpty();
        assertThat(first.isWhole()).isTrue();
        assertThat(first.files()).isEqualTo(2 + 20 + 3);
        assertThat(second.first()).isEmpty();
        assertThat(second.files()).isEqualTo(first.files() + 1);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whatAKilledReadingLeftIsRemovedByTheNextReadingOrFetch() throws Exception {
        Path left = elsewhere.resolve("archive-plan.1"); // process 1 is alive, and proves nothing

        Files.writeString(Files.createDirectory(left).resolve("plain.1"), "a decrypted pack");
        verify(FIRST);

        assertThat(left).doesNotExist();
        Files.writeString(Files.createDirectory(left).resolve("plain.1"), "a decrypted pack");
        new ArchiveFetch(new ArchiveAccess(elsewhere, new LocalDisk(), store, Optional.empty(), 2), box.warnings::add)
                .fetch(FIRST, Set.of(), (digest, file) -> {}, new CountedProgress());

        assertThat(left).doesNotExist();
    }

    @Test
    void whereverAReadingIsKilledTheNextOneLeavesNothingBehind() {
        FaultyDisk counting = FaultyDisk.sound();
        verify(SECOND, counting);
        int step = Math.max(1, counting.operations() / 12);
        for (int n = 1; n <= counting.operations(); n += step) {
            int struck = n;
            assertThatThrownBy(() -> verify(SECOND, FaultyDisk.failingFrom(struck)))
                    .as("killed at " + n)
                    .isInstanceOf(Failure.class);

            assertThat(verify(SECOND).first()).as("killed at " + n).isEmpty();
            assertThat(elsewhere).as("killed at " + n).isEmptyDirectory();
        }
    }

    @Test
    void aReadingThatIsEndedLeavesNoDecryptedPack() {
        AtomicBoolean ended = new AtomicBoolean();
        CountedProgress progress = new CountedProgress(() -> ended.set(true), () -> {
            if (ended.get()) {
                throw new Failure(FailureKind.RUN_INTERRUPTED, "a signal", "None.");
            }
        });

        assertThatThrownBy(() -> new ArchiveVerifyFiles(
                                new ArchiveAccess(elsewhere, new LocalDisk(), store, Optional.empty(), 2))
                        .verify(FIRST, progress))
                .isInstanceOf(Failure.class);

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void readsWhatADeleteMarkerHides() {
        store.keys().forEach(store::hide);

        assertThat(verify(SECOND).first()).isEmpty();
    }

    @Test
    void readsTheVersionThatTheRootNames() {
        store.keys().forEach(key -> store.overwrite(key, "other".getBytes(StandardCharsets.UTF_8)));

        assertThat(verify(SECOND).first()).isEmpty();
    }

    @Test
    void namesTheFilesOfALostPack() {
        String lost = pack(0);
        store.lose(lost);

        VerifiedFiles found = verify(SECOND);

        assertThat(found.isWhole()).isFalse();
        assertThat(found.first()).anyMatch(words -> words.contains(lost + " of the archive is lost"));
        assertThat(found.first()).anyMatch(words -> words.contains("no readable pack holds its content"));
        assertThat(found.objects()).hasSize(1).allMatch(name -> name.startsWith(lost + "!v"));
        assertThat(found.objectsKnown()).isTrue();
    }

    @Test
    void aFileThatNoPackHasIsInNoKnownObject() throws IOException {
        StoreRoots.StoreRoot first = StoreRoots.of(store, SECOND).get(0);
        String root = new String(StoreRoots.content(store, first), StandardCharsets.UTF_8);
        String pack = pack(0);
        String without = root.replaceFirst(",\\s*\\{\"key\":\"" + pack + "\"[^}]*\\}", "");
        assertThat(without).isNotEqualTo(root);
        store.overwrite(StoreRoots.key(SECOND, 2).text(), without.getBytes(StandardCharsets.UTF_8));

        VerifiedFiles found = verify(SECOND);

        assertThat(found.first()).anyMatch(words -> words.contains("no readable pack holds its content"));
        assertThat(found.objectsKnown()).isFalse();
    }

    @Test
    void anObjectWithAnotherByteIsADifference() {
        for (String key : store.keys()) {
            if (key.startsWith("packs/") || key.startsWith("units/") || key.startsWith("manifests/")) {
                store.damage(key);

                VerifiedFiles first = verify(FIRST);
                VerifiedFiles second = verify(SECOND);

                assertThat(second.first().toString() + first.first())
                        .as(key)
                        .contains(key + " of the archive is not what was sent");
                assertThat(Stream.concat(first.objects().stream(), second.objects().stream()))
                        .as(key)
                        .isNotEmpty()
                        .allMatch(name -> name.startsWith(key + "!v"));
                assertThat(first.isWhole() || first.objectsKnown()).as(key).isTrue();
                store.damage(key); // the same bit again
            }
        }
        assertThat(verify(SECOND).isWhole()).isTrue();
    }

    @Test
    void readsTheLatestRoot() {
        store.overwrite(StoreRoots.key(FIRST, 2).text(), "{}".getBytes(StandardCharsets.UTF_8));

        VerifiedFiles found = verify(FIRST);

        assertThat(found.root()).isEqualTo(2);
        assertThat(found.first()).hasSize(1).first().asString().contains(FIRST + ".2.json", "is damaged");
        assertThat(found.objects()).hasSize(1).allMatch(name -> name.startsWith("snapshots/" + FIRST + ".2.json!v"));
    }

    @Test
    void joinsTheFileThatIsInParts() throws IOException {
        Files.write(box.file(THIRD, "dump.gz", ""), noise(49 << 20));
        box.file(THIRD, "uuid", ArchiveBox.UUID + "\n");
        box.seal(THIRD).archive(THIRD, store, new LocalDisk());

        VerifiedFiles found = verify(THIRD);

        assertThat(found.first()).isEmpty();
        assertThat(found.bytes()).isGreaterThan(49 << 20);
    }

    @Test
    void aSnapshotWithoutARootIsNamed() {
        assertThatThrownBy(() -> verify("20200101T000000"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the store has no root of 20200101T000000");
    }

    private String pack(int number) {
        return store.keys().stream()
                .filter(key -> key.startsWith("packs/"))
                .skip(number)
                .findFirst()
                .orElseThrow();
    }
}
