package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostHintsTest {
    @Test
    void theHintOfAnUnreachableTargetNamesTheStepThatOpensTheNetwork() throws IOException {
        String step = Files.readString(Path.of("docs/restore.md"))
                .replaceFirst("(?s).*\n### 3\\. ", "")
                .replaceFirst("(?s)\n### .*", "");

        assertThat(HostHints.target("github-new.example.com").unreachable()).endsWith("docs/restore.md, step 3.");
        assertThat(step).contains("networkpolicy", "security-group");
    }
}
