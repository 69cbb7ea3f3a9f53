package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users, ports, programs and commands of the manifests are those of the image. */
class ImageFitsManifestsTest {
    private static final Path DOCKERFILE = Path.of("Dockerfile");
    private static final String ALIVE = "/opt/ghe-keeper/bin/ghe-keeper-alive";

    static List<Manifest> pods() {
        return PodSecurityTest.ordinary();
    }

    private static Container supervisor() {
        return new Mounts(Manifests.base("StatefulSet", "statefulset-ghe-backup")
                        .pods()
                        .orElseThrow()
                        .getSpec())
                .container();
    }

    /** With the values of its ARG and ENV lines put in. */
    private static String dockerfile() {
        String text = Manifests.text(DOCKERFILE);
        Map<String, String> values = Pattern.compile("(?m)^\\s*(?:ARG|ENV) +([A-Za-z_]+)=\"?([^\\s\"]*)\"?")
                .matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (first, last) -> last));
        return Pattern.compile("\\$\\{?([A-Za-z_]+)\\}?").matcher(text).replaceAll(found -> value(found, values));
    }

    private static String value(MatchResult found, Map<String, String> values) {
        return Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group()));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void runsAsTheUserThatEveryVolumeIsGivenTo(Manifest manifest) {
        PodSecurityContext context = manifest.pods().orElseThrow().getSpec().getSecurityContext();
        assertThat(List.of(context.getRunAsUser(), context.getRunAsGroup(), context.getFsGroup()))
                .containsOnly(999L);
        assertThat(Manifests.text(Manifests.OVERLAYS.resolve("adopt-volume/adopt-volume.sh")))
                .contains("\nuser=" + context.getRunAsUser() + "\n", "\ngroup=" + context.getFsGroup() + "\n");
    }

    /** So that tini is the first process, whatever the command. */
    @ParameterizedTest
    @MethodSource("pods")
    void leavesTheEntrypointAlone(Manifest manifest) {
        Container container = new Mounts(manifest.pods().orElseThrow().getSpec()).container();
        assertThat(container.getCommand()).isEmpty();
        assertThat(container.getWorkingDir()).isNull();
    }

    @Test
    void noClientOnTheNetworkCanMakeThePodRestart() {
        assertThat(List.of(supervisor().getStartupProbe(), supervisor().getLivenessProbe()))
                .extracting(probe -> probe.getExec().getCommand())
                .containsOnly(List.of(ALIVE));
    }

    @Test
    void thePodIsReadyWhenWhatARunNeedsIsInOrder() {
        assertThat(supervisor().getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
        assertThat(supervisor().getReadinessProbe().getHttpGet().getPort().getStrVal())
                .isEqualTo("http");
    }

    /** Ending a pod ends a restore: only what has not moved for long is ended, and with all the time that there is. */
    @Test
    void theLivenessProbeIsSlowToJudge() {
        Probe probe = supervisor().getLivenessProbe();
        assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold()).isGreaterThanOrEqualTo(600);
        assertThat(probe.getTerminationGracePeriodSeconds()).isNull();
    }

    @Test
    void onlyTheSupervisorIsProbed() {
        assertThat(pods().stream()
                        .map(manifest ->
                                new Mounts(manifest.pods().orElseThrow().getSpec()).container())
                        .filter(container -> container.getStartupProbe() != null
                                || container.getReadinessProbe() != null
                                || container.getLivenessProbe() != null))
                .hasSize(1);
    }

    @Test
    void theImageHasTheSameUser() {
        assertThat(dockerfile()).containsPattern("(?m)^USER +999:999\\s*$");
    }

    @Test
    void theImageHasTheProgramOfTheProbes() {
        assertThat(dockerfile()).containsPattern("(?s)HEALTHCHECK .*" + ALIVE);
        assertThat(Path.of("bin").resolve(Path.of(ALIVE).getFileName())).isExecutable();
    }

    @Test
    void theImageSupervisesByDefault() {
        assertThat(dockerfile()).containsPattern("(?m)^CMD +\\[ *\"supervise\" *\\]");
        assertThat(supervisor().getArgs()).containsExactly("supervise");
    }

    @Test
    void theImageHasBackupUtilsWhereTheConfigurationSays() {
        assertThat(dockerfile()).contains(DeployedConfiguration.base().value("engine.home"));
    }
}
