package io.ghekeeper.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A program to run: with this environment and no other, nothing to read, and its output and errors together at the end
 * of a file.
 *
 * <p>A file and not a pipe: what the program says is kept even when the process that started it is killed, and a
 * program whose reader is gone does not die of it half-way.
 *
 * @param unwritten where the program is to go on when its output cannot be written any more, as on a full volume: from then
 *     on its output goes to files of this name, {@code -0}, {@code -1} and so on, of which the last are kept
 */
public record Command(List<String> arguments, Map<String, String> environment, Path output, Optional<Path> unwritten) {
    /** One that is not to go on when its output cannot be written any more. */
    public Command(List<String> arguments, Map<String, String> environment, Path output) {
        this(arguments, environment, output, Optional.empty());
    }

    public Command {
        Objects.requireNonNull(unwritten);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
    }
}
