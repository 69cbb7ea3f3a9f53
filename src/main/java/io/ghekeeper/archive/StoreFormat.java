package io.ghekeeper.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.util.Optional;

/** Whose archive a store holds, for those who write no snapshot: what its {@code format.json} says. */
final class StoreFormat {
    static final ObjectKey KEY = new ObjectKey("format.json");
    static final int FORMAT = 1;

    private StoreFormat() {}

    /**
     * The uuid of the appliance.
     *
     * @throws Failure CONFIGURATION_INVALID when the store says nothing that this program can read; STORE_FAILED
     */
    static String appliance(ObjectStore store) {
        Optional<StoredObject> there = store.find(KEY);
        if (there.isEmpty()) {
            throw foreign("it has no " + KEY, "Check archive.store: its bucket, prefix or folder.");
        }
        JsonNode document = read(store, there.get())
                .orElseThrow(() -> foreign("its " + KEY + " is damaged", "Look at the object in the store."));
        String appliance = document.path("appliance").asText();
        if (document.path("format").asInt() != FORMAT || appliance.isEmpty()) {
            throw foreign(
                    "its " + KEY + " is damaged, or of a format that this ghe-keeper cannot read",
                    "Use the ghe-keeper that wrote it.");
        }
        return appliance;
    }

    /** What the object says that was found; nothing where it is damaged. */
    static Optional<JsonNode> read(ObjectStore store, StoredObject there) {
        return StoreDocument.read(store, KEY, Optional.empty(), there.length());
    }

    /**
     * Requires that the store is of an appliance.
     *
     * @param uuid in lower case
     * @throws Failure as {@link #appliance} does; CONFIGURATION_INVALID when it is another one's
     */
    static void require(ObjectStore store, String uuid) {
        String owner = appliance(store);
        if (!owner.equals(uuid)) {
            throw foreign(
                    "it belongs to the appliance " + owner + ", and not to " + uuid,
                    "Check archive.store and appliance.uuid.");
        }
    }

    private static Failure foreign(String why, String hint) {
        return new Failure(FailureKind.CONFIGURATION_INVALID, "the store is not changed: " + why, hint);
    }
}
