package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page and the comments name is there. */
class DeployPageTest {
    private static final Path PAGE = Path.of("docs/deploy-kubernetes.md");

    private static final Pattern IN_K8S = Pattern.compile("(?<![\\w/])k8s/[a-z0-9/._-]*[a-z0-9]");

    /** What a person makes. */
    private static final Set<String> MADE = Set.of("k8s/secret.yaml");

    static List<String> paths() {
        Set<String> paths = new TreeSet<>(found(PAGE));
        Manifests.files(Manifests.ROOT).forEach(file -> paths.addAll(found(file)));
        paths.removeAll(MADE);
        return List.copyOf(paths);
    }

    private static List<String> found(Path file) {
        return IN_K8S.matcher(Manifests.text(file))
                .results()
                .map(found -> found.group())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void whatIsNamedIsThere(String path) {
        assertThat(Path.of(path)).exists();
    }

    @Test
    void everyOverlayIsOnThePage() {
        assertThat(paths()).hasSizeGreaterThan(8);
        for (Path folder : Manifests.kustomizations()) {
            assertThat(Manifests.text(PAGE)).contains("`" + folder.getFileName() + "`");
        }
    }

    /** Numbers and names that somebody would change in one place only. */
    @Test
    void thePageSaysWhatTheManifestsSay() {
        Mounts mounts = new Mounts(Manifests.base("StatefulSet", "statefulset-ghe-backup")
                .pods()
                .orElseThrow()
                .getSpec());
        assertThat(Manifests.text(PAGE))
                .contains("`terminationGracePeriodSeconds` is " + mounts.pod().getTerminationGracePeriodSeconds() + ":")
                .contains(mounts.container().getResources().getRequests().get("cpu") + " CPU and "
                        + mounts.container().getResources().getRequests().get("memory") + ", and allow "
                        + mounts.container().getResources().getLimits().get("memory"));
        mounts.container()
                .getVolumeMounts()
                .forEach(mount -> assertThat(Manifests.text(PAGE)).contains("| `" + mount.getMountPath()));
    }
}
