package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.age.EncryptedStream;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.FailingStore.Fault;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an archive run does with objects that an earlier one left, and that are damaged by then. */
class OutboxAdoptionTest {
    @TempDir
    Path volume;

    private ArchiveBox box;

    /** What happens to the bytes in the outbox. */
    enum Damage {
        TRUNCATED,
        EMPTIED,
        FLIPPED,
        LONGER;

        byte[] of(byte[] bytes) {
            return switch (this) {
                case TRUNCATED -> Arrays.copyOf(bytes, bytes.length / 2);
                case EMPTIED -> new byte[0];
                case LONGER -> Arrays.copyOf(bytes, bytes.length + 1);
                case FLIPPED -> {
                    byte[] other = bytes.clone();
                    other[bytes.length / 2] ^= 1;
                    yield other;
                }
            };
        }
    }

    @BeforeEach
    void make() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        box.lanes = 1;
    }

    /** Leaves a pack in the outbox. */
    private Path leavePack(Fault fault) throws IOException {
        for (int call = 1; call < 20; call++) {
            FailingStore store = new FailingStore(box.store(), call, fault);
            assertThatThrownBy(() -> box.archive(FIRST, store, new LocalDisk())).isInstanceOf(Failure.class);
            boolean stored = box.keys().stream().anyMatch(key -> key.startsWith("packs/"));
            try (Stream<Path> files = Files.list(box.state.resolve("archive/outbox"))) {
                Path pack = files.filter(file -> file.toString().matches(".*[.]tar[.]zst([.]age)?"))
                        .findFirst()
                        .orElse(null);
                if (pack != null && stored == (fault == Fault.LOSES_ANSWER)) {
                    return pack;
                }
            } catch (NoSuchFileException notYet) {
                continue; // the call was one before the first pack
            }
            Tool.run("rm", "-r", box.state.resolve("archive/outbox").toString()); // adoption would shift the calls
        }
        throw new AssertionError("no pack was left");
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damagedBytesAreDiscardedWithAWarningAndTheirContentIsPackedAgain(Damage damage) throws IOException {
        Path pack = leavePack(Fault.REFUSES);
        Files.write(pack, damage.of(Files.readAllBytes(pack)));

        box.archive(FIRST);

        assertThat(box.warnings)
                .singleElement()
                .asString()
                .contains(pack.toString())
                .contains("packed again");
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
        assertThat(box.state.resolve("archive/outbox")).isEmptyDirectory();
    }

    @Test
    void anObjectThatTheStoreHasCountsWhateverTheBytesInTheOutboxAre() throws IOException {
        Path pack = leavePack(Fault.LOSES_ANSWER);
        Files.write(pack, Damage.TRUNCATED.of(Files.readAllBytes(pack)));
        box.progress = new CountedProgress();

        box.archive(FIRST);

        assertThat(box.warnings).isEmpty();
        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void whatWasPackedWithoutEncryptionNeverGoesToAStoreThatIsEncrypted() throws IOException {
        Path pack = leavePack(Fault.REFUSES);
        VersionedStore another = new VersionedStore(box.clock);
        box.encryption = new NamedEncryption("operations");

        box.archive(FIRST, another, new LocalDisk());

        assertThat(another.keys()).anyMatch(key -> key.startsWith("packs/"));
        assertThat(another.keys()).noneMatch(key -> key.endsWith(".zst"));
        assertThat(box.warnings)
                .singleElement()
                .asString()
                .contains(pack.toString(), "is not encrypted for archive.recipients as they are now");
    }

    @Test
    void whatWasPackedForAWithdrawnRecipientIsNeverSent() throws IOException {
        box.encryption = new NamedEncryption("operations and safe");
        Path pack = leavePack(Fault.REFUSES);
        String withdrawn = "packs/" + pack.getFileName().toString().substring(0, 2) + "/" + pack.getFileName();
        box.encryption = new NamedEncryption("operations");

        box.archive(FIRST);

        assertThat(box.keys()).anyMatch(key -> key.startsWith("packs/")).doesNotContain(withdrawn);
        assertThat(box.warnings)
                .singleElement()
                .asString()
                .contains(pack.toString(), "is not encrypted for archive.recipients as they are now");
        assertThat(box.state.resolve("archive/outbox")).isEmptyDirectory();
    }

    /** Names as encrypted ones have, and other bytes for others. */
    private record NamedEncryption(String recipients) implements Encryption {
        @Override
        public String suffix() {
            return ".age";
        }

        @Override
        public EncryptedStream begin(OutputStream to, Runnable goOn) {
            EncryptedStream stream = new NoEncryption().begin(to, goOn);
            try {
                byte[] head = recipients.getBytes(StandardCharsets.US_ASCII);
                stream.write(head, 0, head.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return stream;
        }
    }

    @Test
    void aSoundObjectIsSentAndNoFileIsRead() throws IOException {
        leavePack(Fault.REFUSES);
        box.progress = new CountedProgress();

        box.archive(FIRST);

        assertThat(box.warnings).isEmpty();
        assertThat(box.progress.read()).isZero();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void whatSealsPackedIsSentByAsManyLanesAsAnythingElse() throws IOException {
        ArchiveBox packed = new ArchiveBox(volume.resolve("packed")).filled(FIRST);
        for (String name : List.of("one", "other")) {
            byte[] medium = new byte[CopySetting.SMALL + 1];
            Arrays.fill(medium, (byte) name.length());
            Files.write(packed.file(FIRST, "storage/" + name, ""), medium);
        }
        new PackedSeal(packed).seal(FIRST);
        CountDownLatch both = new CountDownLatch(2);
        PruneBox.Hooked store = new PruneBox.Hooked(packed.store(), () -> {}) {
            @Override
            public Optional<StoredObject> putIfAbsent(
                    ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
                if (key.text().startsWith("packs/")) {
                    both.countDown();
                    try {
                        assertThat(both.await(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                                .isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return super.putIfAbsent(key, content, retainUntil);
            }
        };

        packed.archive(FIRST, store, packed.disk);

        assertThat(packed.progress.read()).isZero();
        assertThat(packed.fetched(FIRST)).isEmpty();
    }
}
