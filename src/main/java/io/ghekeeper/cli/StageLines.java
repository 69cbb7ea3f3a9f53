package io.ghekeeper.cli;

import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of a run's log, as it grows, the lines that a person who waits wants to see: our own, warnings and errors. */
final class StageLines implements AutoCloseable {
    private static final Pattern WANTED =
            Pattern.compile("^\\d{4}-\\d{2}-\\d{2}T(\\d{2}:\\d{2}:\\d{2})Z\\s+(KEEPER|WARN|ERROR)\\s+(.*)$");
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_LINE = 4096;

    private final Path log;
    private RandomAccessFile file;
    private final StringBuilder line = new StringBuilder();

    StageLines(Path log) {
        this.log = log;
    }

    /** Those that came since it was asked last. */
    void forEachNew(Consumer<String> lines) {
        try {
            if (file == null) {
                file = new RandomAccessFile(log.toFile(), "r");
            }
            byte[] chunk = new byte[CHUNK];
            for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
                take(new String(chunk, 0, count, StandardCharsets.ISO_8859_1), lines);
            }
        } catch (IOException unreadable) {
            // What is not shown is still in the log.
        }
    }

    private void take(String text, Consumer<String> lines) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                tell(lines);
            } else if (line.length() < LONGEST_LINE) {
                line.append(c);
            }
        }
    }

    private void tell(Consumer<String> lines) {
        // One byte a character until the line is whole, so that none of UTF-8 is cut.
        String whole = new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        line.setLength(0);
        Matcher matcher = WANTED.matcher(PlainText.lines(whole));
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
