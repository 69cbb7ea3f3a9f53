package io.ghekeeper.archive;

import java.util.Locale;

/** What is known of the store; each line begins with its key. */
enum StateTable {
    /** {@code <sha256 of a file> <part>of<parts> <sha256 of a pack>}: which pack holds it. */
    CONTENTS,
    /** {@code <sha256 of a list> <key of an object> <offset> <length> <sha256 of a pack>,...}: where a unit is. */
    UNITS,
    /** {@code <sha256 of a manifest's text> <key of an object>}. */
    MANIFESTS,
    /** {@link ObjectRow}. */
    OBJECTS;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
