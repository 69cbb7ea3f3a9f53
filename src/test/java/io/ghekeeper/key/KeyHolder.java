package io.ghekeeper.key;

import io.ghekeeper.aws.KmsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Another process that has a key open: prints its file, and keeps it until its input ends. */
public final class KeyHolder {
    private KeyHolder() {}

    public static void main(String[] arguments) throws IOException {
        KeySettings settings = new KeySettings(
                KeySettings.Source.FILE,
                Path.of(arguments[0]),
                "unused",
                Optional.empty(),
                Path.of(arguments[1]),
                false);
        Keys keys = new Keys(settings, new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
        try (SshKey key = keys.open()) {
            System.out.println(key.file());
            while (System.in.read() >= 0) {
                // Kept until the other side closes the pipe or ends.
            }
        }
    }

    static Process start(Path value, Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyHolder.class.getName(),
                        value.toString(),
                        directory.toString())
                .start();
    }
}
