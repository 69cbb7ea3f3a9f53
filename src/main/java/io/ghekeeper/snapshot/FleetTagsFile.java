package io.ghekeeper.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tags of the fleet as they were last read, in {@code native-tags.json} of the state directory: the supervisor goes by them,
 * and asks AWS nothing. Written beside, synced and renamed.
 */
public final class FleetTagsFile {
    private static final int FORMAT = 1;
    private static final int LONGEST = 1 << 16;

    private final Path file;

    /** @param stateDirectory is there where anything is written */
    @SuppressWarnings("MissingSummary")
    public FleetTagsFile(Path stateDirectory) {
        this.file = stateDirectory.resolve("native-tags.json");
    }

    /**
     * Tags as they were read.
     *
     * @param at when AWS last answered
     * @param resource that has them, and gets what is written: the volume or its instance
     * @param values the tags of {@link FleetTags} that are there; texts of others
     * @param problem why they could not be read or written since, as a sentence; nothing where nothing is wrong
     */
    public record ReadTags(Instant at, String resource, Map<String, String> values, Optional<String> problem) {
        public ReadTags {
            Objects.requireNonNull(at);
            resource = PlainText.of(resource);
            values = Map.copyOf(values);
            problem = problem.map(PlainText::of);
        }

        /** What they ask for. */
        public FleetTags tags() {
            return FleetTags.of(values);
        }

        /** The same, with what went wrong since. */
        public ReadTags with(String why) {
            return new ReadTags(at, resource, values, Optional.of(why));
        }
    }

    /**
     * What was last read; nothing where nothing was.
     *
     * @throws Failure JOURNAL_UNREADABLE where it cannot be read
     */
    public Optional<ReadTags> read() {
        try {
            JsonNode root = new ObjectMapper().readTree(SmallFile.read(file, LONGEST));
            if (root.path("format").asInt() != FORMAT) {
                throw unreadable("it has another format than " + FORMAT, null);
            }
            Map<String, String> values = new TreeMap<>();
            root.path("values")
                    .properties()
                    .forEach(one -> values.put(one.getKey(), one.getValue().asText()));
            return Optional.of(new ReadTags(
                    Instant.parse(root.path("at").asText()),
                    root.path("resource").asText(),
                    values,
                    Optional.ofNullable(root.path("problem").textValue())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(FileError.words(e), e);
        } catch (DateTimeException e) {
            throw unreadable("it has no time", e);
        }
    }

    /**
     * Records what was read.
     *
     * @throws Failure of a VOLUME kind
     */
    public void write(Disk disk, ReadTags tags) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT);
        root.put("at", tags.at().toString());
        root.put("resource", tags.resource());
        ObjectNode values = root.putObject("values");
        new TreeMap<>(tags.values()).forEach(values::put);
        tags.problem().ifPresent(why -> root.put("problem", why));
        try {
            AtomicFile.writePrivate(
                    disk,
                    file,
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    private Failure unreadable(String why, Exception cause) {
        return new Failure(
                FailureKind.JOURNAL_UNREADABLE,
                file + ", the tags of the volume, cannot be read: " + why,
                "Remove it: the tags are read again within the hour.",
                cause);
    }
}
