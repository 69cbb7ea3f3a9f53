package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.ghekeeper.deploy.Rules.Asked;
import io.ghekeeper.deploy.StrictModel.PrometheusRule.Rule;
import io.ghekeeper.deploy.StrictModel.ServiceMonitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert is tested, has its section, and asks for what there is. */
class RulesTest {
    private static final Path PAGE = Path.of("docs/alerts.md");
    private static final String METRICS = Manifests.text(Path.of("docs/metrics.md"));

    /** Of kube-state-metrics, the kubelet, and Prometheus itself. */
    private static final Set<String> OF_OTHERS = Set.of(
            "up",
            "kube_statefulset_status_replicas_ready",
            "kube_cronjob_created",
            "kube_cronjob_status_last_successful_time",
            "kube_pod_container_status_restarts_total",
            "kubelet_volume_stats_available_bytes",
            "kubelet_volume_stats_capacity_bytes",
            "kubelet_volume_stats_inodes_free",
            "kubelet_volume_stats_inodes");

    private static final Pattern METRIC =
            Pattern.compile("(?<![\\w$:])(up|(?:ghe_keeper|kube|kubelet|process)[_:][a-z_:]+)(?![\\w(])");

    static List<String> alerts() {
        return Rules.alerts().stream().map(Rule::alert).toList();
    }

    @Test
    void alertsHaveNamesOfTheirOwn() {
        assertThat(alerts()).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void firesInATestAndResolvesInTheSame(String alert) {
        List<Asked> asked = Rules.asked().stream()
                .filter(each -> each.alert().equals(alert))
                .toList();
        Set<String> fires = asked.stream().filter(Asked::fires).map(Asked::test).collect(Collectors.toSet());
        assertThat(fires).as("tests in which it fires").isNotEmpty();
        for (String test : fires) {
            assertThat(asked.stream().filter(each -> each.test().equals(test)).map(Asked::fires))
                    .as("waits, fires and resolves in: " + test)
                    .containsExactly(firesOf(asked, test));
        }
    }

    private static Boolean[] firesOf(List<Asked> asked, String test) {
        long quiet = asked.stream()
                .filter(each -> each.test().equals(test))
                .takeWhile(each -> !each.fires())
                .count();
        return Stream.concat(Stream.generate(() -> false).limit(Math.max(1, quiet)), Stream.of(true, false))
                .toArray(Boolean[]::new);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void keepsQuietWhileAllIsWell(String alert) {
        assertThat(Rules.asked().stream()
                        .filter(each ->
                                each.test().equals("healthy") && each.alert().equals(alert)))
                .hasSize(3)
                .noneMatch(Asked::fires);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void saysWhatToDoAndWhereToRead(String name) {
        Rule alert = Rules.alerts().stream()
                .filter(rule -> rule.alert().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(alert.labels()).containsOnlyKeys("severity");
        assertThat(alert.labels().get("severity")).isIn("critical", "warning");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "action", "runbook_url");
        assertThat(alert.annotations().get("summary")).matches("[^A-Z].*[^.]").doesNotContain("\n");
        assertThat(alert.annotations().get("runbook_url")).endsWith("/docs/alerts.md#" + name.toLowerCase(Locale.ROOT));
        assertThat(Manifests.text(PAGE)).containsOnlyOnce("\n### " + name + "\n");
    }

    @Test
    void thePageHasNoSectionOfAnAlertThatIsGone() {
        assertThat(Manifests.text(PAGE).lines().filter(line -> line.startsWith("### ")))
                .extracting(line -> line.substring(4))
                .containsExactlyInAnyOrderElementsOf(alerts());
    }

    static List<String> asked() {
        Set<String> recorded =
                Rules.all().stream().map(Rule::record).filter(Objects::nonNull).collect(Collectors.toSet());
        Set<String> names = new TreeSet<>();
        Stream.concat(Rules.all().stream().map(Rule::expr), Rules.dashboard().stream())
                .forEach(expression -> METRIC.matcher(expression.replaceAll("\"[^\"]*\"", ""))
                        .results()
                        .forEach(found -> names.add(found.group(1))));
        names.removeAll(recorded);
        return List.copyOf(names);
    }

    @ParameterizedTest
    @MethodSource("asked")
    void onlyMetricsThatThereAreAreAskedFor(String metric) {
        assertThat(OF_OTHERS.contains(metric) || METRICS.contains("\n### `" + metric + "`\n"))
                .as(metric + " is in docs/metrics.md, or of others")
                .isTrue();
    }

    /** Most of what is measured serves for something. */
    @Test
    void manyMetricsAreAskedFor() {
        assertThat(asked()).hasSizeGreaterThan(40).containsAll(OF_OTHERS);
        assertThat(Rules.dashboard()).hasSizeGreaterThan(25);
    }

    @Test
    void theServiceMonitorFindsTheServiceAndItsPort() {
        Service service = Manifests.base("Service", "deploy-ghe-backup").as(Service.class);
        ServiceMonitor.Spec monitor = Manifests.one(Manifests.in(Rules.FOLDER), "ServiceMonitor", "ghe-backup")
                .as(ServiceMonitor.class)
                .spec();
        assertThat(service.getMetadata().getLabels())
                .containsAllEntriesOf(monitor.selector().getMatchLabels());
        assertThat(monitor.selector().getMatchLabels()).isNotEmpty();
        assertThat(monitor.endpoints()).containsExactly(new ServiceMonitor.Endpoint("http", "/metrics", "30s", "10s"));
        assertThat(service.getSpec().getPorts())
                .extracting(port -> port.getName())
                .containsExactly("http");
    }
}
