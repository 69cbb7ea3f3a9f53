package io.ghekeeper.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.PrivateFolder;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * When every file of a snapshot was last read out of a store, in {@code archive/read-back.json} of the state directory:
 * {@code format, stores{STORE: {SNAPSHOT: {at, run, found, first?, root, objects[], objectsKnown}}}}. It is also of snapshots
 * that are not on the volume any more, and of stores that are not configured any more. The caller of what writes holds the
 * lease of the keep lane.
 */
public final class StoreReadBacks {
    private static final int FORMAT = 1;
    private static final int LONGEST = 16 << 20;
    private static final String STORES = "stores";
    private static final String FIRST = "first";

    private final Path file;

    /** Those in a state directory. */
    public StoreReadBacks(Path stateDirectory) {
        this.file = stateDirectory.resolve("archive").resolve("read-back.json");
    }

    /** The file is no record of this format. */
    private static final class NoRecordException extends IOException {
        private static final long serialVersionUID = 1;

        NoRecordException(String message) {
            super(message);
        }
    }

    /**
     * The last readings in one store.
     *
     * @param store as people have it
     */
    public StoreReadings read(String store) {
        try {
            return new StoreReadings(all().getOrDefault(store, Map.of()), file, Optional.empty());
        } catch (IOException e) {
            return new StoreReadings(Map.of(), file, Optional.of("cannot be read: " + FileError.words(e)));
        }
    }

    /** By store and snapshot. */
    private Map<String, Map<String, StoreReadBack>> all() throws IOException {
        Map<String, Map<String, StoreReadBack>> found = new TreeMap<>();
        try {
            JsonNode root = new ObjectMapper().readTree(SmallFile.read(file, LONGEST));
            if (root.path("format").asInt() != FORMAT || !root.path(STORES).isObject()) {
                throw new NoRecordException("it has another format");
            }
            for (Map.Entry<String, JsonNode> store : root.path(STORES).properties()) {
                Map<String, StoreReadBack> readings = new TreeMap<>();
                for (Map.Entry<String, JsonNode> one : store.getValue().properties()) {
                    readings.put(one.getKey(), reading(one.getValue()));
                }
                found.put(store.getKey(), readings);
            }
            return found;
        } catch (NoSuchFileException none) {
            return found;
        } catch (JsonProcessingException | DateTimeException e) {
            throw new NoRecordException("it is damaged");
        }
    }

    private static StoreReadBack reading(JsonNode node) throws IOException {
        if (!node.path("found").isIntegralNumber()
                || !node.path("root").isInt()
                || !node.path("objects").isArray()
                || !node.path("objectsKnown").isBoolean()) {
            throw new NoRecordException("it is damaged");
        }
        Set<String> objects = new HashSet<>();
        node.path("objects").forEach(one -> objects.add(one.asText()));
        ReadBack result = new ReadBack(
                Instant.parse(node.path("at").asText()),
                node.path("run").asText(),
                node.path("found").asLong(),
                node.has(FIRST) ? Optional.of(node.path(FIRST).asText()) : Optional.empty());
        return new StoreReadBack(
                result,
                node.path("root").asInt(),
                objects,
                node.path("objectsKnown").asBoolean());
    }

    /**
     * Puts the reading of a snapshot in the place of its last one.
     *
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE, also where the record cannot be read, or VOLUME_FULL
     */
    public void put(Disk disk, String store, String snapshotId, StoreReadBack reading) {
        Map<String, StoreReadBack> known = new TreeMap<>(readable(store).byId());
        known.put(snapshotId, reading);
        write(disk, store, known);
    }

    private StoreReadings readable(String store) {
        StoreReadings readings = read(store);
        readings.requireReadable();
        return readings;
    }

    /**
     * Forgets the snapshots that a verification does not have: retention gave them up. Damage of one stays known as long as
     * another one needs an object of it. Fails as {@link #put} does.
     *
     * @param damagedObjects those of {@link StoreReadings#damagedObjects} that roots need
     */
    public void keepOnly(Disk disk, StoreVerification found, Set<String> damagedObjects) {
        Map<String, StoreReadBack> known = new TreeMap<>(readable(found.store()).byId());
        if (known.entrySet()
                .removeIf(one -> found.of(one.getKey()).isEmpty()
                        && Collections.disjoint(one.getValue().objects(), damagedObjects))) {
            write(disk, found.store(), known);
        }
    }

    private void write(Disk disk, String store, Map<String, StoreReadBack> readings) {
        try {
            Map<String, Map<String, StoreReadBack>> all = all();
            all.put(store, readings);
            PrivateFolder.make(disk, file.getParent());
            AtomicFile.writePrivate(disk, file, content(all));
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    private static byte[] content(Map<String, Map<String, StoreReadBack>> all) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("format", FORMAT);
        ObjectNode stores = root.putObject(STORES);
        all.forEach((store, readings) -> {
            ObjectNode snapshots = stores.putObject(store);
            readings.forEach((id, reading) -> write(reading, snapshots.putObject(id)));
        });
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void write(StoreReadBack reading, ObjectNode node) {
        node.put("at", reading.result().at().toString());
        node.put("run", reading.result().run());
        node.put("found", reading.result().found());
        reading.result().first().ifPresent(words -> node.put(FIRST, words));
        node.put("root", reading.root());
        ArrayNode objects = node.putArray("objects");
        reading.objects().stream().sorted().forEach(objects::add);
        node.put("objectsKnown", reading.objectsKnown());
    }
}
