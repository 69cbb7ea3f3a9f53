package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may talk to whom, and which objects mean which pods. */
class NetworkTest {
    private final DeployedConfiguration deployed = DeployedConfiguration.base();
    private final NetworkPolicySpec policy = Manifests.base("NetworkPolicy", "ghe-backup")
            .as(NetworkPolicy.class)
            .getSpec();

    static List<Manifest> pods() {
        return PodSecurityTest.ordinary();
    }

    private static Map<String, String> labels(Manifest manifest) {
        return manifest.pods().orElseThrow().getMetadata().getLabels();
    }

    private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void thePolicyHoldsForEveryPod(Manifest manifest) {
        assertThat(selects(policy.getPodSelector().getMatchLabels(), labels(manifest)))
                .isTrue();
        assertThat(policy.getPodSelector().getMatchExpressions()).isEmpty();
        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
    }

    @Test
    void onlyMonitoringComesInAndOnlyToThePortOfTheConfiguration() {
        assertThat(policy.getIngress()).singleElement().satisfies(rule -> {
            assertThat(rule.getFrom())
                    .singleElement()
                    .satisfies(peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                            .containsOnlyKeys("kubernetes.io/metadata.name"));
            assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort()).isEqualTo(new IntOrString(deployed.httpPort())));
        });
    }

    @Test
    void onlyTheApplianceDnsAndAwsAreGoneOutTo() {
        assertThat(policy.getEgress().stream().map(NetworkTest::ports))
                .containsExactly(
                        List.of("TCP " + deployed.value("appliance.port")),
                        List.of("UDP 53", "TCP 53"),
                        List.of("TCP 443"));
        assertThat(policy.getEgress())
                .allSatisfy(rule -> assertThat(rule.getTo()).hasSize(1));
        assertThat(policy.getEgress().get(0).getTo().get(0).getIpBlock().getCidr())
                .endsWith("/32");
        assertThat(policy.getEgress().get(1).getTo().get(0).getPodSelector().getMatchLabels())
                .containsEntry("k8s-app", "kube-dns");
        assertThat(policy.getEgress().get(2).getTo().get(0).getIpBlock().getExcept())
                .as("the node's own metadata, and with it the node's role")
                .containsExactly("169.254.0.0/16");
    }

    @Test
    void targetsAreReachedOnTheSamePort() {
        List<Manifest> others = Manifests.plain().stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .filter(manifest ->
                        List.of("ghe-backup-restore", "ghe-backup-drill").contains(manifest.name()))
                .toList();
        assertThat(others).hasSize(2).allSatisfy(manifest -> {
            NetworkPolicySpec spec = manifest.as(NetworkPolicy.class).getSpec();
            assertThat(spec.getPolicyTypes()).containsExactly("Egress");
            assertThat(ports(spec.getEgress().get(0))).containsExactly("TCP " + deployed.value("appliance.port"));
            assertThat(pods().stream()
                            .filter(pod -> selects(spec.getPodSelector().getMatchLabels(), labels(pod))))
                    .hasSize(1);
        });
    }

    @Test
    void theServicesPortIsTheConfigurationsAndTheContainers() {
        Service service = Manifests.base("Service", "deploy-ghe-backup").as(Service.class);
        ContainerPort port = new Mounts(Manifests.base("StatefulSet", "statefulset-ghe-backup")
                        .pods()
                        .orElseThrow()
                        .getSpec())
                .container()
                .getPorts()
                .get(0);
        assertThat(service.getSpec().getPorts()).singleElement().satisfies(named -> {
            assertThat(named.getPort()).isEqualTo(deployed.httpPort());
            assertThat(named.getTargetPort()).isEqualTo(new IntOrString(port.getName()));
        });
        assertThat(port.getContainerPort()).isEqualTo(deployed.httpPort());
    }

    /** A Job's pod that a Service or the supervisor's budget meant would be counted as the supervisor. */
    @Test
    void theServiceAndTheBudgetMeanTheSupervisorAlone() {
        Map<String, String> service = Manifests.base("Service", "deploy-ghe-backup")
                .as(Service.class)
                .getSpec()
                .getSelector();
        for (Map<String, String> selector : List.of(service, budget("ghe-backup"))) {
            assertThat(pods().stream().filter(pod -> selects(selector, labels(pod))))
                    .extracting(Manifest::name)
                    .containsExactly("statefulset-ghe-backup");
        }
        assertThat(pods().stream().filter(pod -> selects(budget("ghe-backup-restore"), labels(pod))))
                .extracting(Manifest::name)
                .containsExactly("ghe-backup-restore");
    }

    private static Map<String, String> budget(String name) {
        return Manifests.one(Manifests.plain(), "PodDisruptionBudget", name)
                .as(PodDisruptionBudget.class)
                .getSpec()
                .getSelector()
                .getMatchLabels();
    }

    private static List<String> ports(NetworkPolicyEgressRule rule) {
        return rule.getPorts().stream().map(NetworkTest::words).toList();
    }

    private static String words(NetworkPolicyPort port) {
        return port.getProtocol() + " " + port.getPort().getIntVal();
    }
}
