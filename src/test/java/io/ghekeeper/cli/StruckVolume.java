package io.ghekeeper.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A volume on which keepers are struck down, again and again, the promises checked each time. */
interface StruckVolume extends AutoCloseable {
    /** What an undisturbed run of a job does to the volume, each operation by its kind. */
    List<String> operations(CrashJob job) throws IOException;

    /**
     * Strikes once, and lets the next run follow.
     *
     * @param n which operation of its kind, from 1
     * @return the promises that were broken; nothing when there was no such operation
     */
    Optional<List<String>> strike(CrashJob job, Blow blow, String kind, int n) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
