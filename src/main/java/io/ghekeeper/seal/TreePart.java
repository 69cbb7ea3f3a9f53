package io.ghekeeper.seal;

import java.util.Objects;

/**
 * What of a snapshot is walked.
 *
 * @param start the folder where the walk begins, as {@link PathBytes}; {@link UnitPath#TOP} for the snapshot's own
 * @param uppersOnly whether the folders of other units are named, and not entered
 */
record TreePart(String start, boolean uppersOnly) {
    /** All of it. */
    static final TreePart WHOLE = new TreePart(UnitPath.TOP, false);

    TreePart {
        Objects.requireNonNull(start);
    }

    /** One unit; {@link UnitPath#TOP} is all upper units. */
    static TreePart of(String unit) {
        return new TreePart(unit, unit.equals(UnitPath.TOP));
    }

    /** Whether the walk goes into this folder. */
    boolean enters(TreeEntry folder) {
        return !uppersOnly
                || UnitPath.isUpper(UnitPath.of(folder.path(), folder.facts().type()));
    }
}
