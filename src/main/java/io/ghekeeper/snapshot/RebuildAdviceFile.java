package io.ghekeeper.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the supervisor saw last, in {@code rebuild.json} of the state directory: {@code format, at, state, detail}. One that cannot
 * be read is none: the next look writes it.
 */
public final class RebuildAdviceFile {
    private static final int FORMAT = 1;
    private static final int LONGEST = 1 << 16;

    private final Path file;

    public RebuildAdviceFile(Path stateDirectory) {
        this.file = stateDirectory.resolve("rebuild.json");
    }

    /** What was seen last; nothing where nothing had to be done. */
    public Optional<RebuildAdvice> read() {
        try {
            JsonNode root = new ObjectMapper().readTree(SmallFile.read(file, LONGEST));
            return root.path("format").asInt() == FORMAT
                    ? Optional.of(new RebuildAdvice(
                            Instant.parse(root.path("at").asText()),
                            root.path("state").asText(),
                            root.path("detail").asText()))
                    : Optional.empty();
        } catch (IOException | DateTimeException none) {
            return Optional.empty();
        }
    }

    /**
     * Puts it in the place of what was seen before.
     *
     * @throws io.ghekeeper.failure.Failure VOLUME_UNUSABLE or VOLUME_FULL
     */
    public void write(Disk disk, Optional<RebuildAdvice> seen) {
        try {
            if (seen.isPresent()) {
                AtomicFile.writePrivate(disk, file, content(seen.get()));
            } else {
                disk.delete(file);
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    private static byte[] content(RebuildAdvice seen) throws IOException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT);
        root.put("at", seen.at().toString());
        root.put("state", seen.state());
        root.put("detail", seen.detail());
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
