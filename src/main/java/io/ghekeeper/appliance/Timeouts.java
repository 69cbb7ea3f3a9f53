package io.ghekeeper.appliance;

import java.time.Duration;

/**
 * How long to wait for a host.
 *
 * @param connect for the TCP connection
 * @param answer for each answer after that
 * @param whole for the whole connection: a host that sends a little now and then cannot keep it open longer
 */
record Timeouts(Duration connect, Duration answer, Duration whole) {
    static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(60));

    /** The same with a command in it that may take longer. */
    Timeouts with(Duration slowCommand) {
        return new Timeouts(connect, answer, whole.plus(slowCommand));
    }
}
