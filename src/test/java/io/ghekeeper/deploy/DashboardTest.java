package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grafana would take it, and a person finds the answer first. */
class DashboardTest {
    private static final int COLUMNS = 24;

    private final JsonNode dashboard;

    DashboardTest() throws IOException {
        dashboard = new ObjectMapper().readTree(Files.readString(Rules.DASHBOARD));
    }

    @Test
    void isOfGrafanaNineOrLaterAndTakesAnyDataSource() {
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(dashboard.at("/templating/list/0/query").asText()).isEqualTo("prometheus");
        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allMatch(source -> source.path("uid").asText().equals("${datasource}"));
    }

    @Test
    void theAnswerComesFirst() {
        assertThat(dashboard.at("/panels/0/title").asText()).isEqualTo("Is there a good backup?");
        assertThat(dashboard.at("/panels/1/title").asText()).isEqualTo("Age of the last good backup");
        assertThat(dashboard.at("/panels/1/fieldConfig/defaults/noValue").asText())
                .isEqualTo("no good backup");
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndLieBesideEachOther() {
        Set<Integer> numbers = new HashSet<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(numbers.add(panel.get("id").asInt())).isTrue();
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isBetween(1, COLUMNS);
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    String square =
                            (place.get("x").asInt() + x) + " " + (place.get("y").asInt() + y);
                    assertThat(taken.add(square))
                            .as(panel.get("title") + " at " + square)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyPanelSaysWhatItShows() {
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(panel.get("title").asText()).isNotBlank();
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("description").asText()).endsWith(".");
                assertThat(panel.get("targets")).isNotEmpty();
            }
        }
    }
}
