package io.ghekeeper.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The laboratory's own commands: short, expected to work, and an {@link IllegalStateException} where they do not. */
public final class Tool {
    private Tool() {}

    /** Runs a command to its end and returns what it printed, without the last line end. */
    public static String run(String... command) {
        return run(List.of(command));
    }

    public static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            if (!process.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " interrupted", e);
        }
    }

    /** Writes resources below {@code lab/} to a folder, executable. Named one by one: a class path cannot be listed. */
    public static void install(Path folder, String resourceFolder, String... names) {
        for (String name : names) {
            Path file = folder.resolve(name);
            try (InputStream resource = Tool.class.getResourceAsStream("/lab/" + resourceFolder + "/" + name)) {
                if (resource == null) {
                    throw new IllegalStateException("no resource lab/" + resourceFolder + "/" + name);
                }
                Files.createDirectories(file.getParent());
                Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!file.toFile().setExecutable(true)) {
                throw new IllegalStateException("cannot make " + file + " executable");
            }
        }
    }
}
