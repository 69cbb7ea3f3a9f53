package io.ghekeeper.run;

import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** The id of the run that a thread works for: each line that it logs meanwhile carries it. */
public final class RunName {
    /** By this name {@code logback.xml} and the lines of JSON find it. */
    private static final String KEY = "run";

    private RunName() {}

    /** Does some work for a run. */
    static <T> T within(String runId, Supplier<T> work) {
        String before = MDC.get(KEY);
        MDC.put(KEY, runId);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(KEY);
            } else {
                MDC.put(KEY, before);
            }
        }
    }

    /** Logs something of a run. */
    public static void log(String runId, Runnable line) {
        within(runId, () -> {
            line.run();
            return runId;
        });
    }

    /** The same work, for another thread: it carries the id of the run that this thread works for now. */
    static Runnable sameIn(Runnable work) {
        Map<String, String> here = MDC.getCopyOfContextMap();
        return () -> {
            if (here != null) {
                MDC.setContextMap(here);
            }
            work.run();
        };
    }
}
