package io.ghekeeper.archive;

import java.util.Optional;

/**
 * A store as a keeper found it that knew nothing of it.
 *
 * @param store its name, as people have it
 * @param appliance the uuid of the appliance that it is of
 * @param snapshots that it keeps: with a root and without a tombstone
 * @param newest of these
 * @param objects that these need
 * @param bytes of these objects
 * @param index what is known of their content now; nothing where it cannot be read, as no identity was given
 */
public record AttachedStore(
        String store,
        String appliance,
        long snapshots,
        Optional<String> newest,
        long objects,
        long bytes,
        Optional<TakenUp> index) {
    /**
     * What is known of the content.
     *
     * @param packs whose content is known now
     * @param packsRead of these, by this call
     * @param unreadable objects that could not be read: what they hold is sent again when it is needed
     */
    public record TakenUp(long packs, long packsRead, long unreadable) {}
}
