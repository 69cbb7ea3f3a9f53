package io.ghekeeper.log;

import java.util.Objects;

/**
 * How the program's log looks.
 *
 * @param level the least that is said
 * @param engineOutput the level that each line of the engine's output has in it
 */
public record LogSettings(Format format, Level level, EngineOutput engineOutput) {
    /** How a line looks. */
    public enum Format {
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    /** From the one that says least. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** What becomes of the engine's output, besides the run's own log. */
    public enum EngineOutput {
        OFF,
        DEBUG,
        INFO
    }

    public LogSettings {
        Objects.requireNonNull(format);
        Objects.requireNonNull(level);
        Objects.requireNonNull(engineOutput);
    }
}
