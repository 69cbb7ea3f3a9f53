package io.ghekeeper.keep;

import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Objects;

/**
 * One run of the keep lane that is due, to be done by a process of its own.
 *
 * @param arguments of the hidden command that does it
 * @param words what it does, for the log
 */
public record KeepWork(Run.Kind kind, List<String> arguments, String words) {
    public KeepWork {
        Objects.requireNonNull(kind);
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(words);
    }
}
