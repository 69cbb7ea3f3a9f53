package io.ghekeeper.archive;

import java.util.Objects;

/**
 * What an archive of a snapshot would do now.
 *
 * @param archived whether it is in the store already, so that there is nothing to do
 * @param newUnits of {@code units}, whose files are compared with what is there
 * @param files that are to be read and packed; not those that a seal has packed already
 * @param bytes of these, before compression
 * @param packed bytes that a seal or a killed run has packed already, as they are sent
 * @param packs that are to be put, about
 * @param objects that are to be put, about: packs, and lists, a manifest and a root
 */
public record ArchivePlan(
        String snapshot,
        String store,
        boolean archived,
        long units,
        long newUnits,
        long files,
        long bytes,
        long packed,
        long packs,
        long objects) {
    public ArchivePlan {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(store);
    }
}
