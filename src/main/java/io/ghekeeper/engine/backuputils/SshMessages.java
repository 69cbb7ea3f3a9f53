package io.ghekeeper.engine.backuputils;

import io.ghekeeper.process.GrowingLines;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The file that ssh writes its own messages to. Not many come in one run: each is a line that is read at once. */
final class SshMessages {
    private static final int LONGEST_LINE = 16 * 1024;

    private final Path file;
    private final OutputReader reader;
    private final GrowingLines text = new GrowingLines(LONGEST_LINE);
    private long position;

    SshMessages(Path file, OutputReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** Hands on the lines that were written since the last time; of a line without an end, later. */
    void read() {
        reader.look();
        try (FileChannel messages = FileChannel.open(file)) {
            text.read(messages.position(position), this::message);
            position = messages.position();
        } catch (IOException gone) {
            // Without its messages, nothing is known of connections.
        }
    }

    private void message(String line) {
        String message = PlainText.of(line);
        if (!message.isEmpty()) {
            reader.ssh(message);
        }
    }
}
