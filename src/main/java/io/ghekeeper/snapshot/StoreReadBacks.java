package io.ghekeeper.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.PrivateFolder;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When every file of a snapshot was last read out of the store, in {@code archive/read-back.json} of the state directory:
 * {@code format, store, snapshots[{snapshot, at, run, found, first?}]}. It is also of snapshots that are not on the volume any
 * more. One that cannot be read is none: then nothing was read. The caller of what writes holds the lease of the keep lane.
 */
public final class StoreReadBacks {
    private static final int FORMAT = 1;
    private static final int LONGEST = 16 << 20;
    private static final String SNAPSHOT = "snapshot";
    private static final String FIRST = "first";

    private final Path file;

    /** Those in a state directory. */
    public StoreReadBacks(Path stateDirectory) {
        this.file = stateDirectory.resolve("archive").resolve("read-back.json");
    }

    /**
     * The last reading of each snapshot, by its id.
     *
     * @param store as people have it; what was read of another one counts for nothing
     */
    public Map<String, ReadBack> read(String store) {
        Map<String, ReadBack> found = new TreeMap<>();
        try {
            JsonNode root = new ObjectMapper().readTree(SmallFile.read(file, LONGEST));
            if (root.path("format").asInt() != FORMAT
                    || !root.path("store").asText().equals(store)) {
                return Map.of();
            }
            root.path("snapshots").forEach(node -> found.put(node.path(SNAPSHOT).asText(), readBack(node)));
            return found;
        } catch (IOException | DateTimeException none) {
            return Map.of();
        }
    }

    private static ReadBack readBack(JsonNode node) {
        return new ReadBack(
                Instant.parse(node.path("at").asText()),
                node.path("run").asText(),
                node.path("found").asLong(),
                node.has(FIRST) ? Optional.of(node.path(FIRST).asText()) : Optional.empty());
    }

    /**
     * Puts the reading of a snapshot in the place of its last one.
     *
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE or VOLUME_FULL
     */
    public void put(Disk disk, String store, String snapshotId, ReadBack reading) {
        Map<String, ReadBack> all = new TreeMap<>(read(store));
        all.put(snapshotId, reading);
        write(disk, store, all);
    }

    /** Forgets all snapshots but those of a verification: retention gave the others up. Fails as {@link #put} does. */
    public void keepOnly(Disk disk, StoreVerification found) {
        Map<String, ReadBack> all = new TreeMap<>(read(found.store()));
        if (all.keySet().removeIf(id -> found.of(id).isEmpty())) {
            write(disk, found.store(), all);
        }
    }

    private void write(Disk disk, String store, Map<String, ReadBack> all) {
        try {
            PrivateFolder.make(disk, file.getParent());
            AtomicFile.writePrivate(disk, file, content(store, all));
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    private static byte[] content(String store, Map<String, ReadBack> all) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("format", FORMAT);
        root.put("store", store);
        ArrayNode snapshots = root.putArray("snapshots");
        all.forEach((id, reading) -> {
            ObjectNode node = snapshots.addObject();
            node.put(SNAPSHOT, id);
            node.put("at", reading.at().toString());
            node.put("run", reading.run());
            node.put("found", reading.found());
            reading.first().ifPresent(words -> node.put(FIRST, words));
        });
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
