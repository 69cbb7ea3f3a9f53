package io.ghekeeper.lab;

import java.util.stream.IntStream;

/**
 * At which operations a test strikes: some of them, always the first and the last. {@code -Dtests.each-operation=true}
 * strikes at each.
 */
public final class KillPoints {
    private static final boolean EACH = Boolean.getBoolean("tests.each-operation");

    private KillPoints() {}

    /**
     * Their numbers, from 1 on.
     *
     * @param operations of a run that nothing strikes
     * @param step one of so many; a number that shares no factor with the usual four (write, sync, rename, sync) meets
     *     each kind of them
     */
    public static IntStream of(int operations, int step) {
        return IntStream.rangeClosed(1, operations).filter(n -> EACH || n % step == 1 % step || n == operations);
    }
}
