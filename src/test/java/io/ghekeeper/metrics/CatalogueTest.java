package io.ghekeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.FailureKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue and the output are one. */
class CatalogueTest {
    private static Set<String> declared(Metric... without) {
        Set<String> names = Arrays.stream(Metric.values()).map(Metric::exposed).collect(Collectors.toSet());
        Arrays.asList(without).forEach(metric -> names.remove(metric.exposed()));
        return names;
    }

    @Test
    void allThatIsDeclaredIsWrittenAndNothingElse() {
        assertThat(Scrape.of(Observed.full()).names()).containsExactlyInAnyOrderElementsOf(declared(Metric.UNSEEN));
        assertThat(Scrape.of(Scrape.metrics().writeUnseen(FailureKind.VOLUME_UNUSABLE, null))
                        .names())
                .contains(Metric.UNSEEN.exposed())
                .isSubsetOf(declared());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNSEEN")
    void helpAndTypeAreTheCatalogues(Metric metric) {
        String type = metric.type() == Metric.MetricType.COUNTER ? "counter" : "gauge";
        assertThat(Scrape.of(Observed.full()).text())
                .containsOnlyOnce("# HELP " + metric.exposed() + " " + metric.help() + "\n")
                .containsOnlyOnce("# TYPE " + metric.exposed() + " " + type + "\n");
    }

    @Test
    void everyLabelHasOneOfItsValues() {
        Map<String, Set<String>> known = Arrays.stream(Metric.values())
                .flatMap(metric -> metric.labels().stream())
                .filter(Label::isBounded)
                .collect(Collectors.toMap(Label::name, Label::values, (one, other) -> {
                    Set<String> both = new TreeSet<>(one);
                    both.addAll(other);
                    return both;
                }));

        Map<String, Set<String>> written = Scrape.of(Observed.full()).labelValues();

        assertThat(known.keySet()).doesNotContain("job", "instance", "namespace", "pod", "service", "endpoint");
        written.keySet().removeAll(Set.of("host", "version", "revision", "java_version"));
        written.forEach((label, values) -> assertThat(known.get(label)).containsAll(values));
    }

    /** An observation can hold more markers, runs and snapshots, but never make more series. */
    @Test
    void seriesAreNotMoreThanTheLabelsAllow() {
        assertThat(Scrape.of(Observed.large()).text().lines().filter(line -> !line.startsWith("#")))
                .hasSizeLessThan(1200);
    }

    @ParameterizedTest
    @EnumSource
    void namesFollowTheConventions(Metric metric) {
        assertThat(metric.exposed()).matches("(ghe_keeper|process)(_[a-z]+)+");
        assertThat(metric.exposed().endsWith("_total")).isEqualTo(metric.type() == Metric.MetricType.COUNTER);
        assertThat(metric.exposed().endsWith("_info")).isEqualTo(metric.type() == Metric.MetricType.INFO);
        assertThat(metric.exposed()).doesNotContainPattern("_(days|hours|minutes|milliseconds|percent|kilobytes)");
        assertThat(metric.help()).matches("[A-Z1].*\\.").doesNotContain("\n", "\\", "  ");
        assertThat(metric.use()).matches("[A-Z0`].*\\.");
    }

    @Test
    void aValueThatIsNotDeclaredIsRefusedWhereThereIsNoOther() {
        Samples samples = new Samples();
        assertThatThrownBy(() -> samples.add(Metric.STATUS, 1, "splendid")).hasMessageContaining("splendid");
        assertThatThrownBy(() -> samples.add(Metric.STATUS, 1)).hasMessageContaining("STATUS has 1 labels, not 0");
    }
}
