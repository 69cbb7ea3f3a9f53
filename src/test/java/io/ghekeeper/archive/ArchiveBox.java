package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.UnsyncedDisk;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A data directory with sealed snapshots, and a folder that they are archived to. */
final class ArchiveBox {
    static final String FIRST = "20261118T031700";
    static final String SECOND = "20261119T031700";
    static final String THIRD = "20261120T031700";
    static final String UUID = "3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10";

    final Path volume;
    final Path data;
    final Path state;
    final Path objects;
    final List<String> warnings = new ArrayList<>();
    final SetClock clock = new SetClock("2026-11-20T12:00:00Z");
    CountedProgress progress = new CountedProgress();
    Encryption encryption = new NoEncryption();
    Optional<LockPolicy> lock = Optional.empty();
    int lanes = 2;

    /** Of all that writes here. Nothing waits for it: who cuts the power of this machine needs another one. */
    final Disk disk = new UnsyncedDisk();

    /** The store's name; by default that of its folder. */
    Optional<String> storeName = Optional.empty();

    ArchiveBox(Path volume) throws IOException {
        this(volume, volume.resolve("data"));
    }

    private ArchiveBox(Path volume, Path data) throws IOException {
        this.volume = volume;
        this.data = Files.createDirectories(data);
        this.state = Files.createDirectories(volume.resolve("state"));
        this.objects = Files.createDirectories(volume.resolve("store"));
    }

    /**
     * Another one as this is now, in the place of what is in that folder. It has the same snapshots, and files of its own beside
     * them: none of those is written again once it is finished, so that links to them are as good as copies.
     */
    ArchiveBox copiedTo(Path copy) throws IOException {
        remove(copy);
        for (Path folder : List.of(state, objects)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    Path place = copy.resolve(volume.relativize(path));
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(place);
                    } else {
                        Files.createLink(place, path);
                    }
                }
            }
        }
        ArchiveBox box = new ArchiveBox(copy, data);
        box.storeName = Optional.of(storeName.orElse("file://" + objects));
        return box;
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    Path snapshot(String id) {
        return data.resolve(id);
    }

    /** Writes a file of a snapshot, with the folders above it. */
    Path file(String snapshotId, String path, String content) throws IOException {
        Path file = snapshot(snapshotId).resolve(path);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        return Files.writeString(file, content);
    }

    /** Some files, one of them the uuid. */
    ArchiveBox filled(String id) throws IOException {
        file(id, "uuid", UUID + "\n");
        file(id, "version", "v3.12.1\n");
        for (int network = 0; network < 4; network++) {
            for (int file = 0; file < 5; file++) {
                file(
                        id,
                        "repositories/" + network + "/nw/a/b/c/" + network + "/" + file,
                        "content " + network + file % 3);
            }
        }
        Files.createDirectories(snapshot(id).resolve("empty/empty"));
        return this;
    }

    /** Two sealed snapshots: the second one shares all files with the first, and has one more. */
    ArchiveBox twoSealed() throws IOException {
        filled(FIRST);
        share(FIRST, SECOND);
        file(SECOND, "storage/1/object", "new");
        seal(FIRST, SECOND);
        return this;
    }

    /** Loses the state directory: an empty one is there. */
    void loseState() throws IOException {
        remove(state);
        Files.createDirectories(state);
    }

    /** Makes a snapshot that shares all files with another one, as the engine does. */
    void share(String from, String to) {
        Tool.run("cp", "-al", snapshot(from).toString(), snapshot(to).toString());
    }

    ArchiveBox seal(String... ids) {
        for (String id : ids) {
            seal(id, disk);
        }
        return this;
    }

    void seal(String id, Disk disk) {
        new Sealer(state, disk, clock, 2)
                .seal(snapshotOf(id), "20261120T120000Z-seal-0001", FileChecks.NONE, new Unwatched());
    }

    Snapshot snapshotOf(String id) {
        return new Snapshot(id, snapshot(id), true, true, Optional.of("v3.12.1"));
    }

    ObjectStore store() {
        return new FolderStore(objects, disk, clock);
    }

    /** Two snapshots that share files, in a new store with versions. */
    VersionedStore archiveTwo() throws IOException {
        filled(FIRST);
        share(FIRST, SECOND);
        seal(FIRST, SECOND);
        VersionedStore store = new VersionedStore(clock);
        archive(FIRST, store, new LocalDisk());
        archive(SECOND, store, new LocalDisk());
        return store;
    }

    ArchivedSnapshot archive(String id) {
        return archive(id, store(), disk);
    }

    ArchivedSnapshot archive(String id, ObjectStore store, Disk disk) {
        return archiver(store, disk).archive(snapshotOf(id), "20261120T120000Z-archive-0001", progress);
    }

    Archiver archiver(ObjectStore store, Disk disk) {
        ArchiveOptions options = new ArchiveOptions(
                storeName.orElse("file://" + objects), Optional.empty(), lanes, OptionalLong.empty(), lock);
        return new Archiver(state, disk, clock, store, encryption, options, warnings::add);
    }

    /** The keys of all objects. */
    SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>();
        store().list("", object -> keys.add(object.key().text()));
        return keys;
    }

    /** The objects that no root needs. */
    SortedSet<String> orphans() throws IOException {
        SortedSet<String> keys = keys();
        keys.removeAll(List.of("format.json", "restore.sh", "RESTORE.txt"));
        for (String key : List.copyOf(keys)) {
            if (key.startsWith("snapshots/")) {
                keys.remove(key);
                try (RootReader root = new RootReader(objects.resolve(key))) {
                    for (Optional<ObjectRow> row = root.next(); row.isPresent(); row = root.next()) {
                        keys.remove(row.get().key().text());
                    }
                }
            }
        }
        return keys;
    }

    /** Reads it by its format alone, and returns what differs from the snapshot; nothing where it is the same. */
    String fetched(String id) throws IOException {
        return TreeDescription.differences(TreeDescription.of(snapshot(id)), read(id));
    }

    /** All entries as the archive has them; see {@link TreeDescription}. */
    SortedMap<String, String> read(String id) throws IOException {
        return read(id, object -> {
            throw new IOException(object + " is encrypted");
        });
    }

    SortedMap<String, String> read(String id, ArchiveReader.Decryption decryption) throws IOException {
        return new ArchiveReader(objects, decryption).read(id);
    }

    /** Restores it with programs alone, and returns what differs from the snapshot; nothing where it is the same. */
    String restored(String id) {
        return restored(id, Optional.empty());
    }

    /** The same where it is encrypted. */
    String restored(String id, Path identity) {
        return restored(id, Optional.of(identity));
    }

    private String restored(String id, Optional<Path> identity) {
        Path target = volume.resolve("restored-" + id);
        Tool.run("rm", "-rf", target.toString());
        List<String> command = new ArrayList<>(
                List.of("bash", objects.resolve("restore.sh").toString(), objects.toString(), id, target.toString()));
        identity.ifPresent(file -> command.addAll(List.of("--identity", file.toString())));
        Tool.run(command);
        return differences(snapshot(id), target);
    }

    /** By names, types, modes, owners, times with all digits, targets, sizes and contents. */
    static String differences(Path one, Path other) {
        String list =
                "cd \"$0\" && find . -printf '%P|%y|%m|%U|%G|%T@|%l|' -type f -exec sha256sum {} \\; -o -printf '\\n'"
                        + " | LC_ALL=C sort";
        String show = "diff <(bash -c \"$2\" \"$0\") <(bash -c \"$2\" \"$1\") || true";
        return Tool.run("bash", "-c", show, one.toString(), other.toString(), list);
    }
}
