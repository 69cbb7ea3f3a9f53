package io.ghekeeper.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the last verification of the store found, in {@link StoreFile} {@code archive/verification.json} of the state directory: {@code format,
 * at, run, store, objects, bytes, bytesRead, checksums, keepsChecksums?, oldestReading?, snapshots[{snapshot, appliance,
 * archived?{at, run, lockedUntil?}, readAt?, lockShort, found, first[], sparedBy?}]}. It is also of snapshots that are not on the volume
 * any more. One that cannot be read is none: the next verification writes it.
 */
public final class StoreVerificationFile {
    private static final int FORMAT = 1;
    private static final int LONGEST = 16 << 20;
    private static final String LOCKED_UNTIL = "lockedUntil";
    private static final String ARCHIVED = "archived";
    private static final String SPARED_BY = "sparedBy";
    private static final String READ_AT = "readAt";

    private final Path folder;
    private final StoreReadBacks readings;

    /** @param stateDirectory has the archive's folder where anything is written */
    @SuppressWarnings("MissingSummary")
    public StoreVerificationFile(Path stateDirectory) {
        this.folder = stateDirectory.resolve("archive");
        this.readings = new StoreReadBacks(stateDirectory);
    }

    /**
     * The last one of a store, with what readings of all files found: see {@link StoreReadBacks}.
     *
     * @param store as people have it; what was found of another one counts for nothing
     */
    public Optional<StoreVerification> read(String store) {
        return recorded(store).map(found -> found.with(readings.read(store)));
    }

    /** The last one of a store, as it was written. */
    public Optional<StoreVerification> recorded(String store) {
        try {
            JsonNode root =
                    new ObjectMapper().readTree(SmallFile.read(file(store).read(), LONGEST));
            return root.path("format").asInt() == FORMAT
                            && root.path("store").asText().equals(store)
                    ? Optional.of(verification(root))
                    : Optional.empty();
        } catch (IOException | DateTimeException none) {
            return Optional.empty();
        }
    }

    private StoreFile file(String store) {
        return StoreFile.of(folder, "verification.json", store);
    }

    private static StoreVerification verification(JsonNode root) {
        String store = root.path("store").asText();
        List<StoredCopy> copies = new ArrayList<>();
        root.path("snapshots").forEach(node -> copies.add(copy(node, store)));
        return new StoreVerification(
                Instant.parse(root.path("at").asText()),
                root.path("run").asText(),
                store,
                root.path("objects").asLong(),
                root.path("bytes").asLong(),
                root.path("bytesRead").asLong(),
                root.path("checksums").asLong(),
                root.has("keepsChecksums")
                        ? Optional.of(root.path("keepsChecksums").asBoolean())
                        : Optional.empty(),
                time(root, "oldestReading"),
                copies);
    }

    private static StoredCopy copy(JsonNode node, String store) {
        JsonNode archived = node.path(ARCHIVED);
        List<String> first = new ArrayList<>();
        node.path("first").forEach(one -> first.add(one.asText()));
        return new StoredCopy(
                node.path("snapshot").asText(),
                node.path("appliance").asText(),
                archived.isObject()
                        ? Optional.of(new ArchivedCopy(
                                store,
                                Instant.parse(archived.path("at").asText()),
                                archived.path("run").asText(),
                                time(archived, LOCKED_UNTIL)))
                        : Optional.empty(),
                time(node, READ_AT),
                node.path("lockShort").asBoolean(),
                node.path("found").asLong(),
                first,
                node.has(SPARED_BY) ? Optional.of(node.path(SPARED_BY).asText()) : Optional.empty());
    }

    private static Optional<Instant> time(JsonNode node, String field) {
        return node.has(field) ? Optional.of(Instant.parse(node.path(field).asText())) : Optional.empty();
    }

    /**
     * Puts it in the place of the last one of its store.
     *
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE or VOLUME_FULL
     */
    public void write(Disk disk, StoreVerification found) {
        Path file = file(found.store()).written();
        try {
            AtomicFile.writePrivate(disk, file, content(found));
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    private static byte[] content(StoreVerification found) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("format", FORMAT);
        root.put("at", found.at().toString());
        root.put("run", found.run());
        root.put("store", found.store());
        root.put("objects", found.objects());
        root.put("bytes", found.bytes());
        root.put("bytesRead", found.bytesRead());
        root.put("checksums", found.checksums());
        found.keepsChecksums().ifPresent(keeps -> root.put("keepsChecksums", keeps));
        put(root, "oldestReading", found.oldestReading());
        ArrayNode snapshots = root.putArray("snapshots");
        found.snapshots().forEach(copy -> write(copy, snapshots.addObject()));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void write(StoredCopy copy, ObjectNode node) {
        node.put("snapshot", copy.snapshot());
        node.put("appliance", copy.appliance());
        copy.archived().ifPresent(archived -> {
            ObjectNode object = node.putObject(ARCHIVED);
            object.put("at", archived.at().toString());
            object.put("run", archived.run());
            put(object, LOCKED_UNTIL, archived.lockedUntil());
        });
        put(node, READ_AT, copy.readAt());
        node.put("lockShort", copy.lockShort());
        node.put("found", copy.found());
        copy.first().forEach(node.putArray("first")::add);
        copy.sparedBy().ifPresent(run -> node.put(SPARED_BY, run));
    }

    private static void put(ObjectNode node, String field, Optional<Instant> time) {
        time.ifPresent(at -> node.put(field, at.toString()));
    }
}
