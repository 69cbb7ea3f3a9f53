package io.ghekeeper.appliance;

import java.time.Duration;

/**
 * How long to wait for a host.
 *
 * @param connect for the TCP connection
 * @param answer for each answer after that
 * @param whole for all of a connection: a host that says a little now and then holds nobody longer
 */
record Patience(Duration connect, Duration answer, Duration whole) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(60));

    /** The same with a command in it that may take longer. */
    Patience with(Duration slowCommand) {
        return new Patience(connect, answer, whole.plus(slowCommand));
    }
}
