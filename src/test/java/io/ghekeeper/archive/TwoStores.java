package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with two snapshots, which share all but one object, and an empty one for their copies. */
abstract class TwoStores {
    @TempDir
    Path volume;

    final List<CopiedSnapshot> copied = new ArrayList<>();
    ArchiveBox box;
    VersionedStore source;
    VersionedStore target;
    Optional<LockPolicy> lock = Optional.empty();

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume.resolve("box")).twoSealed();
        source = new VersionedStore(box.clock);
        target = new VersionedStore(box.clock);
        box.archive(FIRST, source, box.disk);
        box.archive(SECOND, source, box.disk);
    }

    void copy(ObjectStore to, String... ids) {
        copy(to, box.disk, ids);
    }

    /** @param disk where the copy has its temporary files and its record */
    @SuppressWarnings("MissingSummary")
    void copy(ObjectStore to, Disk disk, String... ids) {
        copied.clear();
        box.archiver(source, disk).copyTo(archiver(to, disk)).copy(List.of(ids), box.progress, copied::add);
    }

    /** Of the copy. */
    Archiver archiver(ObjectStore to, Disk disk) {
        ArchiveOptions options = new ArchiveOptions("s3://copy", Optional.empty(), 2, OptionalLong.empty(), lock);
        return new Archiver(box.state, disk, box.clock, to, box.encryption, options, box.warnings::add);
    }

    Failure refused(ObjectStore to, String... ids) {
        return catchThrowableOfType(Failure.class, () -> copy(to, ids));
    }

    FolderStore folder(Disk disk) throws IOException {
        return new FolderStore(Files.createDirectories(volume.resolve("copy")), disk, box.clock);
    }

    /** What each object has, but for roots: those name the versions of their own store. */
    static Map<String, String> objects(ObjectStore store) {
        TreeMap<String, String> objects = new TreeMap<>();
        store.list("", object -> {
            if (!object.key().text().startsWith("snapshots/")) {
                objects.put(
                        object.key().text(),
                        store.checksum(object.key(), Optional.empty()).orElse(""));
            }
        });
        return objects;
    }

    List<String> roots(ObjectStore store) {
        List<String> keys = new ArrayList<>();
        store.list("snapshots/", root -> keys.add(root.key().text()));
        return keys;
    }

    void requireWhole(ObjectStore store, String id) {
        ArchiveAccess access = new ArchiveAccess(box.state, box.disk, store, Optional.empty(), 2);
        assertThat(new ArchiveVerifyFiles(access)
                        .verify(id, new CountedProgress())
                        .first())
                .isEmpty();
    }

    static void put(ObjectStore store, String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent(
                new ObjectKey(key),
                new ObjectContent(bytes.length, Sha256.digest().digest(bytes), () -> new ByteArrayInputStream(bytes)));
    }

    /** The object that only the second snapshot needs. */
    String newestPack() throws IOException {
        List<String> first = rows(FIRST);
        return rows(SECOND).stream()
                .filter(key -> key.startsWith("packs/") && !first.contains(key))
                .findFirst()
                .orElseThrow();
    }

    List<String> rows(String id) throws IOException {
        List<String> keys = new ArrayList<>();
        try (WorkFolder work = WorkFolder.ofProcess(box.disk, box.state, () -> {})) {
            StoreRoots.read(
                    source,
                    StoreRoots.of(source, id).get(0),
                    work,
                    row -> keys.add(row.key().text()));
        }
        return keys;
    }
}
