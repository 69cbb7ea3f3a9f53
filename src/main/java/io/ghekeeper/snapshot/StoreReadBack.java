package io.ghekeeper.snapshot;

import java.util.Objects;
import java.util.Set;

/**
 * A reading of all files of a snapshot out of the store.
 *
 * @param result what it found
 * @param root which of the snapshot's roots was read: 1 is the first
 * @param objects in which differences were found, as {@code <key>!<version>}; some of them where there are more than
 *     {@link #MOST_OBJECTS}
 * @param objectsKnown whether all differences are in these
 */
public record StoreReadBack(ReadBack result, int root, Set<String> objects, boolean objectsKnown) {
    /** So many are recorded of one reading. */
    public static final int MOST_OBJECTS = 1000;

    public StoreReadBack {
        Objects.requireNonNull(result);
        objects = Set.copyOf(objects);
    }

    /**
     * Whether what was found says nothing of a root any more.
     *
     * @param other the number of a root that names none of {@link #objects}
     */
    public boolean sparesRoot(int other) {
        return result.isWhole() || (objectsKnown && other > root);
    }
}
