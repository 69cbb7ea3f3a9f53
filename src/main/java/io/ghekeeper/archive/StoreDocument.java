package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Small documents of a store: JSON objects that are in memory as a whole. */
final class StoreDocument {
    private static final int LONGEST = 64 << 10;

    private StoreDocument() {}

    /** Puts one where there is none. */
    static void put(ObjectStore store, ObjectKey key, ObjectNode document, Optional<Instant> lockedUntil) {
        byte[] bytes = document.toString().concat("\n").getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent(
                key,
                new ObjectContent(bytes.length, Sha256.digest().digest(bytes), () -> new ByteArrayInputStream(bytes)),
                lockedUntil);
    }

    /**
     * Reads one.
     *
     * @param version empty for the current one
     * @param length in bytes, as the store has it
     * @return nothing where it is not such a document
     * @throws io.ghekeeper.failure.Failure of the store
     */
    static Optional<JsonNode> read(ObjectStore store, ObjectKey key, Optional<String> version, long length) {
        if (length < 1 || length > LONGEST) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            store.fetch(key, version, 0, length, bytes);
            return ForeignJson.object(new ByteArrayInputStream(bytes.toByteArray()));
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
