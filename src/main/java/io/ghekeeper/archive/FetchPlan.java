package io.ghekeeper.archive;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a fetch of a snapshot takes at most: what other snapshots on the volume have already is not fetched. That is known by the
 * root and the store's list, so nothing was decrypted.
 *
 * @param root which of its roots counts: 1 is the first
 * @param appliance its uuid
 * @param release of the appliance as the root says it, as {@code v3.12.1}; nothing in older roots
 * @param entries files, folders, links and the like
 * @param bytes of all files by their sizes
 * @param classes the objects by their storage classes
 * @param unlisted objects that the root names, and the store's list has not
 */
public record FetchPlan(
        String snapshot,
        int root,
        String appliance,
        Optional<String> release,
        Instant archivedAt,
        long entries,
        long bytes,
        List<StoredAmount> classes,
        long unlisted) {
    /** So many objects with so many bytes. */
    public record ObjectAmount(long objects, long bytes) {
        static final ObjectAmount NONE = new ObjectAmount(0, 0);

        ObjectAmount plus(ObjectAmount other) {
            return new ObjectAmount(objects + other.objects, bytes + other.bytes);
        }
    }

    /**
     * The objects of a storage class.
     *
     * @param storageClass as S3 has it; nothing where the store has none
     * @param cold those of all which cannot be read before a copy of them was asked for
     * @param warming those of all whose copies are being made
     */
    public record StoredAmount(
            Optional<String> storageClass, ObjectAmount all, ObjectAmount cold, ObjectAmount warming) {}

    public FetchPlan {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(release);
        Objects.requireNonNull(archivedAt);
        classes = List.copyOf(classes);
    }

    /** All objects. */
    public ObjectAmount stored() {
        return classes.stream().map(StoredAmount::all).reduce(ObjectAmount.NONE, ObjectAmount::plus);
    }

    /** Those that a copy has to be asked for. */
    public ObjectAmount cold() {
        return classes.stream().map(StoredAmount::cold).reduce(ObjectAmount.NONE, ObjectAmount::plus);
    }

    /** Those whose copies are being made. */
    public ObjectAmount warming() {
        return classes.stream().map(StoredAmount::warming).reduce(ObjectAmount.NONE, ObjectAmount::plus);
    }
}
