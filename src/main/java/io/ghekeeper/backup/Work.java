package io.ghekeeper.backup;

import io.ghekeeper.journal.Run;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the supervisor has done.
 *
 * @param begin for each kind of run what does one, and throws what {@link io.ghekeeper.run.Execution#run} throws
 * @param end ends the run at work, and lets none begin any more
 */
public record Work(Map<Run.Kind, Consumer<Run.Cause>> begin, Runnable end) {
    public Work {
        begin = Map.copyOf(begin);
    }
}
