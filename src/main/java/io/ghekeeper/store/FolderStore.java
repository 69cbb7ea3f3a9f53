package io.ghekeeper.store;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects as files below a folder that is there. A file is written beside, synced, and linked to its name. Names that begin
 * with a dot are no objects: unfinished files, and how long an object is retained. Another program can still remove a
 * retained file; only a bucket refuses that to everybody.
 */
public final class FolderStore implements ObjectStore {
    private static final int CHUNK = 1024 * 1024;

    private final Path root;
    private final Disk disk;
    private final FolderRetention retention;
    private final Clock clock;

    public FolderStore(Path root, Disk disk, Clock clock) {
        this.root = root;
        this.disk = disk;
        this.retention = new FolderRetention(disk);
        this.clock = clock;
    }

    private Path path(ObjectKey key) {
        return root.resolve(key.text());
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
        return on("looking for", key, () -> {
            Optional<Long> length = version.isPresent() ? Optional.empty() : length(path(key));
            return length.isEmpty()
                    ? Optional.empty()
                    : Optional.of(object(key, length.get(), retention.known(path(key))));
        });
    }

    private static StoredObject object(ObjectKey key, long length, Optional<Instant> retainedUntil) {
        return new StoredObject(key, length, Optional.empty(), Optional.empty(), retainedUntil);
    }

    private static Optional<Long> length(Path file) throws IOException {
        return attributes(file).map(BasicFileAttributes::size);
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if ("Not a directory".equals(e.getReason())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
            throws IOException {
        long there = on("reading", key, () -> version.isPresent() ? Optional.<Long>empty() : length(path(key)))
                .orElseThrow(() -> StoreFailure.of("reading", path(key).toString(), "there is no such object", null));
        if (offset + length > there) {
            throw StoreFailure.of("reading", path(key).toString(), "it has " + there + " bytes only", null);
        }
        InputStream opened = on("reading", key, () -> {
            InputStream stream = Files.newInputStream(path(key), LinkOption.NOFOLLOW_LINKS);
            stream.skipNBytes(offset);
            return stream;
        });
        try (InputStream bytes = opened) {
            StoreFailure.copy(path(key).toString(), bytes, length, to);
        }
    }

    @Override
    public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
        Path file = path(key);
        Path beside = UnfinishedFiles.beside(file);
        return on("putting", key, () -> {
            if (length(file).isPresent()) {
                return Optional.empty();
            }
            makeDirectory(file.getParent());
            try {
                write(beside, content, file);
                disk.sync(beside);
                // Before the object: it is never there without its retention.
                if (retainUntil.isPresent()) {
                    retention.promise(file, retainUntil.get());
                }
                disk.link(file, beside);
                disk.sync(file.getParent());
                return Optional.of(object(key, content.length(), retainUntil));
            } catch (FileAlreadyExistsException another) {
                return Optional.empty();
            } finally {
                disk.delete(beside);
            }
        });
    }

    private void makeDirectory(Path directory) throws IOException {
        if (!directory.equals(root) && !Files.isDirectory(directory)) {
            makeDirectory(directory.getParent());
            try {
                disk.createPrivateDirectory(directory);
            } catch (FileAlreadyExistsException another) {
                if (!Files.isDirectory(directory)) {
                    throw another;
                }
            }
            disk.sync(directory.getParent());
        }
    }

    /** Fails where the file is gone: another process may take it for a leftover, where this one was stopped for a day. */
    private void write(Path beside, ObjectContent content, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        long length = 0;
        disk.createPrivateFile(beside, new byte[0]);
        try (InputStream bytes = content.open().get()) {
            byte[] chunk = new byte[CHUNK];
            for (int read = CHUNK; read == CHUNK; length += read) {
                read = bytes.readNBytes(chunk, 0, CHUNK);
                digest.update(chunk, 0, read);
                disk.writeAt(beside, length, read == CHUNK ? chunk : Arrays.copyOf(chunk, read));
            }
        }
        if (length != content.length() || !Arrays.equals(digest.digest(), content.sha256())) {
            throw StoreFailure.of(
                    "putting",
                    file.toString(),
                    "its " + length + " bytes are not the " + content.length() + " of its checksum",
                    null);
        }
    }

    @Override
    public int removeUnfinished(List<String> folders, Runnable goOn) {
        return new UnfinishedFiles(root, disk, goOn).remove(folders);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        walk(
                root,
                "",
                prefix,
                key -> attributes("listing", key)
                        .ifPresent(file -> each.accept(object(key, file.size(), Optional.empty()))));
    }

    @Override
    public void versions(String prefix, Consumer<StoredVersion> each) {
        walk(
                root,
                "",
                prefix,
                key -> attributes("listing", key)
                        .ifPresent(file -> each.accept(new StoredVersion(
                                key,
                                Optional.empty(),
                                file.size(),
                                Optional.empty(),
                                true,
                                false,
                                file.lastModifiedTime().toInstant(),
                                Optional.empty()))));
    }

    private Optional<BasicFileAttributes> attributes(String doing, ObjectKey key) {
        return on(doing, key, () -> attributes(path(key)));
    }

    /** Holds the names of one folder at a time, and of those above it. */
    private void walk(Path directory, String begin, String prefix, Consumer<ObjectKey> each) {
        for (String name : names(directory)) {
            String at = begin + name;
            boolean folder = name.endsWith("/");
            if (folder && (at.startsWith(prefix) || prefix.startsWith(at))) {
                walk(directory.resolve(name), at, prefix, each);
            } else if (!folder && at.startsWith(prefix)) {
                ObjectKey.listed(at).ifPresent(each);
            }
        }
    }

    /** In the order of keys' bytes, in which a folder's slash counts. */
    private static List<String> names(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".")) {
                    names.add(Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? name + "/" : name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw StoreFailure.of("listing", directory.toString(), e.getCause());
        } catch (IOException e) {
            throw StoreFailure.of("listing", directory.toString(), e);
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void delete(ObjectKey key, Optional<String> version) {
        on("deleting", key, () -> {
            Path file = path(key);
            if (version.isPresent() || length(file).isEmpty()) {
                return false;
            }
            Optional<Instant> until = retention.until(file);
            if (until.filter(clock.instant()::isBefore).isPresent()) {
                throw StoreFailure.of("deleting", file.toString(), "it is retained until " + until.get(), null);
            }
            disk.delete(file);
            disk.sync(file.getParent());
            retention.forget(file);
            return true;
        });
    }

    @Override
    public void retain(ObjectKey key, Optional<String> version, Instant until) {
        on("retaining", key, () -> {
            Path file = path(key);
            if (version.isPresent() || length(file).isEmpty()) {
                throw StoreFailure.of("retaining", file.toString(), "there is no such object", null);
            }
            retention.promise(file, until);
            return true;
        });
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    private <T> T on(String doing, ObjectKey key, FileAction<T> step) {
        try {
            return step.take();
        } catch (Failure known) {
            throw known;
        } catch (IOException e) {
            throw StoreFailure.of(doing, path(key).toString(), e);
        }
    }

    private interface FileAction<T> {
        T take() throws IOException;
    }
}
