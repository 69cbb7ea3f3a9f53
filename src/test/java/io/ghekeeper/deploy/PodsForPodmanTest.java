package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the image is tried with is what the manifests say. */
class PodsForPodmanTest {
    private static final String POD = "spec/template/spec/";
    private static final String CONTAINER = POD + "containers/0/";

    private static final Manifest SET = Manifests.base("StatefulSet", "statefulset-ghe-backup");

    private static List<String> flags(Manifest manifest) {
        return PodsForPodman.files(manifest).get("flags");
    }

    @Test
    void everyPodOfOursCanBeTried() {
        assertThat(PodSecurityTest.ordinary())
                .hasSize(3)
                .allSatisfy(manifest -> assertThat(flags(manifest))
                        .contains("--user=999:999", "--read-only", "--cap-drop=ALL", "--memory=2147483648")
                        .filteredOn(flag -> !flag.startsWith("--env="))
                        .hasSize(16));
    }

    @Test
    void volumesAreMountedWhereTheManifestSays() {
        assertThat(flags(SET))
                .contains(
                        "--volume={pod}/claim/data-ghe-backup-statefulset-ghe-backup-0:/data",
                        "--volume={pod}/secret/ghe-backup-secret:/meta/ghe-backup-secret:ro",
                        "--volume={pod}/memory/run:/run");
        assertThat(flags(Planted.with(SET, CONTAINER + "volumeMounts/0/mountPath", "/elsewhere")))
                .contains("--volume={pod}/claim/data-ghe-backup-statefulset-ghe-backup-0:/elsewhere");
    }

    @Test
    void volumesSayWhatAKubeletMakesOfThem() {
        assertThat(PodsForPodman.files(SET).get("volumes"))
                .contains(
                        "secret secret/ghe-backup-secret 440 kms_private_ssh_key=kms_private_ssh_key",
                        "configMap configMap/ghe-keeper-config 644",
                        "labels labels/details 644 metadata.labels=labels",
                        "memory memory/run 16Mi",
                        "claim claim/data-ghe-backup-statefulset-ghe-backup-0 0");
    }

    @Test
    void aRightThatIsLeftIsLeftInTheTestAsWell() {
        Manifest lax = Planted.with(
                Planted.with(SET, CONTAINER + "securityContext/readOnlyRootFilesystem", false),
                CONTAINER + "securityContext/allowPrivilegeEscalation",
                null);
        assertThat(flags(lax)).noneMatch(flag -> flag.contains("read-only") || flag.contains("no-new-privileges"));
    }

    @Test
    void probesKeepTheirTimeAndTheirCommand() {
        assertThat(PodsForPodman.files(SET))
                .containsEntry("startup", List.of("5", "/opt/ghe-keeper/bin/ghe-keeper-alive"))
                .containsEntry("readiness", List.of("5", "GET", "8080", "/readyz"))
                .containsEntry("liveness", List.of("10", "/opt/ghe-keeper/bin/ghe-keeper-alive"));
    }

    @Test
    void labelsAreWrittenAsTheDownwardApiDoes() {
        assertThat(PodsForPodman.files(SET).get("metadata.labels"))
                .containsExactly(
                        "app=\"ghe-backup\"",
                        "app.kubernetes.io/component=\"supervisor\"",
                        "app.kubernetes.io/name=\"ghe-keeper\"");
    }

    @Test
    void variablesReachTheContainer() {
        Manifest named =
                Planted.with(SET, CONTAINER + "env", List.of(Map.of("name", "AWS_REGION", "value", "eu-west-1")));
        assertThat(flags(named)).contains("--env=AWS_REGION=eu-west-1");
    }

    @ParameterizedTest
    @CsvSource({
        "hostNetwork, hostNetwork",
        "containers/0/tty, containers.tty",
        "containers/0/volumeMounts/0/subPath, subPath"
    })
    void aFieldWithoutTranslationFails(String place, String named) {
        Manifest planted = Planted.with(SET, POD + place, place.endsWith("subPath") ? "here" : (Object) true);
        assertThatThrownBy(() -> PodsForPodman.files(planted)).hasMessageContaining("[" + named + "]");
    }

    @Test
    void anotherSeccompProfileFails() {
        assertThatThrownBy(() -> flags(Planted.with(SET, POD + "securityContext/seccompProfile/type", "Unconfined")))
                .hasMessageContaining("Unconfined");
    }
}
