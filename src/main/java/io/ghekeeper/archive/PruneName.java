package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What an object in the store is by its name. A prune run deletes only what has a name that an archive run gives. */
enum PruneName {
    CONTENT("packs/[0-9a-f]{2}/[0-9a-f]{64}\\.tar\\.zst(?:\\.age)?"
            + "|(?:units/[0-9a-f]{64}\\.mtree|manifests/[0-9a-f]{64}\\.json)\\.zst(?:\\.age)?"),
    ROOT(StoreRoots.ROOT.pattern()),
    TOMBSTONE(StoreRoots.TOMBSTONE.pattern()),
    /** Of the archive, and never deleted with the snapshots. */
    KEPT("format\\.json|RESTORE(?:-[0-9a-f]{8})?\\.txt|restore(?:-[0-9a-f]{8})?\\.sh|prune/.*|check/.*"),
    FOREIGN(".*");

    /** The first words of all keys that have a slash. */
    static final List<String> FOLDERS =
            List.of("packs", "units", "manifests", "snapshots", "tombstones", "prune", "check");

    private final Pattern form;

    PruneName(String form) {
        this.form = Pattern.compile(form);
    }

    static PruneName of(ObjectKey key) {
        return Arrays.stream(values())
                .filter(name -> name.form.matcher(key.text()).matches())
                .findFirst()
                .orElseThrow();
    }

    boolean isPrunable() {
        return this == CONTENT || this == ROOT || this == TOMBSTONE;
    }
}
