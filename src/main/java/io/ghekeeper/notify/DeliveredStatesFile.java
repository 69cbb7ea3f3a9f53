package io.ghekeeper.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps on the volume what was sent, so that a restart or another process repeats nothing. Damage to the file causes at
 * worst a repeated message.
 */
final class DeliveredStatesFile {
    private static final int FORMAT = 1;
    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_MARK = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Disk disk;
    private final Path file;
    private final LockFile lock;

    DeliveredStatesFile(Disk disk, Path stateDirectory) {
        this.disk = disk;
        this.file = stateDirectory.resolve("told.json");
        this.lock = new LockFile(disk, stateDirectory.resolve("told.lock"));
    }

    /** Held by who decides and sends. It ends with its process. */
    record Lock(Optional<LockFile.HeldFile> held) implements AutoCloseable {
        @Override
        public void close() {
            held.ifPresent(LockFile.HeldFile::close);
        }
    }

    /**
     * Does not wait. Where no lock is possible, as on a volume that became read-only, no other process can record what it
     * sent either. People must get that message all the same.
     *
     * @return nothing while another process has it
     */
    Optional<Lock> lock() {
        try {
            return lock.take("").map(held -> new Lock(Optional.of(held)));
        } catch (IOException unable) {
            return Optional.of(new Lock(Optional.empty()));
        }
    }

    /** What was sent; empty where the file is missing, damaged or no file. */
    DeliveredStates read() {
        try {
            JsonNode root = JSON.readTree(SmallFile.read(file, LARGEST));
            Map<String, Map<Topic, String>> marks = new HashMap<>();
            root.path("receivers").properties().forEach(each -> marks.put(each.getKey(), marks(each.getValue())));
            return new DeliveredStates(instant(root.path("noneSince").asText("")), marks);
        } catch (IOException missingOrDamaged) {
            return DeliveredStates.NOTHING;
        }
    }

    private static Map<Topic, String> marks(JsonNode node) {
        Map<Topic, String> marks = new EnumMap<>(Topic.class);
        node.properties()
                .forEach(each -> Topic.of(each.getKey())
                        .filter(topic -> each.getValue().isTextual()
                                && each.getValue().textValue().length() <= LONGEST_MARK)
                        .ifPresent(topic -> marks.put(topic, each.getValue().textValue())));
        return marks;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }

    void write(DeliveredStates states) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        states.noneSince().ifPresent(since -> root.put("noneSince", since.toString()));
        ObjectNode receivers = root.putObject("receivers");
        states.marks().forEach((name, marks) -> {
            ObjectNode node = receivers.putObject(name);
            marks.forEach((topic, mark) -> node.put(topic.word(), mark));
        });
        AtomicFile.writePrivate(
                disk, file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }
}
