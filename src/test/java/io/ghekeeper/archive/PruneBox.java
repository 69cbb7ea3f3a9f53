package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lab.UnsyncedDisk;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Four snapshots, of which three are archived. What all have in common is in a pack of the base; the others have content of
 * their own, but the third, which is not archived, has that of the first.
 */
final class PruneBox {
    static final String BASE = "20261117T031700";

    final ArchiveBox box;
    final ObjectStore store;
    private final Path temporary;

    /** A store of each kind. */
    enum Kind {
        VERSIONS,
        FOLDER
    }

    PruneBox(Path folder, Kind kind) throws IOException {
        this(folder, box -> kind == Kind.VERSIONS ? new VersionedStore(box.clock) : dated(box));
    }

    PruneBox(Path folder, Function<ArchiveBox, ObjectStore> stores) throws IOException {
        this(new ArchiveBox(folder), stores);
        content(BASE, "base");
        content(FIRST, "old");
        content(SECOND, "other");
        box.share(FIRST, THIRD);
        box.seal(BASE, FIRST, SECOND, THIRD);
        archive(BASE, store);
        archive(FIRST, store);
        box.clock.pass(Duration.ofHours(24));
        archive(SECOND, store);
    }

    private PruneBox(ArchiveBox box, Function<ArchiveBox, ObjectStore> stores) throws IOException {
        this.box = box;
        temporary = Files.createDirectories(box.volume.resolve("tmp"));
        store = stores.apply(box);
    }

    /** Another one as this is now, in a folder of its own; see {@link ArchiveBox#copiedTo}. */
    PruneBox copiedTo(Path folder) throws IOException {
        ArchiveBox copy = box.copiedTo(folder);
        copy.clock.set(box.clock.instant());
        return new PruneBox(copy, there -> store instanceof VersionedStore all ? all.copy(there.clock) : dated(there));
    }

    private void content(String id, String what) throws IOException {
        box.file(id, "uuid", ArchiveBox.UUID + "\n");
        box.file(id, "version", "v3.12.1\n");
        box.file(id, "repositories/1/nw/a/b/c/1/pack", what + " content");
        box.file(id, "storage/" + what, what);
    }

    /** A folder whose files are dated by the clock of the test. */
    static ObjectStore dated(ArchiveBox box) {
        FolderStore folder = new FolderStore(box.objects, new UnsyncedDisk(), box.clock);
        return new Hooked(folder, () -> {}) {
            @Override
            public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> until) {
                Optional<StoredObject> put = super.putIfAbsent(key, content, until);
                try {
                    if (put.isPresent()) {
                        Files.setLastModifiedTime(box.objects.resolve(key.text()), FileTime.from(box.clock.instant()));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return put;
            }
        };
    }

    void archive(String id, ObjectStore through) {
        box.archive(id, through, new UnsyncedDisk());
    }

    void giveUp(String id) {
        new StoreSnapshots(store).giveUp(id, ArchiveBox.UUID, "a-run", "no rule keeps it");
    }

    StorePrune prune(ObjectStore through) {
        return new StorePrune(through, new UnsyncedDisk(), temporary, words -> {});
    }

    PruneReport plan() {
        return plan(store);
    }

    PruneReport plan(ObjectStore through) {
        return prune(through).plan(PruneOptions.NONE);
    }

    PruneReport run() {
        return run(store);
    }

    PruneReport run(ObjectStore through) {
        return prune(through).run(ArchiveBox.UUID, PruneOptions.NONE, report -> true);
    }

    void pass(int hours) {
        box.clock.pass(Duration.ofHours(hours));
    }

    List<StoredVersion> versions() {
        List<StoredVersion> versions = new ArrayList<>();
        store.versions("", versions::add);
        return versions;
    }

    List<String> keys() {
        return versions().stream()
                .map(version -> version.key().text())
                .distinct()
                .toList();
    }

    /** What roots without a tombstone need, and the store has not. */
    List<String> lost() throws IOException {
        List<String> lost = new ArrayList<>();
        Tombstones givenUp = Tombstones.of(store, ArchiveBox.UUID);
        try (WorkFolder work = new WorkFolder(new UnsyncedDisk(), temporary.resolve("looking"), () -> {})) {
            for (StoreRoot root : StoreRoots.of(store)) {
                if (!givenUp.has(root.snapshot())) {
                    StoreRoots.read(store, root, work, row -> {
                        if (store.find(row.key(), row.namedVersion()).isEmpty()) {
                            lost.add(root.snapshot() + " " + row.key());
                        }
                    });
                }
            }
        }
        return lost;
    }

    boolean hasRoot(String id) {
        return keys().contains("snapshots/" + id + ".json");
    }

    /** Passes each call on, and does something before. */
    static class Hooked implements ObjectStore {
        private final ObjectStore store;
        private final Runnable before;

        Hooked(ObjectStore store, Runnable before) {
            this.store = store;
            this.before = before;
        }

        @Override
        public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
            before.run();
            return store.find(key, version);
        }

        @Override
        public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
                throws IOException {
            before.run();
            store.fetch(key, version, offset, length, to);
        }

        @Override
        public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> until) {
            before.run();
            return store.putIfAbsent(key, content, until);
        }

        @Override
        public void list(String prefix, Consumer<StoredObject> each) {
            before.run();
            store.list(prefix, each);
        }

        @Override
        public void versions(String prefix, Consumer<StoredVersion> each) {
            before.run();
            store.versions(prefix, each);
        }

        @Override
        public void delete(ObjectKey key, Optional<String> version) {
            before.run();
            store.delete(key, version);
        }

        @Override
        public void retain(ObjectKey key, Optional<String> version, Instant until) {
            before.run();
            store.retain(key, version, until);
        }

        @Override
        public Instant now() {
            before.run();
            return store.now();
        }
    }
}
