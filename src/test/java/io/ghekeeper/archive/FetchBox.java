package io.ghekeeper.archive;

import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.archive.VolumeFetch.VolumePlaces;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.seal.VerifiedSnapshot;
import io.ghekeeper.seal.Verifier;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A volume that snapshots are fetched to. */
final class FetchBox {
    final Path data;
    final Path state;
    final List<String> warnings = new ArrayList<>();
    final ObjectStore store;
    ArchiveProgress progress = new CountedProgress();
    SnapshotFetch.RoomLook room;
    String appliance = ArchiveBox.UUID;

    FetchBox(Path volume, ObjectStore store) throws IOException {
        this.data = Files.createDirectories(volume.resolve("data"));
        this.state = Files.createDirectories(volume.resolve("state"));
        this.store = store;
    }

    private SnapshotFetch fetch(Disk disk) {
        SnapshotFetch fetch =
                new SnapshotFetch(new ArchiveAccess(state, disk, store, Optional.empty(), 2), warnings::add);
        return room == null ? fetch : fetch.withRoom(room);
    }

    FetchedSnapshot to(Path folder, FetchPaths paths, String id, Disk disk) {
        try (OpenFetch open = fetch(disk).open(progress)) {
            return open.fetch(id, folder, paths);
        }
    }

    List<FetchedSnapshot> toVolume(Disk disk, String... ids) {
        return new VolumeFetch(
                        fetch(disk),
                        new VolumePlaces(
                                new Snapshots(settings(), disk),
                                new Snapshots(settings(), disk)::list,
                                evidence(),
                                state,
                                disk,
                                new SetClock("2026-11-21T12:00:00Z")),
                        "file:///store",
                        Optional.of(appliance))
                .fetch(List.of(ids), "20261121T120000Z-fetch-0001", progress, one -> {});
    }

    DataSettings settings() {
        return new DataSettings(data, Duration.ofDays(1));
    }

    EvidenceFiles evidence() {
        return new EvidenceFiles(state);
    }

    Path snapshot(String id) {
        return data.resolve(id);
    }

    /** Reads it, and compares it with its seal. */
    VerifiedSnapshot verified(String id, Disk disk) {
        return new Verifier(state, disk, new SetClock("2026-11-22T12:00:00Z"), 2)
                .verify(
                        new Snapshot(id, snapshot(id), true, true, Optional.of("v3.12.1")),
                        List.of(),
                        difference -> {},
                        new Unwatched());
    }

    Object inode(String id, String path) throws IOException {
        return Files.getAttribute(snapshot(id).resolve(path), "unix:ino");
    }

    /** Refuses each link with this reason, in the words of Linux. */
    static Disk withoutLinks(Disk disk, String reason) {
        return withLinks(disk, existing -> Optional.of(reason));
    }

    /** As a file system of which a file can have so many names. */
    static Disk withNames(Disk disk, int most) {
        return withLinks(
                disk,
                existing -> (int) Files.getAttribute(existing, "unix:nlink") < most
                        ? Optional.empty()
                        : Optional.of("Too many links"));
    }

    private interface LinkRefusal {
        Optional<String> of(Path existing) throws IOException;
    }

    private static Disk withLinks(Disk disk, LinkRefusal refusal) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("link")) {
                        Optional<String> reason = refusal.of((Path) arguments[1]);
                        if (reason.isPresent()) {
                            throw new FileSystemException("file", "other", reason.get());
                        }
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
