package io.ghekeeper.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a process of its own, with the program's own logback.xml, and nothing of java.util.logging in use before. */
class StrayLinesIT {
    @Test
    void librariesDoNotSpeakBetweenLinesOfText() throws Exception {
        assertThat(said("TEXT"))
                .doesNotContain("stray")
                .containsPattern("Z INFO  the end\n$")
                .contains("IllegalStateException: a fault");
    }

    @Test
    void librariesDoNotSpeakBetweenLinesOfJsonAndADyingThreadDoesSoInOneLine() throws Exception {
        List<String> lines = said("JSON").lines().toList();

        assertThat(lines).hasSize(2);
        JsonNode fault = new ObjectMapper().readTree(lines.get(0));
        assertThat(fault.path("message").textValue()).isEqualTo("thread faulty ended by a fault");
        assertThat(fault.path("exception").textValue()).contains("IllegalStateException: a fault\nof two lines\n\tat ");
        assertThat(new ObjectMapper().readTree(lines.get(1)).path("message").textValue())
                .isEqualTo("the end");
    }

    private static String said(String format) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StrayLines.class.getName(),
                        format)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
