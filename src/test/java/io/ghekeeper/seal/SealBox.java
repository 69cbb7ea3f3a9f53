package io.ghekeeper.seal;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A data directory and its seals, for tests. */
final class SealBox {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final String FIRST = "20261118T031700";
    static final String SECOND = "20261119T031700";

    final Path data;
    final Path state;
    private final AtomicLong read = new AtomicLong();

    SealBox(Path volume) throws IOException {
        this.data = Files.createDirectories(volume.resolve("data"));
        this.state = Files.createDirectories(volume.resolve("state"));
    }

    Path snapshot(String id) {
        return data.resolve(id);
    }

    /** Writes a file of a snapshot, with the folders above it. */
    Path file(String snapshotId, String path, String content) throws IOException {
        Path file = snapshot(snapshotId).resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Makes a snapshot that shares all its files with another one, as the engine does. */
    void share(String from, String to) throws IOException {
        Tool.run("cp", "-al", snapshot(from).toString(), snapshot(to).toString());
    }

    SealedSnapshot seal(String id) {
        return seal(id, new LocalDisk(), bytes -> {});
    }

    SealedSnapshot seal(String id, Disk disk, Reading reading) {
        return seal(id, disk, 3, FileChecks.NONE, counted(reading));
    }

    /** Seals it, with checks in the same reading. */
    SealedSnapshot seal(String id, FileChecks checks, Reading reading) {
        return seal(id, new LocalDisk(), 3, checks, counted(reading));
    }

    private SealProgress counted(Reading reading) {
        read.set(0);
        return new SealProgress() {
            @Override
            public void read(long bytes) {
                read.addAndGet(bytes);
                reading.on(bytes);
            }

            @Override
            public void walked() {}

            @Override
            public void requireGoOn() {
                reading.on(0);
            }
        };
    }

    SealedSnapshot seal(String id, Disk disk, int readers, SealProgress progress) {
        return seal(id, disk, readers, FileChecks.NONE, progress);
    }

    private SealedSnapshot seal(String id, Disk disk, int readers, FileChecks checks, SealProgress progress) {
        return new Sealer(state, disk, Clock.fixed(NOW, ZoneOffset.UTC), readers)
                .seal(snapshotOf(id), "20261120T120000Z-seal-0001", checks, progress);
    }

    /** Reads a snapshot, and compares it with its seal. */
    VerifiedSnapshot verify(String id, List<Path> others, Consumer<Difference> listener) {
        return new Verifier(state, new LocalDisk(), Clock.fixed(NOW, ZoneOffset.UTC), 2)
                .verify(snapshotOf(id), others, listener, new Unwatched());
    }

    /** What happens while content is read. */
    interface Reading {
        void on(long bytes);
    }

    Snapshot snapshotOf(String id) {
        return new Snapshot(id, snapshot(id), true, true, Optional.of("v3.12.1"));
    }

    /** How many bytes of content the last seal read. */
    long bytesRead() {
        return read.get();
    }

    SealFiles files() {
        return new SealFiles(new LocalDisk(), state);
    }

    /** All entries of a seal by their paths; each list is proven. */
    SortedMap<String, SealEntry> entries(String id) throws IOException {
        SortedMap<String, SealEntry> entries = new TreeMap<>();
        for (String list : units(id).values()) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(files().units().open(list), StandardCharsets.US_ASCII))) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                    SealEntry entry = parse(line);
                    if (entries.put(entry.path(), entry) != null) {
                        throw new AssertionError(entry.path() + " is there twice");
                    }
                });
            }
        }
        return entries;
    }

    private static SealEntry parse(String line) {
        try {
            return MtreeLine.parse(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** The lists of a seal by the paths of their units. */
    SortedMap<String, String> units(String id) throws IOException {
        SortedMap<String, String> units = new TreeMap<>();
        try (UnitReader root = new UnitReader(files().root(id))) {
            for (Optional<Map<String, String>> unit = root.next(); unit.isPresent(); unit = root.next()) {
                units.put(UnitReader.path(unit.get()), UnitReader.need(unit.get(), "list"));
            }
        }
        return units;
    }
}
