package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "port, port, 0",
        "prot, port, 1",
        "por, port, 1",
        "portt, port, 1",
        "pork, port, 1",
        "'', abc, 3",
        "ca, abc, 3"
    })
    void countsEdits(String from, String to, int edits) {
        assertThat(Nearest.distance(from, to)).isEqualTo(edits);
        assertThat(Nearest.distance(to, from)).isEqualTo(edits);
    }

    @Test
    void guessesNothingWhereNothingIsNear() {
        assertThat(Nearest.to("webhook", List.of("host", "port"))).isEmpty();
    }

    @Test
    void choosesTheFirstByNameOfTwoThatAreEquallyNear() {
        assertThat(Nearest.to("kez", List.of("key", "ked"))).contains("ked");
    }
}
