package io.ghekeeper.lab;

import io.ghekeeper.process.RunProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One {@code ghe-backup} or {@code ghe-restore} run by hand, as a person would who knows its traps: in a session of its own, with an environment
 * that holds nothing else, and a temporary directory of its own, whose ssh masters are ended at the close. It has the mark of a
 * run: an engine without one may use any data directory, so keepers of tests beside it would refuse to change a snapshot.
 */
public final class EngineRun implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final Path folder;

    private EngineRun(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts it. The folder must be short: a socket's path, which is made below it, holds some 100 characters.
     *
     * @param command the program's path and its arguments
     */
    static EngineRun start(Path folder, Map<String, String> variables, List<String> command) {
        try {
            Files.createDirectories(folder.resolve("tmp"));
            Path configuration = Files.writeString(folder.resolve("backup.config"), "");
            List<String> line = new ArrayList<>(List.of("setsid", "--wait"));
            line.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(line);
            Map<String, String> environment = new TreeMap<>(variables);
            environment.put("PATH", System.getenv("PATH"));
            environment.put("TMPDIR", folder.resolve("tmp").toString());
            environment.put("GHE_BACKUP_CONFIG", configuration.toString());
            environment.put(RunProcesses.VARIABLE, "of-a-bench");
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            return new EngineRun(process, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end; 128 + n after signal n. */
    public int exitStatus() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it has printed so far. */
    public String output() {
        return read("out");
    }

    /** What it has printed on standard error so far. */
    public String complaints() {
        return read("err");
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** The ssh masters that it left alive, by their sockets. */
    List<Path> masters() {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".ghe-sshmux-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        // One may be gone already, with its connection.
        masters().forEach(socket -> Tool.run("bash", "-c", "ssh -O exit -S \"$0\" x || true", socket.toString()));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
