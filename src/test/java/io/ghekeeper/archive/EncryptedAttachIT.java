package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keeper that lost its state takes up an encrypted store with an identity, and only with one. */
class EncryptedAttachIT {
    @TempDir
    private Path volume;

    private ArchiveBox box;
    private AgeKeys keys;
    private long all;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume.resolve("box")).twoSealed();
        keys = new AgeKeys(volume);
        box.encryption = keys.encryption();
        box.archive(FIRST);
        box.archive(SECOND);
        all = box.progress.read();
        box.loseState();
        box.share(SECOND, THIRD);
        box.file(THIRD, "storage/1/another", "newer");
    }

    private AttachedStore attach(Path identity) throws IOException {
        try (ArchiveIdentity read = ArchiveIdentity.of(Files.readAllBytes(identity), "the file")) {
            return attach(Optional.of(read));
        }
    }

    private AttachedStore attach(Optional<ArchiveIdentity> identity) {
        return box.archiver(box.store(), box.disk)
                .attachment(identity)
                .attach(Optional.of(UUID), new CountedProgress());
    }

    private ArchivedSnapshot archiveThird() {
        box.seal(THIRD);
        box.progress = new CountedProgress();
        return box.archive(THIRD);
    }

    @Test
    void withAnIdentityTheNextArchiveSendsWhatIsNewOnly() throws IOException {
        AttachedStore attached = attach(keys.identity());

        assertThat(attached.index()).contains(new AttachedStore.TakenUp(2, 2, 0));
        assertThat(archiveThird().objectsSent()).isEqualTo(4);
        assertThat(box.progress.read()).isEqualTo("newer".length());
        assertThat(box.restored(THIRD, keys.identities().get(0))).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void anUnchangedSnapshotNeedsItsRootOnly() throws IOException {
        attach(keys.identity());
        Files.delete(box.snapshot(THIRD).resolve("storage/1/another"));
        Files.setLastModifiedTime(
                box.snapshot(THIRD).resolve("storage/1"),
                Files.getLastModifiedTime(box.snapshot(SECOND).resolve("storage/1")));

        assertThat(archiveThird().objectsSent()).isEqualTo(1);
    }

    @Test
    void nothingDecryptedIsLeft() throws IOException {
        attach(keys.identity());

        assertThat(Tool.run("find", box.state.toString(), "-name", "archive-plan*"))
                .isEmpty();
    }

    @Test
    void withoutOneTheNextArchiveSendsAllAgain() {
        AttachedStore attached = attach(Optional.empty());

        assertThat(attached.snapshots()).isEqualTo(2);
        assertThat(attached.bytes()).isPositive();
        assertThat(attached.index()).isEmpty();
        archiveThird();
        assertThat(box.progress.read()).isGreaterThanOrEqualTo(all);
        assertThat(box.restored(THIRD, keys.identity())).isEmpty();
    }

    @Test
    void anIdentityThatFitsNothingTakesUpNothing() throws IOException {
        Path other = volume.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());

        Failure failure = catchThrowableOfType(Failure.class, () -> attach(other));

        assertThat(failure.kind()).isEqualTo(FailureKind.ENCRYPTION_FAILED);
        assertThat(attach(keys.identity()).index()).contains(new AttachedStore.TakenUp(2, 2, 0));
    }
}
