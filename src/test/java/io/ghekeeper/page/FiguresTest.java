package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page says what {@code status --json} says: each figure carries its place in that document. */
class FiguresTest {
    static Stream<Observation> days() {
        return Stream.of(Observations.healthy(), Observations.late(), Observations.fresh());
    }

    @ParameterizedTest
    @MethodSource("days")
    void equalThoseOfTheStatesDocument(Observation seen) throws Exception {
        Map<String, JsonNode> document = leaves(seen);

        Map<String, String> page = Parsed.of(seen).figures();

        assertThat(document.keySet()).containsAll(page.keySet());
        page.forEach((place, value) -> {
            JsonNode leaf = document.get(place);
            if (leaf.isNumber()) {
                assertThat(Double.parseDouble(value)).as(place).isEqualTo(leaf.asDouble());
            } else {
                assertThat(value).as(place).isEqualTo(leaf.asText());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("days")
    void noneOfTheStatesDocumentIsLeftOut(Observation seen) throws Exception {
        Map<String, JsonNode> document = leaves(seen);
        document.remove("/format");
        document.values().removeIf(leaf -> leaf.isNull() || (leaf.isBoolean() && !leaf.asBoolean()));
        if (document.get("/since/examined").equals(document.get("/since/runs"))) {
            document.remove("/since/examined");
        }
        for (String what : new String[] {"bytes", "inodes"}) {
            if (!document.get("/volume/" + what + "/trend").asText().equals("shrinking")) {
                document.remove("/volume/" + what + "/perDay");
            }
        }
        if (document.get("/volume/totalInodes").asLong() == 0) {
            document.keySet()
                    .removeIf(place -> place.toLowerCase(java.util.Locale.ROOT).contains("inodes"));
        }

        assertThat(Parsed.of(seen).figures().keySet()).containsAll(document.keySet());
    }

    @Test
    void snapshotsAreCountedWithWhatIsNotShown() throws Exception {
        Observation seen = Large.observation();

        String snapshots = Parsed.of(seen).part("snapshots");

        assertThat(snapshots).contains("192 older snapshots", "and 160 more");
    }

    private static Map<String, JsonNode> leaves(Observation seen) throws Exception {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        collect("", new ObjectMapper().readTree(StatusJson.write(seen.status())), leaves);
        return leaves;
    }

    private static void collect(String place, JsonNode node, Map<String, JsonNode> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(place + "/" + field.getKey(), field.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(place + "/" + i, node.get(i), leaves);
            }
        } else {
            leaves.put(place, node);
        }
    }
}
