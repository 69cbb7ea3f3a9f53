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

/** The CronJob of docs/archive.md. */
class PruneCronJobTest {
    private static List<Object> documents() throws IOException {
        String page = Files.readString(Path.of("docs/archive.md"));
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

    @Test
    void runsOneAtATimeWithAnAccountOfItsOwn() throws IOException {
        Object account = documents().get(0);
        Object job = documents().get(1);
        Object pod = at(job, "spec", "jobTemplate", "spec", "template", "spec");
        Object container = ((List<?>) at(pod, "containers")).get(0);

        assertThat(at(job, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
        assertThat(at(pod, "serviceAccountName"))
                .isEqualTo(at(account, "metadata", "name"))
                .isNotEqualTo("ghe-backup");
        assertThat(at(container, "args"))
                .isEqualTo(List.of("archive", "prune", "--yes", "--config", "/etc/ghe-keeper/ghe-keeper.yaml"));
    }
}
