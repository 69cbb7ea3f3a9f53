package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the page and the comments name is there. */
class DeployPageTest {
    private static final Path PAGE = Path.of("docs/deploy-kubernetes.md");

    private static final Pattern IN_K8S = Pattern.compile("(?<![\\w/])k8s/[a-z0-9/._-]*[a-z0-9]");

    private static final String ARGS = "/spec/jobTemplate/spec/template/spec/containers/0/args";

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

    /** The page's own command, typed: each example value of a deployment is near a line that it prints. */
    @Test
    void theCommandForWhatIsToBeChangedFindsEachExample() {
        String command = "grep -rn yours k8s/base";
        assertThat(Manifests.text(PAGE)).contains("`" + command + "`");
        Set<String> marked = Tool.run("bash", "-c", command)
                .lines()
                .map(line -> line.replaceFirst("^([^:]+:[0-9]+):.*", "$1"))
                .collect(Collectors.toSet());
        Manifests.files(Path.of("k8s/base")).forEach(file -> {
            List<String> lines = Manifests.text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                // kustomization.yaml names the image, and replaces it everywhere.
                if (!lines.get(i).contains("image: ")
                        && lines.get(i).matches("\\s*[^#]*(192\\.0\\.2\\.|example\\.com|111122223333).*")) {
                    int at = i + 1;
                    assertThat(IntStream.rangeClosed(at - 3, at).mapToObj(number -> file + ":" + number))
                            .as("%s:%d: %s", file, at, lines.get(i))
                            .anyMatch(marked::contains);
                }
            }
        });
    }

    /** The page's own programs for jq, on the CronJob of the overlay. */
    @Test
    void theCronJobsForTheKeepLaneDifferInNameTimeAndCommandOnly() throws IOException {
        List<String> programs = Pattern.compile("jq '(\\{apiVersion[^']*)'")
                .matcher(Manifests.text(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(programs).hasSize(2);
        JsonNode backup = new ObjectMapper()
                .valueToTree(new Load(LoadSettings.builder().build())
                        .loadFromString(Manifests.text(Manifests.OVERLAYS.resolve("cronjob/cronjob.yaml"))));
        List<String> called = new ArrayList<>();
        for (String program : programs) {
            JsonNode made = new ObjectMapper()
                    .readTree(Tool.run("bash", "-c", "jq \"$1\" <<<\"$0\"", backup.toString(), program));
            assertThat(made.at("/metadata/name").asText()).startsWith("cronjob-ghe-");
            assertThat(made.at("/metadata/labels")).isEqualTo(backup.at("/metadata/labels"));
            called.add(made.at(ARGS).toString());
            ((ObjectNode) made.get("spec")).set("schedule", backup.at("/spec/schedule"));
            ((ArrayNode) made.at(ARGS)).removeAll().add("backup");
            assertThat(made.get("spec")).isEqualTo(backup.get("spec"));
        }
        assertThat(called).containsExactly("[\"seal\"]", "[\"verify\",\"--due\"]");
    }

    /** What is typed from the repository that the page has a person make: k8s and docs/iam. */
    @Test
    void theFilesOfItsCommandsAreThere() {
        List<String> files = Pattern.compile("file://(\\S+)")
                .matcher(Manifests.text(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(files)
                .hasSize(2)
                .allSatisfy(file -> assertThat(Path.of(file)).exists());
        assertThat(Manifests.text(PAGE)).contains("the folder that `k8s` and `docs/iam` are in");
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
