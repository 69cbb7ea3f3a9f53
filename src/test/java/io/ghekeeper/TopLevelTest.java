package io.ghekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopLevelTest {
    private static final Set<String> ALLOWED = Set.of(
            "pom.xml",
            "src",
            "k8s",
            "senza",
            "Dockerfile",
            "bashtest",
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "LICENSE",
            "bin",
            "dev",
            "docs",
            "target");

    @Test
    void theProjectsFolderHasWhatConventionWantsAndNothingElse() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            Set<String> others = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !ALLOWED.contains(name))
                    .collect(Collectors.toSet());

            assertThat(others).isEmpty();
        }
    }
}
