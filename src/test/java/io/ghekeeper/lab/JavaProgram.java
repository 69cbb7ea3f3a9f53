package io.ghekeeper.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main class of the tests in a Java process of its own, for integration tests. The built jar comes first on its class
 * path, because the archive of classes then fits: such a process needs half the time.
 */
public final class JavaProgram {
    private static final Path JAR = Path.of("target/ghe-keeper.jar").toAbsolutePath();
    private static final Path ARCHIVE = Path.of("target/ghe-keeper.jsa").toAbsolutePath();

    private JavaProgram() {}

    /** The command line. */
    public static List<String> command(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-Xlog:cds=off,cds+dynamic=off",
                "-Dlogback.configurationFile=logback-test.xml",
                "-cp",
                JAR + ":" + System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
