package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Short paths of folders that lie deep. Linux takes at most 4,095 bytes in one call (path_resolution(7)), while a tree has no
 * such bound: a link to a folder, in the directory for temporary files, is a shorter way to what is below it.
 */
final class ShortPaths implements AutoCloseable {
    /** With one more name, a path fits into a link of each file system: XFS takes 1,023 bytes. */
    private static final int LONGEST = 700;

    private final List<Path> made = new ArrayList<>();

    /**
     * A path for what is in a folder.
     *
     * @param folder by a path that this made, or by its own
     * @throws IOException when no link can be made
     */
    Path of(Path folder) throws IOException {
        return PathBytes.of(folder).length() <= LONGEST ? folder : link(folder);
    }

    private synchronized Path link(Path folder) throws IOException {
        if (made.isEmpty()) {
            made.add(Files.createTempDirectory("ghe-keeper-paths-"));
        }
        Path link = made.get(0).resolve(String.valueOf(made.size()));
        made.add(Files.createSymbolicLink(link, folder.toAbsolutePath()));
        return link;
    }

    /** Removes the links: no path of this is used any more. One that stays harms nothing. */
    @Override
    public synchronized void close() {
        for (int last = made.size() - 1; last >= 0; last--) {
            try {
                Files.deleteIfExists(made.get(last));
            } catch (IOException stays) {
                // The system clears its temporary files.
            }
        }
        made.clear();
    }
}
