package io.ghekeeper.keep;

import java.time.Instant;
import java.util.Optional;

/** Something that the supervisor has done in the keep lane by itself. */
public interface KeepTask {
    /**
     * What is to be done now. It looks, and changes nothing.
     *
     * @throws io.ghekeeper.failure.Failure when that cannot be read
     */
    Optional<KeepWork> due(Instant now);
}
