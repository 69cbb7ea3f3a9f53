package io.ghekeeper.seal;

import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The units of a seal, along a walk. It stays open, and only what is asked for is read. */
final class SealIndex implements SealUnits {
    private final SealReader reader;
    private final Map<String, UnitSums> uppers = new TreeMap<>(PathBytes.ORDER);
    private String path = "";
    private UnitSums lists;
    private boolean ended;

    private SealIndex(SealReader reader) throws IOException {
        this.reader = reader;
        for (int left = reader.uppers(); left > 0; left--) {
            forward();
            uppers.put(path, lists);
        }
        forward();
    }

    /**
     * Opens it.
     *
     * @throws IOException when it cannot be read; the message goes on after the name of its root
     */
    static SealIndex open(SealFiles files, String snapshotId) throws IOException {
        return of(SealReader.open(files, snapshotId));
    }

    /**
     * Opens it with its inodes.
     *
     * @return nothing where these are those of another file system
     */
    static Optional<SealIndex> open(SealFiles files, String snapshotId, FileSystemIdentity fileSystem)
            throws IOException {
        Optional<SealReader> reader = SealReader.open(files, snapshotId, fileSystem);
        return reader.isPresent() ? Optional.of(of(reader.get())) : Optional.empty();
    }

    private static SealIndex of(SealReader reader) throws IOException {
        try {
            return new SealIndex(reader);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public Optional<UnitSums> find(String unit, PassedUnits passes) throws IOException {
        if (UnitPath.isUpper(unit)) {
            return Optional.ofNullable(uppers.remove(unit));
        }
        while (!ended && PathBytes.ORDER.compare(path, unit) < 0) {
            passes.pass(path, lists);
            forward();
        }
        if (ended || !path.equals(unit)) {
            return Optional.empty();
        }
        UnitSums found = lists;
        forward();
        return Optional.of(found);
    }

    @Override
    public void passRest(PassedUnits passes) throws IOException {
        for (Map.Entry<String, UnitSums> upper : uppers.entrySet()) {
            passes.pass(upper.getKey(), upper.getValue());
        }
        while (!ended) {
            passes.pass(path, lists);
            forward();
        }
    }

    private void forward() throws IOException {
        Optional<SealReader.ReadUnit> unit = reader.next();
        ended = unit.isEmpty();
        if (unit.isPresent()) {
            path = unit.get().path();
            lists = unit.get().sums();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
