package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server would take each file as it lies there; what kustomize makes of them is in {@link KustomizedIT}. */
class ManifestTypesTest {
    static List<Manifest> plain() {
        return Manifests.plain();
    }

    private static Manifest statefulSet() {
        return Manifests.base("StatefulSet", "statefulset-ghe-backup");
    }

    @Test
    void allFilesAreSeen() {
        assertThat(plain().stream().map(Manifest::kind))
                .contains("StatefulSet", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy")
                .contains(
                        "CronJob",
                        "Job",
                        "PersistentVolumeClaim",
                        "Namespace",
                        "Secret",
                        "PrometheusRule",
                        "ServiceMonitor");
        assertThat(Manifests.kustomizations()).contains(Manifests.BASE).hasSizeGreaterThan(6);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void hasOnlyFieldsThatTheApiKnows(Manifest manifest) {
        assertThat(manifest.typed()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("plain")
    void hasOnlyWordsThatTheApiKnows(Manifest manifest) {
        assertThat(ApiWords.unknown(manifest.tree())).isEmpty();
    }

    /** YAML 1.1, which kubectl reads, takes 0440 for 288 and no for false; newer readers do not. */
    @Test
    void readsTheSameInEveryVersionOfYaml() {
        for (Path file : Manifests.files(Manifests.ROOT)) {
            if (file.toString().endsWith(".yaml")) {
                assertThat(Manifests.text(file))
                        .as(file.toString())
                        .doesNotContainPattern("(?m)[:-] +(0[0-9]+|[0-9]+:[0-9:]+)\\s*$")
                        .doesNotContainPattern("(?mi)[:-] +(yes|no|on|off|y|n)\\s*$")
                        .doesNotContain("\t");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kind, kinds",
        "metadata/labels, label",
        "spec/serviceName, servicename",
        "spec/persistentVolumeClaimRetentionPolicy/whenScaled, whenScale",
        "spec/template/spec/enableServiceLinks, enableServiceLink",
        "spec/template/spec/securityContext/fsGroupChangePolicy, fsgroupChangePolicy",
        "spec/template/spec/containers/0/livenessProbe/failureThreshold, failureTreshold",
        "spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem, readOnlyRootFileSystem",
        "spec/template/spec/containers/0/resources/limits, limit",
        "spec/template/spec/containers/0/volumeMounts/0/mountPath, mountpath",
        "spec/template/spec/volumes/0/secret/secretName, name",
        "spec/template/spec/volumes/3/emptyDir/sizeLimit, sizelimit",
        "spec/volumeClaimTemplates/0/spec/resources/requests, request"
    })
    void aPlantedTypoFailsAtAnyDepth(String path, String typo) {
        assertThatThrownBy(() -> Planted.renamed(statefulSet(), path, typo).typed())
                .hasMessageContaining(typo.equals("kinds") ? "no type for apps/v1 null" : '"' + typo + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "PodDisruptionBudget, ghe-backup, spec/unhealthyPodEvictionPolicy, unhealthyEvictionPolicy",
        "NetworkPolicy, ghe-backup, spec/egress/0/to/0/ipBlock/cidr, CIDR",
        "Service, deploy-ghe-backup, spec/ports/0/targetPort, targetport",
        "ServiceAccount, ghe-backup, automountServiceAccountToken, automountToken"
    })
    void aPlantedTypoFailsInEveryKind(String kind, String name, String path, String typo) {
        assertThatThrownBy(() ->
                        Planted.renamed(Manifests.base(kind, name), path, typo).typed())
                .hasMessageContaining('"' + typo + '"');
    }

    @Test
    void aPlantedTypoFailsInARule() {
        Manifest rule = Manifests.one(plain(), "PrometheusRule", "ghe-backup");
        assertThatThrownBy(() -> Planted.renamed(rule, "spec/groups/0/rules/0/expr", "expression")
                        .typed())
                .hasMessageContaining("expression");
    }

    @Test
    void aPlantedValueOfTheWrongTypeFails() {
        String container = "spec/template/spec/containers/0/";
        assertThatThrownBy(() ->
                        Planted.with(statefulSet(), "spec/replicas", "one").typed())
                .hasMessageContaining("replicas");
        assertThatThrownBy(
                        () -> Planted.with(statefulSet(), container + "securityContext/readOnlyRootFilesystem", "true")
                                .typed())
                .hasMessageContaining("readOnlyRootFilesystem");
        assertThatThrownBy(() -> Planted.with(statefulSet(), "spec/template/metadata/annotations/x", true)
                        .typed())
                .hasMessageContaining("annotations");
        assertThatThrownBy(() -> Planted.with(statefulSet(), "apiVersion", "apps/v1beta1")
                        .typed())
                .hasMessageContaining("no type for apps/v1beta1 StatefulSet");
    }

    @Test
    void aPlantedWordFails() {
        assertThat(ApiWords.unknown(Planted.with(statefulSet(), "spec/updateStrategy/type", "Rolling")
                        .tree()))
                .containsExactly("spec.updateStrategy.type: Rolling");
        assertThat(ApiWords.unknown(
                        Planted.with(statefulSet(), "spec/template/spec/volumes/3/emptyDir/medium", "memory")
                                .tree()))
                .containsExactly("spec.template.spec.volumes.emptyDir.medium: memory");
    }
}
