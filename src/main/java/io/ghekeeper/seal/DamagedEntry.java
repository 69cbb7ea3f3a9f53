package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Something of a snapshot that is damaged or missing.
 *
 * @param sealed what it was
 * @param inode of what is there now; 0 where nothing is
 */
public record DamagedEntry(Snapshot snapshot, SealEntry sealed, long inode) {
    public DamagedEntry {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(sealed);
    }

    /** SHA-256 of the content that a file must have, in hexadecimal; nothing for what is no file. */
    public Optional<String> digest() {
        return sealed.digest().map(HexFormat.of()::formatHex);
    }

    boolean isMissing() {
        return inode == 0;
    }

    /** Whether both were names of one file, and are to be again. */
    boolean sharesWith(DamagedEntry other) {
        return !isMissing()
                && inode == other.inode
                && sealed.facts().equals(other.sealed.facts())
                && digest().equals(other.digest());
    }
}
