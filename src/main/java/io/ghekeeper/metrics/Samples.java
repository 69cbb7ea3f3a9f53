package io.ghekeeper.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The values of one scrape. Takes labels as they are read, and lets through only those that the catalogue has. */
final class Samples {
    private static final double MILLIS = 1000.0;

    private final Map<Metric, Map<List<String>, Double>> values = new EnumMap<>(Metric.class);

    /** Values that fall under the same labels are summed. */
    void add(Metric metric, double value, String... labels) {
        if (labels.length != metric.labels().size()) {
            throw new IllegalStateException(
                    metric + " has " + metric.labels().size() + " labels, not " + labels.length);
        }
        List<String> bounded = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            bounded.add(metric.labels().get(i).bounded(labels[i]));
        }
        values.computeIfAbsent(metric, none -> new LinkedHashMap<>()).merge(bounded, value, Double::sum);
    }

    /** A double is exact for all bytes that a volume may have. */
    void add(Metric metric, long value, String... labels) {
        add(metric, (double) value, labels);
    }

    void add(Metric metric, Instant at, String... labels) {
        add(metric, at.toEpochMilli() / MILLIS, labels);
    }

    void add(Metric metric, Duration duration, String... labels) {
        add(metric, duration.toMillis() / MILLIS, labels);
    }

    void add(Metric metric, boolean is, String... labels) {
        add(metric, is ? 1 : 0, labels);
    }

    /** 1 for the value of the last label that holds, 0 for the others; the labels before it are given. */
    void oneOf(Metric metric, String holds, String... before) {
        for (String value : last(metric).values()) {
            String[] labels = Stream.concat(Stream.of(before), Stream.of(value)).toArray(String[]::new);
            add(metric, value.equals(holds), labels);
        }
    }

    /** 0 for every combination of labels, so that the first event is seen as a rise. */
    void zeroes(Metric metric) {
        zeroes(metric, labels -> true);
    }

    /** The same for the combinations of labels that can happen. */
    void zeroes(Metric metric, Predicate<List<String>> canHappen) {
        List<List<String>> combinations = List.of(List.of());
        for (Label label : metric.labels()) {
            combinations = combinations.stream()
                    .flatMap(before -> label.values().stream()
                            .map(value -> Stream.concat(before.stream(), Stream.of(value))
                                    .toList()))
                    .toList();
        }
        combinations.stream().filter(canHappen).forEach(labels -> add(metric, 0, labels.toArray(String[]::new)));
    }

    private static Label last(Metric metric) {
        return metric.labels().get(metric.labels().size() - 1);
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        values.forEach((metric, points) -> all.add(snapshot(metric, points)));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot snapshot(Metric metric, Map<List<String>, Double> points) {
        MetricMetadata metadata = new MetricMetadata(
                metric.plain(), metric.help(), metric.unit().map(Unit::new).orElse(null));
        List<String> names = metric.labels().stream().map(Label::name).toList();
        return switch (metric.type()) {
            case GAUGE ->
                new GaugeSnapshot(
                        metadata,
                        points.entrySet().stream()
                                .map(point -> new GaugeDataPointSnapshot(
                                        point.getValue(), Labels.of(names, point.getKey()), null))
                                .toList());
            case COUNTER ->
                new CounterSnapshot(
                        metadata,
                        points.entrySet().stream()
                                .map(point -> new CounterDataPointSnapshot(
                                        point.getValue(), Labels.of(names, point.getKey()), null, 0L))
                                .toList());
            case INFO ->
                new InfoSnapshot(
                        metadata,
                        points.keySet().stream()
                                .map(labels -> new InfoDataPointSnapshot(Labels.of(names, labels)))
                                .toList());
        };
    }
}
