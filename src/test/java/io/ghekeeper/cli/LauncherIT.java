package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes makes starts faster, and never worse. */
class LauncherIT {
    private static final String MAPPED = "io.ghekeeper.cli.Main source: shared objects file (top)";

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws IOException {
        for (String name : List.of(
                "bin/ghe-keeper",
                "bin/java.options",
                "bin/keep.java.options",
                "bin/archive-classes",
                "target/ghe-keeper.jar")) {
            Files.copy(Path.of(name), folder.resolve(Path.of(name).getFileName()));
        }
    }

    @Test
    void classesAreMappedFromTheArchiveUntilTheJarIsAnother() throws Exception {
        assertThat(run("archive-classes", folder.resolve("ghe-keeper.jar").toString()))
                .isEmpty();
        assertThat(run("ghe-keeper", "--version")).contains(MAPPED);

        Files.setLastModifiedTime(
                folder.resolve("ghe-keeper.jar"), FileTime.from(Instant.now().minusSeconds(100)));
        assertThat(run("ghe-keeper", "--version")).doesNotContain(MAPPED);
        assertThat(run("ghe-keeper", "--version").lines().filter(line -> !line.contains(" source: ")))
                .as("what a person sees")
                .singleElement()
                .asString()
                .startsWith("ghe-keeper ");
    }

    @Test
    void aBackupFindsItsClassesInTheArchive() throws IOException {
        Path loaded = folder.resolve("loaded");
        try (Deployment deployment = Deployment.in(Files.createDirectory(folder.resolve("site")))) {
            Files.createDirectory(deployment.data());
            deployment.useQuickEngine();
            deployment.configure("");

            Deployment.Result backup =
                    deployment.typeWith(Map.of("GHE_KEEPER_JAVA_OPTS", "-Xlog:class+load:file=" + loaded), "backup");

            assertThat(backup.status()).as(backup.err()).isZero();
        }
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("net.schmizz.sshj.transport.TransportImpl "))
                .filteredOn(line -> line.contains(" io.ghekeeper.") || line.contains(" net.schmizz."))
                .filteredOn(line -> !line.contains("$$")) // what Java makes as it runs
                // They implement interfaces of picocli, whose class files are too old for an archive.
                .filteredOn(line -> !line.contains(".VersionText ") && !line.contains(".UsageErrors "))
                .allMatch(line -> line.contains(" source: shared objects file"));
    }

    @Test
    void onlyTheKeepLaneHasTheBestCompiler() throws Exception {
        assertThat(flags("keep")).contains("-XX:MaxHeapSize=100663296").doesNotContain("TieredStopAtLevel");
        assertThat(flags("")).contains("-XX:TieredStopAtLevel=1");
        assertThat(flags("keep; exit 0")).contains("-XX:TieredStopAtLevel=1");
        assertThat(flags("../../keep")).contains("-XX:TieredStopAtLevel=1");
    }

    private String flags(String lane) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("ghe-keeper").toString(), "--version");
        builder.environment().put("GHE_KEEPER_LANE", lane);
        builder.environment().put("GHE_KEEPER_JAVA_OPTS", "-XX:+PrintCommandLineFlags");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theArchiveNeedsToKnowWhichJar() throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(folder.resolve("archive-classes").toString()).redirectErrorStream(true);

        assertThat(builder.redirectOutput(output.toFile()).start().waitFor()).isEqualTo(2);

        assertThat(Files.readAllLines(output)).singleElement().asString().startsWith("usage: archive-classes JAR");
    }

    @Test
    void memoryThatRunsOutIsNoStateOfStatus() throws Exception {
        Process java = new ProcessBuilder(
                        "java", "@bin/java.options", "-cp", "target/test-classes", MemoryEater.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(printed).isEqualTo(137);
    }

    /** A program that takes all memory there is. */
    static final class MemoryEater {
        private MemoryEater() {}

        public static void main(String[] arguments) {
            List<byte[]> eaten = new ArrayList<>();
            while (eaten.size() < 10_000) {
                eaten.add(new byte[1 << 20]);
            }
        }
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (program.equals("ghe-keeper")) {
            builder.environment().put("GHE_KEEPER_JAVA_OPTS", "-Xlog:class+load");
        }
        int status = builder.redirectOutput(output.toFile()).start().waitFor();
        String text = Files.readString(output);
        assertThat(status).as(text).isZero();
        return text;
    }
}
