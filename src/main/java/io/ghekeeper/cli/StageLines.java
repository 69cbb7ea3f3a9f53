package io.ghekeeper.cli;

import io.ghekeeper.process.GrowingLines;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of a run's log, as it grows, the lines that a person who waits wants to see: our own, warnings and errors. */
final class StageLines implements AutoCloseable {
    private static final Pattern WANTED =
            Pattern.compile("^\\d{4}-\\d{2}-\\d{2}T(\\d{2}:\\d{2}:\\d{2})Z\\s+(KEEPER|WARN|ERROR)\\s+(.*)$");
    private static final int LONGEST_LINE = 4096;

    private final Path log;
    private final GrowingLines text = new GrowingLines(LONGEST_LINE);
    private FileChannel file;

    StageLines(Path log) {
        this.log = log;
    }

    /** Those that came since it was asked last. */
    void forEachNew(Consumer<String> lines) {
        try {
            if (file == null) {
                file = FileChannel.open(log);
            }
            text.read(file, line -> hand(line, lines));
        } catch (IOException unreadable) {
            // What is not shown is still in the log.
        }
    }

    private static void hand(String line, Consumer<String> lines) {
        Matcher matcher = WANTED.matcher(PlainText.lines(line));
        if (matcher.matches()) {
            String kind = matcher.group(2).equals("KEEPER") ? "" : matcher.group(2) + "  ";
            lines.accept(matcher.group(1) + "  " + kind + matcher.group(3));
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException readOnly) {
            // Nothing is lost.
        }
    }
}
