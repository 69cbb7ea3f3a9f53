package io.ghekeeper.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run as JSON. Written out by hand, so that the format on disk changes only when somebody means to change it.
 *
 * <p>Format 4: {@code format, id, kind, trigger, tick?, begin, keeper{host, boot, pid, began}, snapshot?, uses?[snapshot], end?{at, outcome,
 * reason?{code, message, hint}}, events[{at, name, details?}]}; instants as ISO 8601 in UTC. Format 3 is the
 * same without the kind {@code seal}, format 2 without {@code restore} and {@code drill} besides, and format 1 without the outcome {@code suspect} besides.
 */
final class RunDocument {
    static final int FORMAT = 4;

    /** The format of backups: an earlier release can still read them. */
    static final int BACKUP_FORMAT = 2;

    /** The format of restores and drills, for the same reason. */
    static final int RESTORE_FORMAT = 3;

    /** The oldest that can be read. */
    private static final int FIRST_FORMAT = 1;

    /** Times beyond these cannot be used: a length in milliseconds does not fit into a long. */
    private static final Instant FIRST_TIME = Instant.parse("1970-01-01T00:00:00Z");

    private static final int LONGEST_QUOTE = 60;

    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private final ObjectMapper mapper = new ObjectMapper();

    byte[] write(Run run) {
        ObjectNode root = mapper.createObjectNode();
        root.put("format", format(run.kind()));
        root.put("id", run.id());
        root.put("kind", lower(run.kind()));
        root.put("trigger", lower(run.trigger()));
        run.cause().tick().ifPresent(tick -> root.put("tick", tick.toString()));
        root.put("begin", run.begin().toString());
        ObjectNode keeper = root.putObject("keeper");
        keeper.put("host", run.keeper().host());
        keeper.put("boot", run.keeper().bootId());
        keeper.put("pid", run.keeper().pid());
        keeper.put("began", run.keeper().began().toString());
        run.snapshot().ifPresent(snapshot -> root.put("snapshot", snapshot));
        run.uses().ifPresent(uses -> uses.stream().sorted().forEach(root.putArray("uses")::add));
        run.end().ifPresent(end -> writeEnd(root.putObject("end"), end));
        ArrayNode events = root.putArray("events");
        run.events().forEach(event -> writeEvent(events.addObject(), event));
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run that cannot be written as JSON", e);
        }
    }

    private static int format(Run.Kind kind) {
        if (!kind.callsEngine()) {
            return FORMAT;
        }
        return kind.restoresSnapshot() ? RESTORE_FORMAT : BACKUP_FORMAT;
    }

    private static void writeEnd(ObjectNode node, Run.End end) {
        node.put("at", end.at().toString());
        node.put("outcome", lower(end.outcome()));
        end.reason().ifPresent(reason -> {
            ObjectNode object = node.putObject("reason");
            object.put("code", reason.code());
            object.put("message", reason.message());
            object.put("hint", reason.hint());
        });
    }

    private static void writeEvent(ObjectNode node, Run.Event event) {
        node.put("at", event.at().toString());
        node.put("name", event.what().name());
        if (!event.details().isEmpty()) {
            ObjectNode details = node.putObject("details");
            // Sorted, so that the same event is always the same text.
            event.details().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> details.put(entry.getKey(), entry.getValue()));
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws Unreadable when it is no such document, or one of a later format
     */
    Run read(byte[] content) throws Unreadable {
        try {
            JsonNode root = mapper.readTree(content);
            int format = root.path("format").asInt(0);
            if (format < FIRST_FORMAT || format > FORMAT) {
                throw new Unreadable(
                        format > FORMAT
                                ? "has format " + format + ", written by a newer ghe-keeper; this one reads up to "
                                        + FORMAT
                                : "is no run record");
            }
            JsonNode keeper = field(root, "keeper");
            return new Run(
                    text(root, "id"),
                    choice(Run.Kind.class, root, "kind"),
                    new Run.Cause(
                            choice(Run.Trigger.class, root, "trigger"),
                            root.has("tick") ? Optional.of(time(root, "tick")) : Optional.empty()),
                    time(root, "begin"),
                    new ProcessIdentity(
                            text(keeper, "host"),
                            text(keeper, "boot"),
                            field(keeper, "pid").asLong(),
                            time(keeper, "began")),
                    readEvents(field(root, "events")),
                    Optional.ofNullable(root.get("snapshot")).map(JsonNode::asText),
                    Optional.ofNullable(root.get("uses")).map(RunDocument::readUses),
                    Optional.ofNullable(root.get("end")).map(RunDocument::readEnd));
        } catch (JsonProcessingException broken) {
            throw new Unreadable("is damaged: it is no JSON" + place(broken));
        } catch (MalformedRecord unfit) {
            throw new Unreadable("is damaged: " + unfit.getMessage());
        } catch (IOException | RuntimeException broken) {
            throw new Unreadable("is damaged: it is no whole record of a run");
        }
    }

    /** Where it ends being JSON; Jackson's own words quote its classes. */
    private static String place(JsonProcessingException broken) {
        return Optional.ofNullable(broken.getLocation())
                .filter(at -> at.getLineNr() > 0)
                .map(at -> " from line " + at.getLineNr() + ", column " + at.getColumnNr() + " on")
                .orElse("");
    }

    /** A field is not what it must be; the message goes on after "is damaged: ". */
    private static final class MalformedRecord extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedRecord(String message) {
            super(message);
        }
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw new MalformedRecord("its field '" + name + "' is missing");
        }
        return field;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String name) {
        String value = text(node, name);
        return Stream.of(type.getEnumConstants())
                .filter(one -> lower(one).equals(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new MalformedRecord(
                        "its " + name + " is " + quoted(value) + ", which this release does not know"));
    }

    /** What is quoted of a damaged record may be anything. */
    private static String quoted(String value) {
        String line = PlainText.of(value);
        return "'" + line.substring(0, Math.min(line.length(), LONGEST_QUOTE)) + "'";
    }

    private static Run.End readEnd(JsonNode node) {
        return new Run.End(
                time(node, "at"),
                choice(Run.Outcome.class, node, "outcome"),
                Optional.ofNullable(node.get("reason"))
                        .map(reason ->
                                new Run.Reason(text(reason, "code"), text(reason, "message"), text(reason, "hint"))));
    }

    private static Set<String> readUses(JsonNode array) {
        Set<String> uses = new HashSet<>();
        array.forEach(id -> uses.add(id.asText()));
        return uses;
    }

    private static List<Run.Event> readEvents(JsonNode array) {
        List<Run.Event> events = new ArrayList<>();
        for (JsonNode node : array) {
            Map<String, String> details = new LinkedHashMap<>();
            node.path("details")
                    .properties()
                    .forEach(entry ->
                            details.put(entry.getKey(), entry.getValue().asText()));
            events.add(new Run.Event(time(node, "at"), RunEvent.of(text(node, "name"), details), details));
        }
        return events;
    }

    private static Instant time(JsonNode node, String field) {
        Instant time;
        try {
            time = Instant.parse(text(node, field));
        } catch (DateTimeParseException none) {
            throw new MalformedRecord(
                    "its " + field + " is " + quoted(text(node, field)) + ", which is no time in UTC");
        }
        if (time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)) {
            throw new MalformedRecord(field + " is " + time + ", which no clock shows");
        }
        return time;
    }

    private static String text(JsonNode node, String field) {
        return field(node, field).asText();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The document cannot be read; the message goes on after the file's name. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
