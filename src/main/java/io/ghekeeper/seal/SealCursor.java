package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** A place among the units of a seal. The upper units are the first, as one. */
final class SealCursor implements AutoCloseable {
    private static final long BLOCK = 4096;
    private static final int KEY_BYTES = 16;

    private final Snapshot snapshot;
    private final SealReader reader;
    private final Instant sealedAt;
    private Optional<UnitVersion> place;

    private SealCursor(Snapshot snapshot, SealReader reader) throws IOException {
        this.snapshot = snapshot;
        this.reader = reader;
        this.sealedAt = reader.sealedAt();
        this.place = Optional.of(uppers());
    }

    /**
     * Opens it. Inodes of another file system, or that cannot be read, are none.
     *
     * @throws IOException when the seal cannot be read
     */
    static SealCursor open(SealFiles files, Snapshot snapshot, FileSystemIdentity fileSystem) throws IOException {
        Optional<SealReader> withInodes;
        try {
            withInodes = SealReader.open(files, snapshot.id(), fileSystem);
        } catch (IOException unreadable) {
            withInodes = Optional.empty();
        }
        SealReader reader = withInodes.isPresent() ? withInodes.get() : SealReader.open(files, snapshot.id());
        try {
            return new SealCursor(snapshot, reader);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    private UnitVersion uppers() throws IOException {
        MessageDigest key = Sha256.digest();
        long weight = 0;
        for (int left = reader.uppers(); left > 0; left--) {
            SealReader.ReadUnit upper = reader.next().orElseThrow(() -> new IOException("is damaged"));
            add(upper, key);
            weight += weight(upper);
        }
        return version(UnitPath.TOP, new UnitLookup.UnitSums("", Optional.empty()), key, weight);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The unit at this place; nothing at the end. */
    Optional<UnitVersion> peek() {
        return place;
    }

    void next() throws IOException {
        Optional<SealReader.ReadUnit> unit = reader.next();
        if (unit.isEmpty()) {
            place = Optional.empty();
            return;
        }
        MessageDigest key = Sha256.digest();
        add(unit.get(), key);
        place = Optional.of(version(unit.get().path(), unit.get().sums(), key, weight(unit.get())));
    }

    private UnitVersion version(String path, UnitLookup.UnitSums sums, MessageDigest key, long weight) {
        String hex = HexFormat.of().formatHex(key.digest(), 0, KEY_BYTES);
        return new UnitVersion(snapshot, sealedAt, path, sums, hex, weight);
    }

    /** Without inodes, nothing shows which snapshots share the files. */
    private void add(SealReader.ReadUnit unit, MessageDigest key) {
        String words = unit.path() + "\n" + unit.sums().entries() + "\n"
                + unit.sums().inodes().orElse(snapshot.id()) + "\n";
        key.update(words.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static long weight(SealReader.ReadUnit unit) {
        return unit.bytes() + BLOCK * unit.entries();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
