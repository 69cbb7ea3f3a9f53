package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two files of options differ where they are meant to, and nowhere else. */
class JavaOptionsTest {
    @Test
    void aProcessOfTheKeepLaneDiffersInItsCompilerAndItsHeapOnly() throws IOException {
        List<String> all = options("java.options");
        List<String> keep = options("keep.java.options");

        assertThat(all.stream().filter(option -> !keep.contains(option)))
                .containsExactlyInAnyOrder(
                        "-Xms8m",
                        "-Xmn4m",
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=20",
                        "-XX:ReservedCodeCacheSize=32m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:CompileThresholdScaling=4");
        assertThat(keep.stream().filter(option -> !all.contains(option)))
                .containsExactlyInAnyOrder(
                        "-Xms16m",
                        "-XX:ReservedCodeCacheSize=64m",
                        "-XX:Tier4InvocationThreshold=100000",
                        "-XX:Tier4MinInvocationThreshold=100000",
                        "-XX:Tier4CompileThreshold=200000",
                        "-XX:Tier4BackEdgeThreshold=400000",
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::implCompress,0.0001");
    }

    private static List<String> options(String name) throws IOException {
        return Files.readAllLines(Path.of("bin", name)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
