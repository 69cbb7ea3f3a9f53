package io.ghekeeper.run;

import io.ghekeeper.text.PlainText;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Copies what the engine prints to the program's log. It reads the run's log after the engine wrote it, so the engine does
 * not wait. A slow reader of the program's log delays reports of steps and the run's end, but no copying.
 */
public final class EngineLines {
    /** A logger of its own, which separates these lines from ours. */
    public static final String LOGGER = "io.ghekeeper.engine-output";

    /** Set before each: no line of the engine's can be taken for one of ours. */
    private static final String MARK = "| ";

    /** Container runtimes cut lines at 16 KiB; letters of UTF-8 have up to three bytes a char. */
    private static final int LONGEST = 4000;

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final Optional<Level> level;

    /** @param level at which they are logged; without one, they are not */
    @SuppressWarnings("MissingSummary")
    public EngineLines(Optional<Level> level) {
        this.level = level;
    }

    /** Logs a line of the run's log, unless it is of our own: those are in the program's log already. */
    public void printed(String runId, String line) {
        if (level.filter(LOG::isEnabledForLevel).isPresent() && !OwnLine.is(line)) {
            String shown = MARK + PlainText.lines(shortened(line));
            RunName.log(runId, () -> LOG.atLevel(level.get()).log(shown));
        }
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST) + "... (" + (line.length() - LONGEST) + " more)";
    }
}
