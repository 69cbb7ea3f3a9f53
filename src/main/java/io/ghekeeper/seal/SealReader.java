package io.ghekeeper.seal;

import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads the units of a seal one by one, with their inodes where these are known: upper ones first, each group in order. */
final class SealReader implements AutoCloseable {
    private final UnitReader root;
    private final Optional<UnitReader> local;

    private SealReader(UnitReader root, Optional<UnitReader> local) {
        this.root = root;
        this.local = local;
    }

    /**
     * A unit as the seal has it.
     *
     * @param bytes of its files by their sizes
     */
    record ReadUnit(String path, UnitLookup.UnitSums sums, long entries, long bytes) {}

    /**
     * Opens it without its inodes.
     *
     * @throws IOException when it cannot be read; the message goes on after the name of its root
     */
    static SealReader open(SealFiles files, String snapshotId) throws IOException {
        return new SealReader(new UnitReader(files.root(snapshotId)), Optional.empty());
    }

    /**
     * Opens it with its inodes.
     *
     * @return nothing where these are those of another file system
     */
    static Optional<SealReader> open(SealFiles files, String snapshotId, FileSystemIdentity fileSystem)
            throws IOException {
        UnitReader local = new UnitReader(files.local(snapshotId));
        try {
            if (fileSystem.isSame(noted(local))) {
                return Optional.of(new SealReader(new UnitReader(files.root(snapshotId)), Optional.of(local)));
            }
        } catch (IOException e) {
            local.close();
            throw e;
        }
        local.close();
        return Optional.empty();
    }

    private static FileSystemIdentity noted(UnitReader local) throws IOException {
        return new FileSystemIdentity(
                local.field("fileSystem.id"),
                local.number("fileSystem.inode"),
                local.field("fileSystem.changed"),
                local.field("fileSystem.fileSystem"));
    }

    /** When it was sealed. */
    Instant sealedAt() throws IOException {
        try {
            return Instant.parse(root.field("sealedAt"));
        } catch (DateTimeException e) {
            throw new IOException("has no time", e);
        }
    }

    /** How many of the first units are upper ones. */
    int uppers() throws IOException {
        return root.uppers();
    }

    /** The next unit; nothing after the last. */
    Optional<ReadUnit> next() throws IOException {
        Optional<Map<String, String>> unit = root.next();
        Optional<Map<String, String>> numbers = local.isPresent() ? local.get().next() : Optional.empty();
        if (unit.isEmpty()) {
            return Optional.empty();
        }
        String path = UnitReader.path(unit.get());
        if (local.isPresent() && (numbers.isEmpty() || !path.equals(UnitReader.path(numbers.get())))) {
            throw new IOException("and its inodes name different units");
        }
        Optional<String> inodes =
                numbers.isPresent() ? Optional.of(UnitReader.need(numbers.get(), "inodes")) : Optional.empty();
        return Optional.of(new ReadUnit(
                path,
                new UnitLookup.UnitSums(UnitReader.need(unit.get(), "list"), inodes),
                UnitReader.count(unit.get(), "entries"),
                UnitReader.count(unit.get(), "bytes")));
    }

    @Override
    public void close() throws IOException {
        root.close();
        if (local.isPresent()) {
            local.get().close();
        }
    }
}
