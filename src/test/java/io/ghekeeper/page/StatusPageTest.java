package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    @Test
    void rendersEachDay() throws Exception {
        Path out = Files.createDirectories(Path.of("target/pages"));
        Files.writeString(
                out.resolve("healthy.html"), new StatusPage("ghe-keeper 0.1.0").render(Observations.healthy()));
        Files.writeString(out.resolve("late.html"), new StatusPage("ghe-keeper 0.1.0").render(Observations.late()));
        Files.writeString(out.resolve("fresh.html"), new StatusPage("ghe-keeper 0.1.0").render(Observations.fresh()));
        assertThat(out).exists();
    }
}
