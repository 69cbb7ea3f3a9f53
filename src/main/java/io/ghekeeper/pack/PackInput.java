package io.ghekeeper.pack;

import io.ghekeeper.seal.EntryFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
public record PackInput(
        String path, Path file, EntryFacts facts, byte[] digest, int part, int parts, long offset, long length) {
    /** @throws IllegalArgumentException when it is no part of such a file */
    @SuppressWarnings("MissingSummary")
    public PackInput {
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

    /**
     * A file as it is packed: whole, or in parts where it is too large.
     *
     * @param largest bytes that a member of a pack may have
     */
    public static List<PackInput> of(String path, Path file, EntryFacts facts, byte[] digest, long largest) {
        int parts = (int) Math.max(1, (facts.size() + largest - 1) / largest);
        List<PackInput> inputs = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            long offset = (part - 1) * largest;
            long length = Math.min(largest, facts.size() - offset);
            inputs.add(new PackInput(path, file, facts, digest, part, parts, offset, length));
        }
        return inputs;
    }

    /** Whether this is all of the file. */
    public boolean isWhole() {
        return parts == 1;
    }
}
