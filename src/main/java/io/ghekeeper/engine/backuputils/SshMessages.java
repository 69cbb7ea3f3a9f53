package io.ghekeeper.engine.backuputils;

import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file that ssh writes its own messages to. Not many come in one run: each is a line that is read at once. */
final class SshMessages {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_AT_ONCE = 1 << 20;

    private final Path file;
    private final OutputReader reader;
    private long position;

    SshMessages(Path file, OutputReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** Hands on the lines that were written since the last time; of a line without an end, later. */
    void read() {
        reader.look();
        try (RandomAccessFile messages = new RandomAccessFile(file.toFile(), "r")) {
            messages.seek(position);
            byte[] news = new byte[(int) Math.min(MOST_AT_ONCE, Math.max(0, messages.length() - position))];
            messages.readFully(news);
            String text = new String(news, StandardCharsets.ISO_8859_1); // one byte a character, for the position
            int end = text.lastIndexOf('\n') + 1;
            position += end > 0 || news.length < MOST_AT_ONCE ? end : news.length;
            text.substring(0, end)
                    .lines()
                    .map(line -> PlainText.of(
                            new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)))
                    .filter(line -> !line.isEmpty())
                    .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
                    .forEach(reader::ssh);
        } catch (IOException gone) {
            // Without its messages, nothing is known of connections.
        }
    }
}
