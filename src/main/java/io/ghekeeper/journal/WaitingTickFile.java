package io.ghekeeper.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ticks that wait, in {@code waiting.json} of the state directory, so that others see them and the next supervisor takes
 * them up. The supervisor alone writes it. A tick may stay in it while its run goes on: the run's record says so.
 */
public final class WaitingTickFile {
    private static final int FORMAT = 1;
    private static final int LONGEST = 1 << 16;

    private final Disk disk;
    private final Path file;

    WaitingTickFile(Disk disk, Path stateDirectory) {
        this.disk = disk;
        this.file = stateDirectory.resolve("waiting.json");
    }

    /**
     * All that are in it.
     *
     * @throws Failure JOURNAL_UNREADABLE where it cannot be read
     */
    public List<WaitingTick> read() {
        try {
            return ticks(new ObjectMapper().readTree(SmallFile.read(file, LONGEST)));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    file + ", which says which ticks wait, cannot be read: " + PlainText.of(unreadable.getMessage()),
                    "Remove it, and begin by hand what waited: ghe-keeper drill",
                    unreadable);
        }
    }

    /**
     * Puts these in the place of what is in it.
     *
     * @throws Failure of a VOLUME kind
     */
    public void write(List<WaitingTick> ticks) {
        try {
            if (ticks.isEmpty()) {
                disk.delete(file);
            } else {
                AtomicFile.writePrivate(disk, file, content(ticks));
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    private static List<WaitingTick> ticks(JsonNode root) throws IOException {
        if (root.path("format").asInt() != FORMAT) {
            throw new IOException("it has another format than " + FORMAT);
        }
        List<WaitingTick> ticks = new ArrayList<>();
        for (JsonNode tick : root.path("ticks")) {
            ticks.add(new WaitingTick(
                    Run.Kind.valueOf(tick.path("kind").asText()),
                    Instant.parse(tick.path("tick").asText()),
                    Instant.parse(tick.path("since").asText()),
                    tick.hasNonNull("until")
                            ? Optional.of(Instant.parse(tick.path("until").asText()))
                            : Optional.empty(),
                    tick.path("obstacle").asText()));
        }
        return ticks;
    }

    private static byte[] content(List<WaitingTick> ticks) throws IOException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT);
        for (WaitingTick tick : ticks) {
            ObjectNode node = root.withArray("ticks").addObject();
            node.put("kind", tick.kind().name());
            node.put("tick", tick.tick().toString());
            node.put("since", tick.since().toString());
            tick.until().ifPresent(until -> node.put("until", until.toString()));
            node.put("obstacle", tick.obstacle());
        }
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
