package io.ghekeeper.config;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** Reads a text as the file {@code ghe-keeper.yaml}. */
public final class Reading {
    /** The shortest configuration that is good. */
    public static final String HOST = "appliance:\n  host: github.example.com\n";

    private final Path file;

    public Reading(Path folder) {
        file = folder.resolve("ghe-keeper.yaml");
    }

    public Path file() {
        return file;
    }

    public LoadedConfiguration read(String yaml, Map<String, String> environment) {
        try {
            Files.writeString(file, yaml);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new ConfigurationReader(environment).read(file, true);
    }

    public Configuration configuration(String yaml) {
        return read(yaml, Map.of()).configuration();
    }

    public List<String> problems(String yaml) {
        return problems(yaml, Map.of());
    }

    /** The lines of the failure that must come; empty when there is none. */
    public List<String> problems(String yaml, Map<String, String> environment) {
        try {
            read(yaml, environment);
            return List.of();
        } catch (Failure failure) {
            Assertions.assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
            List<String> lines = failure.getMessage().lines().toList();
            int count = lines.size() - 1;
            Assertions.assertThat(lines.get(0))
                    .isEqualTo(count + (count == 1 ? " problem" : " problems") + " in the configuration:");
            return lines.stream().skip(1).map(String::strip).toList();
        }
    }
}
