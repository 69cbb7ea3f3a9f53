package io.ghekeeper.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a process of the keep lane, as a deployment has it. */
public final class KeepProcess {
    private KeepProcess() {}

    /** @param arguments see {@link KeepWork} */
    @SuppressWarnings("MissingSummary")
    static List<String> command(String... arguments) throws IOException {
        return command(KeepWork.class, List.of(), arguments);
    }

    /** @param more options, which come after those of the lane */
    @SuppressWarnings("MissingSummary")
    public static List<String> command(Class<?> main, List<String> more, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("java"));
        Files.readAllLines(Path.of("bin/keep.java.options")).stream()
                .filter(line -> line.startsWith("-") && !line.contains("OnOutOfMemoryError"))
                .forEach(command::add);
        command.addAll(more);
        // The jar first, which the archive of classes knows.
        Path jar = Path.of("target/ghe-keeper.jar").toRealPath();
        command.add("-XX:SharedArchiveFile=" + jar.resolveSibling("ghe-keeper.jsa"));
        command.addAll(List.of("-cp", jar + ":" + System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
