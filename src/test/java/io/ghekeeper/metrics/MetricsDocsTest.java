package io.ghekeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsDocsTest {
    private static final Path PAGE = Path.of("docs/metrics.md");

    @Test
    void thePageIsWhatTheCatalogueSays() throws IOException {
        String rendered = MetricsPage.render();
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(PAGE, rendered);
        }
        assertThat(PAGE)
                .as("%s is out of date; write it with: ./dev docs", PAGE)
                .exists();
        assertThat(Files.readString(PAGE))
                .as("%s is out of date; write it with: ./dev docs", PAGE)
                .isEqualTo(rendered);
    }

    @ParameterizedTest
    @EnumSource
    void everyMetricIsOnThePageWithAllItsLabels(Metric metric) {
        assertThat(MetricsPage.render()).containsOnlyOnce("### `" + metric.exposed() + "`\n\n" + metric.help());
        metric.labels()
                .forEach(label -> label.values()
                        .forEach(value -> assertThat(MetricsPage.render()).contains("`" + value + "`")));
    }
}
