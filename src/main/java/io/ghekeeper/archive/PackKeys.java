package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;

/** The keys of packs by their SHA-256. They sort as these do. */
final class PackKeys {
    private static final int SHARD = 2;

    private final String encrypted;

    PackKeys(Encryption encryption) {
        this.encrypted = encryption.suffix();
    }

    /** @param sha256 in hexadecimal */
    @SuppressWarnings("MissingSummary")
    String of(String sha256) {
        return PackBuilder.FOLDER + "/" + sha256.substring(0, SHARD) + "/" + sha256 + PackBuilder.SUFFIX + encrypted;
    }
}
