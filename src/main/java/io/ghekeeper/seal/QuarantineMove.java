package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Optional;

/** Moves files of one snapshot into its folder for damaged files, without following a link. */
final class QuarantineMove implements AutoCloseable {
    /** Backups of MSSQL build on each other, and the engine links them by itself: a new chain begins where there is none. */
    private static final String CHAIN = "mssql";

    private final Disk disk;
    private final Path snapshot;
    private final SecureDirectoryStream<Path> top;
    private SecureDirectoryStream<Path> aside;
    private Path changed;
    private long files;
    private String first = "";
    private Optional<String> failure = Optional.empty();

    QuarantineMove(Disk disk, Path snapshot) throws IOException {
        this.disk = disk;
        this.snapshot = snapshot;
        this.top = open(snapshot);
    }

    void take(DamagedFile file) {
        try {
            TreeEntry now = TreeEntry.read(file.path(), PathBytes.resolve(snapshot, file.path()));
            if (now.inode() != file.inode()) {
                return;
            }
            String path = file.path().startsWith(CHAIN + "/") ? CHAIN : file.path();
            move(path, now);
            files++;
            first = first.isEmpty() ? Difference.shown(path) : first;
        } catch (NoSuchFileException gone) {
            // An earlier run got so far.
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(Difference.shown(file.path()) + ": " + FileError.words(e)));
        }
    }

    private void move(String path, TreeEntry file) throws IOException {
        int slash = path.lastIndexOf('/');
        Path name = PathBytes.resolve(Path.of(""), path.substring(slash + 1));
        Path folder = slash < 0 ? snapshot : PathBytes.resolve(snapshot, path.substring(0, slash));
        SecureDirectoryStream<Path> parent = slash < 0 ? top : descend(path.substring(0, slash));
        try {
            if (path.equals(file.path())) {
                requireSame(parent, name, file.file());
            }
            disk.move(parent, name, aside(), Path.of(nameOf(path)));
        } finally {
            if (parent != top) {
                parent.close();
            }
        }
        if (!folder.equals(changed)) {
            sync();
            changed = folder;
        }
    }

    /** Each folder is opened from the one above it: a link on the way leads nowhere. */
    private SecureDirectoryStream<Path> descend(String folder) throws IOException {
        SecureDirectoryStream<Path> at = top;
        for (String name : folder.split("/", -1)) {
            SecureDirectoryStream<Path> above = at;
            try {
                at = above.newDirectoryStream(PathBytes.resolve(Path.of(""), name), LinkOption.NOFOLLOW_LINKS);
            } finally {
                if (above != top) {
                    above.close();
                }
            }
        }
        return at;
    }

    private void requireSame(SecureDirectoryStream<Path> parent, Path name, Path file) throws IOException {
        Object found = parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .fileKey();
        Object meant = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        if (!found.equals(meant)) {
            throw new IOException("it lies behind a link");
        }
    }

    private SecureDirectoryStream<Path> aside() throws IOException {
        if (aside == null) {
            Path folder = snapshot.resolve(Snapshot.PUT_ASIDE);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                disk.createPrivateDirectory(folder);
                disk.sync(snapshot);
            }
            aside = top.newDirectoryStream(Path.of(Snapshot.PUT_ASIDE), LinkOption.NOFOLLOW_LINKS);
        }
        return aside;
    }

    private void sync() throws IOException {
        if (changed != null) {
            disk.sync(changed);
        }
    }

    Quarantine.PutAside end() throws IOException {
        if (aside != null) {
            disk.sync(snapshot.resolve(Snapshot.PUT_ASIDE));
            sync();
        }
        return new Quarantine.PutAside(files, first, failure);
    }

    @Override
    public void close() throws IOException {
        if (aside != null) {
            aside.close();
        }
        top.close();
    }

    /** Its name there: two names of one file must not meet, since a rename of one over the other does nothing. */
    private static String nameOf(String path) {
        return HexFormat.of().formatHex(Sha256.digest().digest(path.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @SuppressWarnings("StreamResourceLeak") // the caller's to close
    private static SecureDirectoryStream<Path> open(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system cannot rename in an open directory");
    }
}
