package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Whose archive a store holds, for those who write no snapshot: what its {@code format.json} says. */
final class StoreFormat {
    static final ObjectKey KEY = new ObjectKey("format.json");
    private static final int FORMAT = 1;
    private static final int LONGEST = 64 << 10;

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
        JsonNode document = read(store, there.get().length());
        String appliance = document.path("appliance").asText();
        if (document.path("format").asInt() != FORMAT || appliance.isEmpty()) {
            throw foreign(
                    "its " + KEY + " is damaged, or of a format that this ghe-keeper cannot read",
                    "Use the ghe-keeper that wrote it.");
        }
        return appliance;
    }

    private static JsonNode read(ObjectStore store, long length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (length > 0 && length <= LONGEST) {
                store.fetch(KEY, 0, length, bytes);
            }
            return new ObjectMapper().readTree(bytes.toByteArray());
        } catch (JsonProcessingException e) {
            throw foreign("its " + KEY + " is damaged", "Look at the object in the store.");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
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
