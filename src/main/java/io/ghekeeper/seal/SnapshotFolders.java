package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** Opens folders of a snapshot, each from the one above it: a link on the way leads nowhere. */
final class SnapshotFolders implements AutoCloseable {
    private final SecureDirectoryStream<Path> top;

    SnapshotFolders(Path snapshot) throws IOException {
        this.top = open(snapshot);
    }

    /**
     * Opens one, to be closed.
     *
     * @param folder as {@link PathBytes} below the snapshot; empty for that
     */
    SecureDirectoryStream<Path> open(String folder) throws IOException {
        SecureDirectoryStream<Path> at = top.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS);
        for (String name : folder.isEmpty() ? new String[0] : folder.split("/", -1)) {
            SecureDirectoryStream<Path> above = at;
            try {
                at = above.newDirectoryStream(PathBytes.resolve(Path.of(""), name), LinkOption.NOFOLLOW_LINKS);
            } finally {
                above.close();
            }
        }
        return at;
    }

    /** The folder of an entry; empty where that is the snapshot. */
    static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static Path name(String path) {
        return PathBytes.resolve(Path.of(""), path.substring(path.lastIndexOf('/') + 1));
    }

    @Override
    public void close() throws IOException {
        top.close();
    }

    @SuppressWarnings("StreamResourceLeak") // the caller's to close
    private static SecureDirectoryStream<Path> open(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder, entry -> true);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system cannot rename in an open directory");
    }
}
