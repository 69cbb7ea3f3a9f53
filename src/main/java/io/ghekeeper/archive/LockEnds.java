package io.ghekeeper.archive;

import io.ghekeeper.snapshot.StoreFile;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Until when all objects of each kept snapshot are locked, as the store showed: a file with the name of the store, and a line
 * {@code <snapshot> <end>} for each. Without it the store is asked again.
 */
final class LockEnds {
    private static final int LONGEST = 4 << 20;

    private final Disk disk;
    private final StoreFile file;
    private final String store;
    private final Map<String, Instant> ends = new TreeMap<>();

    private LockEnds(Disk disk, StoreFile file, String store) {
        this.disk = disk;
        this.file = file;
        this.store = store;
    }

    /** What the file says; nothing where it is missing, damaged, or of another store. */
    static LockEnds read(Disk disk, Path folder, String store) throws IOException {
        LockEnds ends = new LockEnds(disk, StoreFile.of(folder, "lock-ends", store), store);
        try {
            ends.parse(new String(SmallFile.read(ends.file.read(), LONGEST), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException none) {
            // Then the store is asked.
        } catch (DateTimeException | ArrayIndexOutOfBoundsException damaged) {
            ends.ends.clear();
        }
        return ends;
    }

    private void parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(store)) {
            return;
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            ends.put(words[0], Instant.parse(words[1]));
        }
    }

    Optional<Instant> of(String snapshot) {
        return Optional.ofNullable(ends.get(snapshot));
    }

    void put(String snapshot, Instant end) {
        ends.put(snapshot, end);
    }

    /** Forgets the snapshots that the store does not keep. */
    void retainAll(Collection<String> kept) {
        ends.keySet().retainAll(kept);
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder(store).append('\n');
        ends.forEach(
                (snapshot, end) -> text.append(snapshot).append(' ').append(end).append('\n'));
        AtomicFile.writePrivate(disk, file.written(), text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
