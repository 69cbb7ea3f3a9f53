package io.ghekeeper.page;

import io.ghekeeper.journal.Lane;
import io.ghekeeper.monitor.RunSummary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The backups, restores and drills of the last days, by the day on which they began where the schedule is.
 *
 * @param byDay every day, the oldest first, each with its runs, the earliest first
 */
record Days(Map<LocalDate, List<RunSummary>> byDay) {
    static final int COUNT = 30;

    static Days of(List<RunSummary> runs, Times times) {
        LocalDate today = times.today();
        Map<LocalDate, List<RunSummary>> byDay = new TreeMap<>();
        for (int back = COUNT - 1; back >= 0; back--) {
            byDay.put(today.minusDays(back), new ArrayList<>());
        }
        for (RunSummary run : runs) {
            if (run.kind().lane() == Lane.KEEP) {
                continue; // a seal follows each backup, and says nothing of the day
            }
            List<RunSummary> day = byDay.get(times.day(run.begin()));
            if (day != null) {
                day.add(run);
            }
        }
        byDay.values().forEach(day -> day.sort(Comparator.comparing(RunSummary::begin)));
        return new Days(byDay);
    }

    /** The earliest first. */
    List<RunSummary> runs() {
        return byDay.values().stream().flatMap(List::stream).toList();
    }
}
