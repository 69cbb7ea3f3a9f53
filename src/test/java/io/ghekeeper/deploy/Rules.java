package io.ghekeeper.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.deploy.StrictModel.PrometheusRule;
import io.ghekeeper.deploy.StrictModel.PrometheusRule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alerts, the dashboard, and the tests of the alerts, as they lie in the repository. */
final class Rules {
    static final Path FOLDER = Manifests.OVERLAYS.resolve("monitoring");
    static final Path PLAIN = FOLDER.resolve("ghe-keeper.rules.yaml");
    static final Path SOURCE = FOLDER.resolve("prometheusrule.yaml");
    static final Path DASHBOARD = FOLDER.resolve("grafana-dashboard.json");
    static final List<Path> TESTS = Stream.of("alerts.yaml", "hours.yaml", "months.yaml")
            .map(Path.of("src/test/resources/prometheus")::resolve)
            .toList();

    private Rules() {}

    /** What a rule's unit test asks at an instant, and which alerts it then wants. */
    record Asked(String test, String alert, String at, boolean fires) {}

    private static Manifest manifest() {
        return Manifests.one(Manifests.in(FOLDER), "PrometheusRule", "ghe-backup");
    }

    static List<Rule> all() {
        return manifest().as(PrometheusRule.class).spec().groups().stream()
                .flatMap(group -> group.rules().stream())
                .toList();
    }

    static List<Rule> alerts() {
        return all().stream().filter(rule -> rule.alert() != null).toList();
    }

    /** The groups as YAML has them. */
    static List<?> groups() {
        return (List<?>) ((Map<?, ?>) manifest().tree().get("spec")).get("groups");
    }

    /** What the tests of the alerts load: annotations would have to be repeated in each of them. */
    static String withoutAnnotations() {
        List<Object> groups = new ArrayList<>();
        for (Object group : groups()) {
            Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) group);
            List<Object> rules = new ArrayList<>();
            for (Object rule : (List<?>) copy.get("rules")) {
                Map<Object, Object> bare = new LinkedHashMap<>((Map<?, ?>) rule);
                bare.remove("annotations");
                rules.add(bare);
            }
            copy.put("rules", rules);
            groups.add(copy);
        }
        return json(Map.of("groups", groups));
    }

    /** JSON is YAML as well. */
    static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The second group, moved to the left. */
    static String plain() {
        StringBuilder plain = new StringBuilder("""
                # Generated from prometheusrule.yaml by `./dev docs`, for a Prometheus without the operator:
                # name this file under rule_files, and scrape ghe-keeper as the job ghe-keeper. See docs/alerts.md.
                groups:
                """);
        boolean within = false;
        for (String line : Manifests.text(SOURCE).lines().toList()) {
            within |= line.equals("    - name: ghe-keeper");
            if (within) {
                plain.append(line.replaceFirst("^  ", "")).append('\n');
            }
        }
        return plain.toString();
    }

    static List<Asked> asked() {
        List<Asked> asked = new ArrayList<>();
        for (Path file : TESTS) {
            Map<?, ?> tree = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Manifests.text(file));
            for (Object each : (List<?>) tree.get("tests")) {
                Map<?, ?> test = (Map<?, ?>) each;
                for (Object question : (List<?>) test.get("alert_rule_test")) {
                    Map<?, ?> alert = (Map<?, ?>) question;
                    asked.add(new Asked(
                            String.valueOf(test.get("name")),
                            String.valueOf(alert.get("alertname")),
                            String.valueOf(alert.get("eval_time")),
                            !((List<?>) alert.get("exp_alerts")).isEmpty()));
                }
            }
        }
        return asked;
    }

    /** Every expression of the dashboard, with its variables filled in. */
    static List<String> dashboard() {
        try {
            return new ObjectMapper()
                    .readTree(Files.readString(DASHBOARD)).findValuesAsText("expr").stream()
                            .map(expression -> expression.replace("$instance", ".*"))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
