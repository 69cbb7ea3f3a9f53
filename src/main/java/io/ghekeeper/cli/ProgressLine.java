package io.ghekeeper.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ghekeeper.history.Progress;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.LoggerFactory;

/**
 * A bar on the terminal that shows the progress of a run. While it is there, the log prints only warnings, above it; the
 * bar names the stages.
 */
final class ProgressLine implements AutoCloseable {
    private static final int REDRAWN_EACH_MILLIS = 250;
    private static final byte[] CLEAR_LINE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);

    private final PrintStream errors = System.err;
    private final Logger log = (Logger) LoggerFactory.getLogger("io.ghekeeper");
    private final Level level = log.getLevel();
    private final ProgressBar bar;
    private final Optional<Run> past;

    private ProgressLine(Screen screen, String name, Optional<Run> past) {
        this.past = past;
        this.bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setUnit(" steps", 1)
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAWN_EACH_MILLIS)
                .continuousUpdate()
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(errors, screen.width()))
                .build();
        bar.setExtraMessage("begins");
        log.setLevel(log.isWarnEnabled() ? Level.WARN : level);
        System.setErr(new PrintStream(new Above(errors), true, StandardCharsets.UTF_8));
    }

    /**
     * Nothing where a person would not see it.
     *
     * @param past an ended run, by whose durations the time left is estimated
     */
    static Optional<ProgressLine> on(Screen screen, String name, Optional<Run> past) {
        return screen.showsErrors() ? Optional.of(new ProgressLine(screen, name, past)) : Optional.empty();
    }

    /** Shows where a run stands. */
    void show(Run run) {
        Progress.of(run, past, Instant.now()).ifPresent(progress -> {
            bar.maxHint(progress.total());
            bar.stepTo(progress.number() - 1);
            bar.setExtraMessage(PlainText.of(progress.title())
                    + progress.left()
                            .map(left -> ", " + Durations.about(left) + " left")
                            .orElse(""));
        });
        if (run.hasSucceeded()) {
            bar.stepTo(bar.getMax());
            bar.setExtraMessage("done");
        }
    }

    @Override
    public void close() {
        bar.close();
        System.setErr(errors);
        log.setLevel(level);
    }

    /** What is printed takes the bar's line; the bar is drawn again below. */
    private static final class Above extends FilterOutputStream {
        Above(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(CLEAR_LINE);
            out.write(bytes, offset, length);
        }
    }
}
