package io.ghekeeper.lab;

import java.time.Duration;

/**
 * How long tests wait for what will happen. One factor for all: the variable {@code GHE_KEEPER_TEST_PATIENCE}, else 1. It
 * changes no test that passes; it only says when a test gives up.
 */
public final class TestTimeouts {
    private static final double FACTOR =
            Double.parseDouble(System.getenv().getOrDefault("GHE_KEEPER_TEST_PATIENCE", "1"));

    /** For anything that a program of the tests does, on a machine whose cores are all busy. */
    public static final Duration LONG = Duration.ofSeconds(Math.round(120 * FACTOR));

    private TestTimeouts() {}
}
