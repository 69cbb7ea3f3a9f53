package io.ghekeeper.metrics;

import io.ghekeeper.monitor.Observation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a scrape would read, line by line. */
final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{.*\\})? (\\S+)");
    private static final Pattern VALUE = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final String text;
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>();

    private Scrape(String text) {
        this.text = text;
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IllegalStateException("no sample: " + line);
            }
            names.add(sample.group(1));
            String labels = Optional.ofNullable(sample.group(2)).orElse("");
            if (samples.put(
                            sample.group(1) + labels,
                            Double.parseDouble(sample.group(3).replace("+Inf", "Infinity")))
                    != null) {
                throw new IllegalStateException("twice: " + line);
            }
        });
    }

    static Metrics metrics() {
        return new Metrics(new Build("1.2.3", Optional.of("0a1b2c3"), "17.0.1"), "ghes.example.com", () -> true);
    }

    static Scrape of(Observed observed) {
        return of(observed.observation());
    }

    static Scrape of(Observation observation) {
        return of(metrics().write(observation, null));
    }

    static Scrape of(byte[] written) {
        return new Scrape(new String(written, StandardCharsets.UTF_8));
    }

    String text() {
        return text;
    }

    Set<String> names() {
        return names;
    }

    /** By its name and labels, as they are written. */
    Optional<Double> value(String sample) {
        return Optional.ofNullable(samples.get(sample));
    }

    /** All of one name, by what stands between its braces. */
    Map<String, Double> all(String name) {
        return samples.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(name + "{") || entry.getKey().equals(name))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(name.length()), Map.Entry::getValue, (a, b) -> a));
    }

    /** Those whose value does not change from one moment to the next. */
    Map<String, Double> withoutTheProcess() {
        return samples.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("process_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Each value of a label with this name, of any metric. */
    Map<String, Set<String>> labelValues() {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        samples.keySet()
                .forEach(sample -> VALUE.matcher(sample)
                        .results()
                        .forEach(found -> values.computeIfAbsent(found.group(1), none -> new TreeSet<>())
                                .add(found.group(2))));
        return values;
    }
}
