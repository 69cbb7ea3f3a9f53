package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;

/**
 * What an object will be called, once its SHA-256 is known.
 *
 * @param folder of its key, as {@code packs}
 * @param sharded whether a folder of the first two digits follows
 * @param suffix of its name, as {@code .tar.zst.age}
 */
record ObjectName(String folder, boolean sharded, String suffix) {
    /** @param sha256 in hexadecimal */
    @SuppressWarnings("MissingSummary")
    String file(String sha256) {
        return sha256 + suffix;
    }

    ObjectKey key(String sha256) {
        return new ObjectKey(folder + "/" + (sharded ? sha256.substring(0, 2) + "/" : "") + file(sha256));
    }
}
