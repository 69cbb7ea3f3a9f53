package io.ghekeeper.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Evidence as JSON: {@code format, pinned?{at, until?, because?}, verified?{at, run}, damaged?{at, run, found, first?},
 * checked?{at, run, checks[{name, outcome, words?}]}, archived?{at, run, store, lockedUntil?, listedAt?, readAt?},
 * copied?[{place, id, at}]};
 * instants as ISO 8601 in UTC. Fields of a later release
 * stay where a field of this one changes.
 */
final class EvidenceDocument {
    private static final int FORMAT = 1;
    private static final String FORMAT_FIELD = "format";
    private static final String PINNED = "pinned";
    private static final String VERIFIED = "verified";
    private static final String DAMAGED = "damaged";
    private static final String CHECKED = "checked";
    private static final String ARCHIVED = "archived";
    private static final String COPIED = "copied";
    private static final Instant FIRST_TIME = Instant.EPOCH;
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private final ObjectMapper mapper = new ObjectMapper();
    private final ObjectNode root;

    /** A new one. */
    EvidenceDocument() {
        root = mapper.createObjectNode();
        root.put(FORMAT_FIELD, FORMAT);
    }

    /**
     * Reads one.
     *
     * @throws UnreadableEvidence when it is none, or one of a later format
     */
    EvidenceDocument(byte[] content) throws UnreadableEvidence {
        try {
            JsonNode read = mapper.readTree(content);
            int format = read.path(FORMAT_FIELD).asInt(0);
            if (format > FORMAT) {
                throw new UnreadableEvidence("has format " + format + ", written by a newer ghe-keeper");
            }
            if (format < FORMAT || !(read instanceof ObjectNode object)) {
                throw new UnreadableEvidence("is no record of evidence");
            }
            root = object;
        } catch (IOException damaged) {
            throw new UnreadableEvidence("is no JSON");
        }
    }

    /** The rest of a sentence that begins with the file. */
    static final class UnreadableEvidence extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableEvidence(String message) {
            super(message);
        }
    }

    Evidence evidence() throws UnreadableEvidence {
        return new Evidence(
                false,
                pin(root.path(PINNED)),
                readBack(),
                checks(root.path(CHECKED)),
                archived(root.path(ARCHIVED)),
                copied(root.path(COPIED)),
                Optional.empty());
    }

    private static Optional<Pin> pin(JsonNode pinned) throws UnreadableEvidence {
        if (isMissing(pinned)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Pin(
                    time(pinned.path("at").asText()),
                    text(pinned, "until").map(EvidenceDocument::time),
                    text(pinned, "because")));
        } catch (DateTimeException damaged) {
            throw new UnreadableEvidence("has a pin without a time");
        }
    }

    private Optional<ReadBack> readBack() throws UnreadableEvidence {
        boolean damage = !isMissing(root.path(DAMAGED));
        JsonNode node = root.path(damage ? DAMAGED : VERIFIED);
        if (isMissing(node)) {
            return Optional.empty();
        }
        try {
            long found = damage ? Math.max(1, node.path("found").asLong()) : 0;
            return Optional.of(new ReadBack(
                    time(node.path("at").asText()), node.path("run").asText(), found, text(node, "first")));
        } catch (DateTimeException damaged) {
            throw new UnreadableEvidence("has a verification without a time");
        }
    }

    private static Optional<CheckResults> checks(JsonNode node) throws UnreadableEvidence {
        if (isMissing(node)) {
            return Optional.empty();
        }
        List<ContentCheck> checks = new ArrayList<>();
        for (JsonNode check : node.path("checks")) {
            checks.add(new ContentCheck(check.path("name").asText(), outcome(check), text(check, "words")));
        }
        try {
            return Optional.of(new CheckResults(
                    time(node.path("at").asText()), node.path("run").asText(), checks));
        } catch (DateTimeException damaged) {
            throw new UnreadableEvidence("has checks without a time");
        }
    }

    private static Optional<ArchivedCopy> archived(JsonNode node) throws UnreadableEvidence {
        if (isMissing(node)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ArchivedCopy(
                    node.path("store").asText(),
                    time(node.path("at").asText()),
                    node.path("run").asText(),
                    text(node, "lockedUntil").map(EvidenceDocument::time),
                    text(node, "listedAt").map(EvidenceDocument::time),
                    text(node, "readAt").map(EvidenceDocument::time)));
        } catch (DateTimeException damaged) {
            throw new UnreadableEvidence("has an archived copy without a time");
        }
    }

    private static List<SnapshotCopy> copied(JsonNode nodes) throws UnreadableEvidence {
        List<SnapshotCopy> copies = new ArrayList<>();
        try {
            for (JsonNode node : nodes) {
                copies.add(new SnapshotCopy(
                        node.path("place").asText(),
                        node.path("id").asText(),
                        time(node.path("at").asText())));
            }
        } catch (DateTimeException damaged) {
            throw new UnreadableEvidence("has a copy without a time");
        }
        return copies;
    }

    private static CheckVerdict outcome(JsonNode check) {
        String word = check.path("outcome").asText();
        return Arrays.stream(CheckVerdict.values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst()
                .orElse(CheckVerdict.UNKNOWN);
    }

    private static boolean isMissing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Instant time(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)) {
            throw new DateTimeException("beyond what documents can say");
        }
        return time;
    }

    private static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return isMissing(value) ? Optional.empty() : Optional.of(value.asText());
    }

    void pin(Pin pin) {
        ObjectNode pinned = root.putObject(PINNED);
        pinned.put("at", pin.at().toString());
        pin.until().ifPresent(until -> pinned.put("until", until.toString()));
        pin.because().ifPresent(text -> pinned.put("because", text));
    }

    /** The newest counts: a later one takes the place of an earlier one. */
    void readBack(ReadBack result) {
        root.remove(VERIFIED);
        root.remove(DAMAGED);
        ObjectNode node = root.putObject(result.isWhole() ? VERIFIED : DAMAGED);
        node.put("at", result.at().toString());
        node.put("run", result.run());
        if (!result.isWhole()) {
            node.put("found", result.found());
            result.first().ifPresent(words -> node.put("first", words));
        }
    }

    /** The newest counts, as for {@link #readBack(ReadBack)}. */
    void checks(CheckResults results) {
        ObjectNode node = root.putObject(CHECKED);
        node.put("at", results.at().toString());
        node.put("run", results.run());
        ArrayNode checks = node.putArray("checks");
        results.checks().forEach(check -> {
            ObjectNode one = checks.addObject();
            one.put("name", check.name());
            one.put("outcome", check.outcome().word());
            check.words().ifPresent(words -> one.put("words", words));
        });
    }

    /** The newest counts, as for {@link #readBack(ReadBack)}. */
    void archived(ArchivedCopy copy) {
        ObjectNode node = root.putObject(ARCHIVED);
        node.put("at", copy.at().toString());
        node.put("run", copy.run());
        node.put("store", copy.store());
        copy.lockedUntil().ifPresent(until -> node.put("lockedUntil", until.toString()));
        copy.listedAt().ifPresent(at -> node.put("listedAt", at.toString()));
        copy.readAt().ifPresent(at -> node.put("readAt", at.toString()));
    }

    void unread() {
        root.remove(VERIFIED);
        root.remove(DAMAGED);
    }

    void unarchived() {
        root.remove(ARCHIVED);
    }

    /** One for each Region: the newest. */
    void copied(SnapshotCopy copy) {
        remove(one -> one.path("place").asText().equals(copy.place()));
        ObjectNode node = root.withArray(COPIED).addObject();
        node.put("place", copy.place());
        node.put("id", copy.id());
        node.put("at", copy.at().toString());
    }

    void uncopied(String id) {
        remove(one -> one.path("id").asText().equals(id));
    }

    private void remove(Predicate<JsonNode> which) {
        ArrayNode left = mapper.createArrayNode();
        root.path(COPIED).forEach(one -> {
            if (!which.test(one)) {
                left.add(one);
            }
        });
        if (left.isEmpty()) {
            root.remove(COPIED);
        } else {
            root.set(COPIED, left);
        }
    }

    void unpin() {
        root.remove(PINNED);
    }

    /** Whether it records nothing. */
    boolean isEmpty() {
        return root.size() == 1;
    }

    byte[] content() {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence that cannot be written as JSON", e);
        }
    }
}
