package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pod fits a namespace that enforces "restricted", but for the one that gives away a volume. */
class PodSecurityTest {
    private static final String POD = "spec/template/spec/";
    private static final String CONTAINER = POD + "containers/0/";

    static List<Manifest> withPods() {
        return Manifests.plain().stream()
                .filter(manifest -> manifest.pods().isPresent())
                .toList();
    }

    static List<Manifest> ordinary() {
        return withPods().stream()
                .filter(manifest -> !manifest.name().equals("ghe-backup-adopt-volume"))
                .toList();
    }

    private static Manifest statefulSet() {
        return Manifests.base("StatefulSet", "statefulset-ghe-backup");
    }

    private static PodSpec pod(Manifest manifest) {
        return manifest.pods().orElseThrow().getSpec();
    }

    @Test
    void allPodsAreSeen() {
        assertThat(withPods()).hasSize(4);
        assertThat(ordinary()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void fitsRestricted(Manifest manifest) {
        assertThat(PodSecurity.againstRestricted(pod(manifest))).isEmpty();
    }

    /** Beyond the standard: ours to ask for. */
    @ParameterizedTest
    @MethodSource("withPods")
    void writesToMountsOnlyAndTalksToNoApiServer(Manifest manifest) {
        PodSpec pod = pod(manifest);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(PodSecurity.containers(pod))
                .allSatisfy(
                        container -> assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("withPods")
    void saysWhatItNeedsAtMost(Manifest manifest) {
        Container container = pod(manifest).getContainers().get(0);
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        pod(manifest).getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .forEach(volume -> assertThat(volume.getEmptyDir().getSizeLimit())
                        .as(volume.getName())
                        .isNotNull());
    }

    @Test
    void adoptingAVolumeNeedsRootAndTwoCapabilitiesAndNothingElse() {
        PodSpec pod = pod(Manifests.one(Manifests.plain(), "Job", "ghe-backup-adopt-volume"));
        Container container = pod.getContainers().get(0);

        assertThat(PodSecurity.againstBaseline(pod)).isEmpty();
        assertThat(PodSecurity.againstRestricted(pod))
                .containsExactly("runAsNonRoot is not true", "runAsUser is 0", "adopt-volume: adds");
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd())
                .containsExactlyInAnyOrder("CHOWN", "DAC_OVERRIDE");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(999);
        assertThat(pod.getSecurityContext().getFsGroup())
                .as("with a group the kubelet would do it in its own way before")
                .isNull();
        assertThat(pod.getServiceAccountName()).as("no role in AWS").isNull();
    }

    @Test
    void theSampleNamespaceEnforcesIt() {
        Manifest namespace = Manifests.one(Manifests.plain(), "Namespace", "ghe-backup");
        assertThat(namespace.tree().toString()).contains("pod-security.kubernetes.io/enforce=restricted");
    }

    @ParameterizedTest
    @CsvSource({
        "securityContext/runAsNonRoot, runAsNonRoot is not true",
        "securityContext/seccompProfile, seccompProfile is not RuntimeDefault",
        "containers/0/securityContext/allowPrivilegeEscalation, ghe-keeper: may escalate",
        "containers/0/securityContext/capabilities, ghe-keeper: does not drop ALL"
    })
    void whatIsLeftOutIsFound(String path, String found) {
        assertThat(PodSecurity.againstRestricted(pod(Planted.with(statefulSet(), POD + path, null))))
                .containsExactly(found);
    }

    @Test
    void whatIsPlantedIsFound() {
        assertThat(found(POD + "hostNetwork", true)).containsExactly("hostNetwork");
        assertThat(found(POD + "securityContext/runAsUser", 0)).containsExactly("runAsUser is 0");
        assertThat(found(CONTAINER + "securityContext/privileged", true)).containsExactly("ghe-keeper: privileged");
        assertThat(found(CONTAINER + "securityContext/runAsUser", 0)).containsExactly("ghe-keeper: runAsUser is 0");
        assertThat(found(CONTAINER + "securityContext/capabilities/add", List.of("DAC_READ_SEARCH")))
                .containsExactly("ghe-keeper: adds too much", "ghe-keeper: adds");
        assertThat(found(CONTAINER + "ports/0/hostPort", 8080)).containsExactly("ghe-keeper: hostPort");
    }

    @Test
    void aVolumeOfTheNodeIsFound() {
        Manifest without = Planted.with(statefulSet(), POD + "volumes/3/emptyDir", null);
        Manifest ofNode = Planted.with(without, POD + "volumes/3/hostPath", Map.of("path", "/run"));
        assertThat(PodSecurity.againstRestricted(pod(ofNode)))
                .containsExactly("hostPath run", "volume run is of another type");
    }

    private static List<String> found(String path, Object value) {
        return PodSecurity.againstRestricted(pod(Planted.with(statefulSet(), path, value)));
    }
}
