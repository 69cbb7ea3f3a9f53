package io.ghekeeper.cli;

import java.time.Clock;
import java.util.Map;

/** What commands take from outside. */
record Environment(Map<String, String> environment, Clock clock) {
    Environment {
        environment = Map.copyOf(environment);
    }
}
