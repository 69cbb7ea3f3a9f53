package io.ghekeeper.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The runs that were read last, so that a run that is read often is not parsed each time. A record is replaced whole. As
 * long as its file is the same one, of the same size and time, the record is unchanged.
 */
final class ReadRuns {
    /** Of records as they lie on disk; in memory they take about twice as much. */
    private static final long MOST_BYTES = 1 << 20;

    private final Map<String, CachedRun> runs = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** One content of a file. */
    record FileVersion(FileTime written, long size, Object file) {
        /** The present one; nothing where there is no regular file. */
        static Optional<FileVersion> of(Path file) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return attributes.isRegularFile() && attributes.fileKey() != null
                        ? Optional.of(
                                new FileVersion(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()))
                        : Optional.empty();
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    private record CachedRun(FileVersion version, Run run) {}

    synchronized Optional<Run> find(String id, FileVersion version) {
        CachedRun held = runs.get(id);
        return held != null && held.version().equals(version) ? Optional.of(held.run()) : Optional.empty();
    }

    /** @param version that the file had before it was read */
    @SuppressWarnings("MissingSummary")
    synchronized void keep(FileVersion version, Run run) {
        CachedRun before = runs.put(run.id(), new CachedRun(Objects.requireNonNull(version), run));
        bytes += version.size() - (before == null ? 0 : before.version().size());
        Iterator<CachedRun> oldestFirst = runs.values().iterator();
        while (bytes > MOST_BYTES && oldestFirst.hasNext()) {
            bytes -= oldestFirst.next().version().size();
            oldestFirst.remove();
        }
    }
}
