package io.ghekeeper.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Documents of ours that are each about one snapshot, and named {@code <snapshot>.json}. */
public final class SnapshotDocuments {
    private static final String SUFFIX = ".json";

    private SnapshotDocuments() {}

    /** The document of a snapshot in this folder. */
    public static Path file(Path folder, String snapshotId) {
        return folder.resolve(snapshotId + SUFFIX);
    }

    /** The snapshots that have a document in this folder, the newest first; none where there is no such folder. */
    public static List<String> ids(Path folder) throws IOException {
        return ids(folder, SUFFIX);
    }

    /** The same for files that are named with another suffix. */
    public static List<String> ids(Path folder, String suffix) throws IOException {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - suffix.length());
                if (Snapshots.isId(id)) {
                    ids.add(id);
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        ids.sort(Collections.reverseOrder());
        return ids;
    }
}
