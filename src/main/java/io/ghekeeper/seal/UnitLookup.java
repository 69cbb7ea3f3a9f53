package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Optional;

/** Lists that were written before, by their units. */
interface UnitLookup extends AutoCloseable {
    /** The lists of a unit, by their SHA-256. */
    record UnitSums(String entries, Optional<String> inodes) {}

    /** Those of a unit, where there are some. Other than upper ones, units are asked for in their order. */
    Optional<UnitSums> find(String unit) throws IOException;

    @Override
    void close() throws IOException;
}
