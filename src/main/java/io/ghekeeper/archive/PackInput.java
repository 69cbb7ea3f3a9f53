package io.ghekeeper.archive;

import io.ghekeeper.seal.EntryFacts;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that is to be packed, or a part of a large one.
 *
 * @param path as {@link io.ghekeeper.seal.PathBytes}, below the snapshot
 * @param file where it is
 * @param facts as the seal has them
 * @param digest SHA-256 of the whole file, as the seal has it
 * @param part from 1 on
 * @param parts how many the file is cut into; 1 where it is whole
 * @param offset of the part in the file, in bytes
 * @param length of the part, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackInput(
        String path, Path file, EntryFacts facts, byte[] digest, int part, int parts, long offset, long length) {
    PackInput {
        Objects.requireNonNull(path);
        Objects.requireNonNull(file);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(digest);
        if (part < 1 || part > parts || offset < 0 || length < 0 || offset + length > facts.size()) {
            throw new IllegalArgumentException("part " + part + " of " + parts + ", " + length + " bytes at " + offset);
        }
        if (parts == 1 && length != facts.size()) {
            throw new IllegalArgumentException("one part of " + length + " bytes is not the " + facts.size());
        }
    }

    /** A file that is packed whole. */
    static PackInput whole(String path, Path file, EntryFacts facts, byte[] digest) {
        return new PackInput(path, file, facts, digest, 1, 1, 0, facts.size());
    }

    boolean isWhole() {
        return parts == 1;
    }
}
