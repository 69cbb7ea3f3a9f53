package io.ghekeeper.archive;

import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Lines that are to be added to the state, or to take the place of tables, all at once. */
final class StateChange {
    private final Map<StateTable, LineSorter> tables = new EnumMap<>(StateTable.class);
    private final WorkFolder work;
    private final long budget;

    /** @param budget in bytes, for each table */
    @SuppressWarnings("MissingSummary")
    StateChange(WorkFolder work, long budget) {
        this.work = work;
        this.budget = budget;
    }

    void add(StateTable table, String line) throws IOException {
        tables.computeIfAbsent(table, none -> new LineSorter(work, budget)).add(line);
    }

    /** The tables that it has lines of. */
    Map<StateTable, LineSorter> tables() {
        return tables;
    }
}
