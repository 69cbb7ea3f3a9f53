package io.ghekeeper.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run: with this environment and no other, nothing to read, and its output and errors together at the end
 * of a file.
 *
 * <p>A file and not a pipe: what the program says is kept even when the process that started it is killed, and a
 * program whose reader is gone does not die of it half-way.
 */
public record Command(List<String> arguments, Map<String, String> environment, Path output) {
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
    }
}
