package io.ghekeeper.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** One sign of a run that the engine left in the data directory: a marker, with the proof that its run is dead or alive. */
public interface Leftover {
    /** Its path in the data directory. */
    Path file();

    default String name() {
        return file().getFileName().toString();
    }

    /** Whether its run is proven dead. */
    boolean stale();

    /** Whether the engine never makes such a thing: a person has to remove it. */
    boolean foreign();

    /** The ground of the decision, as it is written in records and labels: {@code no-process}. */
    String code();

    /** A sentence for people, with what the decision rests on. */
    String proof();

    /** The number of the process that wrote it; nothing where none is known. */
    Optional<Long> writer();

    /** When it was last written. */
    Instant written();
}
