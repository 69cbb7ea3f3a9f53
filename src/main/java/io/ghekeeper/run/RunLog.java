package io.ghekeeper.run;

import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a stage: to the program's log, and among what the engine prints in the run's own log. */
public final class RunLog {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private final String runId;
    private final Path file;
    private final Disk disk;
    private final Clock clock;
    private final AtomicBoolean unwritable = new AtomicBoolean();

    public RunLog(String runId, Path file, Disk disk, Clock clock) {
        this.runId = runId;
        this.file = file;
        this.disk = disk;
        this.clock = clock;
    }

    void line(RunEvent.LogLine line) {
        if (line.warning()) {
            warning(line.text());
        } else {
            stage(line.text());
        }
    }

    public void stage(String line) {
        RunName.log(runId, () -> LOG.info("{}", line));
        append(line);
    }

    public void warning(String line) {
        RunName.log(runId, () -> LOG.warn("{}", line));
        append(line);
    }

    private void append(String line) {
        String text = clock.instant().truncatedTo(ChronoUnit.SECONDS) + OwnLine.MARK + PlainText.of(line) + "\n";
        try {
            disk.append(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            // The line is in the program's log; a run is not given up for its log.
            if (unwritable.compareAndSet(false, true)) {
                RunName.log(runId, () -> LOG.warn("cannot write to {}: {}", file, full.toString()));
            }
        }
    }
}
