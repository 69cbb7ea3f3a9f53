package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.RemovalPermits;
import io.ghekeeper.snapshot.RemovalPermits.RemovalPermit;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Puts content in the place of what is damaged or missing. The new file is made in the snapshot's folder for damaged files,
 * synced, and renamed over the damaged one, which keeps a name in that folder. So the snapshot has the old file or the new one
 * at each moment. Names of one damaged file become names of one new file. The caller holds the lease of the keep lane.
 */
public final class FileRepair {
    private static final String NEW = "new-";
    private static final int PIECE = 1 << 20;

    private final Disk disk;
    private final RemovalPermits permits;

    /** @param permits says whether a run may be using the snapshot: then nothing of it is changed */
    @SuppressWarnings("MissingSummary")
    public FileRepair(Disk disk, RemovalPermits permits) {
        this.disk = disk;
        this.permits = permits;
    }

    /** Requires that no run uses a snapshot now, and removes what a killed repair has left in its folder for damaged files. */
    public void begin(Snapshot snapshot) {
        permit(snapshot).close();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(aside(snapshot), NEW + "*")) {
            for (Path file : left) {
                disk.delete(file);
            }
        } catch (DirectoryIteratorException e) {
            throw unwritable(snapshot, e.getCause());
        } catch (IOException e) {
            throw unwritable(snapshot, e);
        }
    }

    private RemovalPermit permit(Snapshot snapshot) {
        return permits.permit(snapshot.id())
                .orElseThrow(() -> new Failure(
                        FailureKind.RUN_ACTIVE,
                        "a run may be using snapshot " + snapshot.id() + " now, so it is not repaired",
                        "Wait until it has ended: ghe-keeper runs. Then type the command again."));
    }

    /**
     * Makes a folder or link that is missing: beside the damaged files, so that it has its mode when it gets its name.
     *
     * @return false where it is of another type: such things no archive holds
     * @throws Failure RUN_ACTIVE when a run may be using the snapshot; of a VOLUME kind
     */
    public boolean make(DamagedEntry missing) {
        EntryFacts facts = missing.sealed().facts();
        try {
            if (!facts.isFolder() && facts.target().isEmpty()) {
                return false;
            }
            if (Files.exists(place(missing), LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            Path fresh = fresh(missing);
            if (facts.isFolder()) {
                disk.createPrivateDirectory(fresh);
                setFacts(fresh, facts);
            } else {
                disk.symbolicLink(
                        fresh, PathBytes.resolve(Path.of(""), facts.target().get()));
            }
            rename(missing, fresh);
            return true;
        } catch (IOException e) {
            throw unwritable(missing.snapshot(), e);
        }
    }

    /**
     * Puts one content in the place of all entries that need it.
     *
     * @param content a file that was proven to have it
     * @param progress hears of each piece that is copied, and may end it
     * @throws Failure RUN_ACTIVE when a run may be using a snapshot; SNAPSHOT_DAMAGED when the content is another one; of a
     *     VOLUME kind; what {@code progress} throws
     */
    public void place(List<DamagedEntry> entries, Path content, SealProgress progress) {
        List<DamagedEntry> done = new ArrayList<>();
        for (DamagedEntry entry : entries) {
            if (!share(done, entry)) {
                replace(entry, () -> written(entry, content, progress));
            }
            done.add(entry);
        }
    }

    /**
     * Makes an entry a name of a repaired file, where both were names of one file.
     *
     * @param repaired entries that {@link #place} has put right
     * @return false where none of them is that file
     * @throws Failure RUN_ACTIVE when a run may be using a snapshot; of a VOLUME kind
     */
    public boolean share(List<DamagedEntry> repaired, DamagedEntry entry) {
        Optional<DamagedEntry> same =
                repaired.stream().filter(entry::sharesWith).findFirst();
        same.ifPresent(one -> replace(entry, () -> linked(entry, place(one))));
        return same.isPresent();
    }

    /** Makes a new file in the folder for damaged ones. */
    private interface NewFile {
        Path make() throws IOException;
    }

    private void replace(DamagedEntry entry, NewFile file) {
        try {
            Path fresh = file.make();
            keep(entry);
            rename(entry, fresh);
        } catch (IOException e) {
            throw unwritable(entry.snapshot(), e);
        }
    }

    private Path linked(DamagedEntry entry, Path repaired) throws IOException {
        Path fresh = fresh(entry);
        disk.link(fresh, repaired);
        return fresh;
    }

    private Path written(DamagedEntry entry, Path content, SealProgress progress) throws IOException {
        Path fresh = fresh(entry);
        disk.createPrivateFile(fresh, new byte[0]);
        try (InputStream from = Files.newInputStream(content, LinkOption.NOFOLLOW_LINKS);
                DigestOutputStream to = new DigestOutputStream(new AppendStream(disk, fresh), Sha256.digest())) {
            copy(from, to, progress);
            to.flush();
            if (!Arrays.equals(
                    to.getMessageDigest().digest(), entry.sealed().digest().orElse(null))) {
                throw new IOException("the content that was fetched has changed");
            }
        }
        setFacts(fresh, entry.sealed().facts());
        disk.sync(fresh);
        return fresh;
    }

    private static void copy(InputStream from, OutputStream to, SealProgress progress) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
            progress.requireGoOn();
            to.write(piece, 0, count);
            progress.read(count);
        }
    }

    /** Where a new file is made: no verification takes it for a part of the snapshot. */
    private Path fresh(DamagedEntry entry) throws IOException {
        Path fresh = aside(entry.snapshot()).resolve(NEW + nameOf(entry));
        disk.delete(fresh);
        return fresh;
    }

    private Path aside(Snapshot snapshot) throws IOException {
        Path folder = snapshot.directory().resolve(Snapshot.PUT_ASIDE);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(folder);
            disk.sync(snapshot.directory());
        }
        return folder;
    }

    private void setFacts(Path file, EntryFacts facts) throws IOException {
        disk.setFacts(file, facts.mode(), facts.uid(), facts.gid(), FileTime.from(facts.modified()));
    }

    /** The damaged file gets a name where it is kept, before it loses its own. */
    private void keep(DamagedEntry entry) throws IOException {
        if (entry.isMissing()) {
            return;
        }
        Path aside = aside(entry.snapshot());
        try {
            disk.link(aside.resolve(nameOf(entry) + "." + entry.inode()), place(entry));
        } catch (FileAlreadyExistsException kept) {
            // By a repair that was killed: the inode is in the name.
        }
        disk.sync(aside);
    }

    private void rename(DamagedEntry entry, Path fresh) throws IOException {
        String path = entry.sealed().path();
        try (SnapshotFolders folders = new SnapshotFolders(entry.snapshot().directory());
                SecureDirectoryStream<Path> from = folders.open(Snapshot.PUT_ASIDE);
                SecureDirectoryStream<Path> parent = folders.open(SnapshotFolders.above(path));
                RemovalPermit permit = permit(entry.snapshot())) {
            if (!entry.isMissing()) {
                requireSame(parent, entry, place(entry));
            }
            if (!permit.holds()) {
                throw new IOException("a run has begun to use the snapshot");
            }
            disk.move(from, fresh.getFileName(), parent, SnapshotFolders.name(path));
        }
        disk.sync(place(entry).getParent());
    }

    private static void requireSame(SecureDirectoryStream<Path> parent, DamagedEntry entry, Path place)
            throws IOException {
        Object found = parent.getFileAttributeView(
                        SnapshotFolders.name(entry.sealed().path()),
                        BasicFileAttributeView.class,
                        LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .fileKey();
        Object meant = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        if (!found.equals(meant)) {
            throw new IOException("it lies behind a link");
        }
    }

    private static Path place(DamagedEntry entry) {
        return PathBytes.resolve(entry.snapshot().directory(), entry.sealed().path());
    }

    private static String nameOf(DamagedEntry entry) {
        return HexFormat.of()
                .formatHex(Sha256.digest().digest(entry.sealed().path().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Failure unwritable(Snapshot snapshot, IOException e) {
        return Unwritable.failure("cannot repair " + snapshot.id(), snapshot.directory(), e);
    }
}
