package io.ghekeeper.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference of all metrics, in Markdown. */
public final class MetricsPage {
    private static final String INTRODUCTION = """
            # Metrics

            <!-- Generated from the catalogue in io.ghekeeper.metrics; `./dev docs` writes it. -->

            `ghe-keeper supervise` shows them at `/metrics` of its port (`http.listen`), in Prometheus' text format,
            whatever the asker accepts. The alerts on them are in [alerts.md](alerts.md).

            - Timestamps, ages and outcomes come from the journal on the volume: a restart changes none of them. Only the
              counters (`..._total`) begin at 0 with the process; each shows every combination of its labels from then on.
            - What does not exist is absent rather than 0: without a good backup there is no timestamp of one, and
              `ghe_keeper_status{state="none"}` is 1. Alert on both.
            - Timestamps are seconds since 1970; ages are `time() - ..._timestamp_seconds`.
            - Every label has few values, all of them listed here; what is none of them is counted as `other`. No label
              holds the name of a run or snapshot, a path or a message.
            - The label `kind` is not called `job`, because Prometheus gives that name to the target.
            - Where the journal or the volume cannot be read, `ghe_keeper_observation_failure` says why, and of all others
              only `ghe_keeper_ready` and those of the program are there.
            """;

    private MetricsPage() {}

    /** The text of {@code docs/metrics.md}. */
    public static String render() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Metric.MetricGroup section : Metric.MetricGroup.values()) {
            page.append("\n## ").append(section.heading()).append('\n');
            Metric.of(section).forEach(metric -> metric(page, metric));
        }
        page.append("\n## Kinds of failure\n\n");
        page.append("What each means, and what to do, is in\n");
        page.append("[operations.md](operations.md#failures), with `-` for `_`.\n\n");
        page.append(values(Label.FAILURE.values())).append('\n');
        page.append("\n## Steps\n\nAs the engine calls them.\n\n");
        page.append(values(Label.STEP.values())).append('\n');
        return page.toString();
    }

    private static void metric(StringBuilder page, Metric metric) {
        page.append("\n### `").append(metric.exposed()).append("`\n\n");
        page.append(metric.help()).append("\n\n");
        page.append("- ")
                .append(Label.word(metric.type()))
                .append(metric.unit().map(unit -> " in " + unit).orElse(""));
        page.append('\n');
        labels(metric)
                .forEach((name, text) -> page.append("- `")
                        .append(name)
                        .append("`: ")
                        .append(text)
                        .append('\n'));
        page.append("- ").append(metric.use()).append('\n');
    }

    private static Map<String, String> labels(Metric metric) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Label label : metric.labels()) {
            labels.put(label.name(), text(label));
        }
        return labels;
    }

    private static String text(Label label) {
        if (label.equals(Label.FAILURE)) {
            return "one of the [kinds of failure](#kinds-of-failure)";
        }
        if (label.equals(Label.STEP)) {
            return "one of the [steps](#steps)";
        }
        return label.isBounded() ? values(label.values()) : "what the build says";
    }

    private static String values(Set<String> values) {
        return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }
}
