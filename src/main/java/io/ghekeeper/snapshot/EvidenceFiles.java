package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.EvidenceDocument.UnreadableEvidence;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is recorded of each snapshot, in {@code evidence/<snapshot>.json} of the state directory. One process changes a
 * record at a time. Who deletes a snapshot reads its record again just before.
 */
public final class EvidenceFiles {
    private static final int LONGEST_DOCUMENT = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String SEALS = "seals";
    private static final String UNFINISHED = ".json.new";

    private final Path directory;
    private final Path seals;

    /** @param stateDirectory is there where anything is written */
    @SuppressWarnings("MissingSummary")
    public EvidenceFiles(Path stateDirectory) {
        this.directory = stateDirectory.resolve("evidence");
        this.seals = sealsOf(stateDirectory);
    }

    /** Where the records are. */
    public Path directory() {
        return directory;
    }

    /** Where seals are; the root of one is {@code <snapshot>.json}, and is there when the seal is whole. */
    public static Path sealsOf(Path stateDirectory) {
        return stateDirectory.resolve(SEALS);
    }

    /**
     * All records as they were read at one time.
     *
     * @param byId also of snapshots that are gone; of one whose record cannot be read, why
     * @param unlisted why the records cannot be listed, as the rest of a sentence; then that is so of each
     */
    public record AllEvidence(Map<String, Evidence> byId, Optional<String> unlisted) {
        public AllEvidence {
            byId = Map.copyOf(byId);
            Objects.requireNonNull(unlisted);
        }

        /** Of one snapshot. */
        public Evidence of(String id) {
            return unlisted.map(Evidence::unreadable).orElseGet(() -> byId.getOrDefault(id, Evidence.NONE));
        }
    }

    /** Reads the records that there are. */
    public AllEvidence all() {
        Map<String, Evidence> byId = sealed();
        try {
            SnapshotDocuments.ids(directory).forEach(id -> byId.put(id, of(id)));
        } catch (IOException e) {
            return new AllEvidence(Map.of(), Optional.of("cannot be listed: " + FileError.words(e)));
        }
        return new AllEvidence(byId, Optional.empty());
    }

    /** The snapshots that have a seal. Seals that cannot be listed prove nothing, and are none. */
    private Map<String, Evidence> sealed() {
        Map<String, Evidence> byId = new HashMap<>();
        try {
            SnapshotDocuments.ids(seals).forEach(id -> byId.put(id, Evidence.NONE.withSeal(true)));
        } catch (IOException unlisted) {
            return new HashMap<>();
        }
        return byId;
    }

    /** Of one snapshot. */
    public Evidence of(String id) {
        return recorded(id).withSeal(Files.exists(SnapshotDocuments.file(seals, id), LinkOption.NOFOLLOW_LINKS));
    }

    private Evidence recorded(String id) {
        try {
            Optional<EvidenceDocument> document = read(id);
            return document.isPresent() ? document.get().evidence() : Evidence.NONE;
        } catch (UnreadableEvidence unreadable) {
            return Evidence.unreadable(unreadable.getMessage());
        }
    }

    private Path file(String id) {
        return SnapshotDocuments.file(directory, id);
    }

    private Optional<EvidenceDocument> read(String id) throws UnreadableEvidence {
        try {
            return Optional.of(new EvidenceDocument(SmallFile.read(file(id), LONGEST_DOCUMENT)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnreadableEvidence("cannot be read: " + FileError.words(e));
        }
    }

    /**
     * Pins a snapshot; an earlier pin of it goes.
     *
     * @throws Failure VOLUME_UNUSABLE or VOLUME_FULL when that cannot be recorded, RUN_ACTIVE when another process is just
     *     recording something and does not end
     */
    public void pin(Disk disk, String id, Pin pin) {
        change(disk, id, document -> document.pin(pin));
    }

    /** Takes a pin away. Fails as {@link #pin} does. */
    public void unpin(Disk disk, String id) {
        change(disk, id, EvidenceDocument::unpin);
    }

    /** Records what a verification found. Fails as {@link #pin} does. */
    public void readBack(Disk disk, String id, ReadBack result) {
        change(disk, id, document -> document.readBack(result));
    }

    /** Takes away what a verification found: the snapshot has other files now. Fails as {@link #pin} does. */
    public void unread(Disk disk, String id) {
        change(disk, id, EvidenceDocument::unread);
    }

    /** Records what the deep checks found. Fails as {@link #pin} does. */
    public void checks(Disk disk, String id, CheckResults results) {
        change(disk, id, document -> document.checks(results));
    }

    /** Records that it is whole outside of the volume. Fails as {@link #pin} does. */
    public void archived(Disk disk, String id, ArchivedCopy copy) {
        change(disk, id, document -> document.archived(copy));
    }

    /** Records that it is not whole outside of the volume any more. Fails as {@link #pin} does. */
    public void unarchived(Disk disk, String id) {
        change(disk, id, EvidenceDocument::unarchived);
    }

    /** Records that an EBS snapshot with it was copied to another Region. Fails as {@link #pin} does. */
    public void copied(Disk disk, String id, SnapshotCopy copy) {
        change(disk, id, document -> document.copied(copy));
    }

    /** Records that a copy is not there any more. Fails as {@link #pin} does. */
    public void uncopied(Disk disk, String id, String copy) {
        change(disk, id, document -> document.uncopied(copy));
    }

    /** Removes what processes left that were killed while they wrote a record. Fails as {@link #pin} does. */
    public void removeUnfinished(Disk disk) {
        try {
            List<String> left = SnapshotDocuments.ids(directory, UNFINISHED);
            if (left.isEmpty()) {
                return;
            }
            locked(disk, () -> {
                for (String id : left) {
                    disk.delete(AtomicFile.beside(file(id)));
                }
                return left;
            });
        } catch (IOException e) {
            throw Unwritable.failure("cannot remove unfinished records from " + directory, directory, e);
        }
    }

    /** Removes the record of a snapshot that is deleted. Fails as {@link #pin} does. */
    public void remove(Disk disk, String id) {
        List<Path> there = Stream.of(file(id), AtomicFile.beside(file(id)))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (there.isEmpty()) {
            return;
        }
        try {
            locked(disk, () -> {
                for (Path file : there) {
                    disk.delete(file);
                }
                disk.sync(directory);
                return there;
            });
        } catch (IOException e) {
            throw Unwritable.failure("cannot remove " + file(id), file(id), e);
        }
    }

    private void change(Disk disk, String id, Consumer<EvidenceDocument> change) {
        try {
            prepare(disk);
            locked(disk, () -> write(disk, id, change));
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file(id), file(id), e);
        }
    }

    private EvidenceDocument write(Disk disk, String id, Consumer<EvidenceDocument> change) throws IOException {
        EvidenceDocument document;
        try {
            document = read(id).orElseGet(EvidenceDocument::new);
        } catch (UnreadableEvidence unreadable) {
            throw unreadable(id, unreadable);
        }
        change.accept(document);
        if (document.isEmpty()) {
            disk.delete(file(id));
            disk.sync(directory);
        } else {
            AtomicFile.writePrivate(disk, file(id), document.content());
        }
        return document;
    }

    /** A change that no other process makes at the same time. */
    public interface LockedChange<T> {
        T make() throws IOException;
    }

    /**
     * Makes a change in this folder, which is there. Another process that wants to make one waits. A change makes no other
     * one within it.
     *
     * @throws IOException what {@code change} throws, or when the lock cannot be opened
     * @throws Failure RUN_ACTIVE when another process is just changing something and does not end
     */
    @SuppressWarnings("try") // the lock is held, not used
    public <T> T locked(Disk disk, LockedChange<T> change) throws IOException {
        LockFile lock = new LockFile(disk, directory.resolve("lock"));
        try (LockFile.HeldFile held = lock.take("", PATIENCE).orElseThrow(this::busy)) {
            return change.make();
        }
    }

    /** Makes the folder where it is missing, and returns it. */
    public Path prepare(Disk disk) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        try {
            disk.createPrivateDirectory(directory);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory)) {
                throw there;
            }
        }
        disk.sync(directory.toAbsolutePath().getParent());
        return directory;
    }

    private Failure busy() {
        return new Failure(
                FailureKind.RUN_ACTIVE,
                "another process is writing to " + directory,
                "Wait for it, then type the command again.");
    }

    private Failure unreadable(String id, UnreadableEvidence cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                file(id) + " " + cause.getMessage(),
                "Use the ghe-keeper that wrote it; or move it away, and pin the snapshot again.",
                cause);
    }
}
