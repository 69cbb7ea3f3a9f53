package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The units of many seals, each once, in order. Memory does not grow with the units. */
final class SealMerge implements AutoCloseable {
    private final List<SealCursor> seals = new ArrayList<>();
    private final BiConsumer<Snapshot, IOException> unreadable;

    /**
     * Opens the seals.
     *
     * @param unreadable gets each one that cannot be read, or not to its end; the merge goes on without it
     */
    SealMerge(
            SealFiles files,
            FileSystemIdentity fileSystem,
            List<Snapshot> snapshots,
            BiConsumer<Snapshot, IOException> unreadable) {
        this.unreadable = unreadable;
        for (Snapshot snapshot : snapshots) {
            try {
                seals.add(SealCursor.open(files, snapshot, fileSystem));
            } catch (IOException e) {
                unreadable.accept(snapshot, e);
            }
        }
        seals.sort(Comparator.comparing(seal -> seal.snapshot().id()));
    }

    /** The versions of the next unit, the oldest snapshot first; none after the last unit. */
    List<UnitVersion> next() throws IOException {
        Optional<String> unit = seals.stream()
                .flatMap(seal -> seal.peek().stream())
                .map(UnitVersion::unit)
                .min(UnitVersion.ORDER);
        List<UnitVersion> versions = new ArrayList<>();
        if (unit.isPresent()) {
            for (SealCursor seal : List.copyOf(seals)) {
                if (seal.peek().filter(at -> at.unit().equals(unit.get())).isPresent()) {
                    versions.add(seal.peek().get());
                    forward(seal);
                }
            }
        }
        return versions;
    }

    private void forward(SealCursor seal) throws IOException {
        try {
            seal.next();
        } catch (IOException e) {
            seals.remove(seal);
            seal.close();
            unreadable.accept(seal.snapshot(), e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SealCursor seal : seals) {
            seal.close();
        }
    }
}
