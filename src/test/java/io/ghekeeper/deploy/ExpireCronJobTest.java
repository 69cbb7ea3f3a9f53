package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The CronJob of docs/native.md. */
class ExpireCronJobTest {
    private static List<Object> documents() throws IOException {
        String page = Files.readString(Path.of("docs/native.md"));
        String begin = "    apiVersion: v1\n    kind: ServiceAccount\n";
        String yaml = page.substring(page.indexOf(begin))
                .lines()
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring("    ".length()))
                .collect(Collectors.joining("\n"));
        return StreamSupport.stream(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(yaml)
                                .spliterator(),
                        false)
                .toList();
    }

    private static Object at(Object node, String... path) {
        Object found = node;
        for (String name : path) {
            found = ((Map<?, ?>) found).get(name);
        }
        return found;
    }

    private static Object pod() throws IOException {
        return at(documents().get(1), "spec", "jobTemplate", "spec", "template", "spec");
    }

    private static Object container() throws IOException {
        return ((List<?>) at(pod(), "containers")).get(0);
    }

    @Test
    void runsOneAtATimeWithAnAccountAndARoleOfItsOwn() throws IOException {
        Object account = documents().get(0);

        assertThat(at(documents().get(1), "spec", "concurrencyPolicy")).isEqualTo("Forbid");
        assertThat(at(pod(), "serviceAccountName"))
                .isEqualTo(at(account, "metadata", "name"))
                .isNotIn("ghe-backup", "ghe-archive-prune");
        assertThat(at(account, "metadata", "annotations", "eks.amazonaws.com/role-arn"))
                .asString()
                .endsWith(":role/ghe-native-expire");
        assertThat(at(container(), "args"))
                .isEqualTo(List.of("native", "expire", "--yes", "--config", "/etc/ghe-keeper/ghe-keeper.yaml"));
    }

    @Test
    void needsNoVolumeAndNoRights() throws IOException {
        assertThat(at(pod(), "volumes").toString()).doesNotContain("persistentVolumeClaim");
        assertThat(at(container(), "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(pod(), "securityContext", "runAsNonRoot")).isEqualTo(true);
    }
}
