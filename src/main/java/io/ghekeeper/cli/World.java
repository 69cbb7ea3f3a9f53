package io.ghekeeper.cli;

import java.time.Clock;
import java.util.Map;

/** What commands take from outside. */
record World(Map<String, String> environment, Clock clock) {
    World {
        environment = Map.copyOf(environment);
    }
}
