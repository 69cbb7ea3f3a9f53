package io.ghekeeper.engine.backuputils;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Writes ssh's own messages into the run's log as well, where people look for them, under a mark that is not believed. */
final class SshIntoLog implements OutputReader {
    private static final Pattern OF_NO_INTEREST = Pattern.compile(SshForms.OF_NO_INTEREST);

    private final Disk disk;
    private final Path log;
    private final OutputReader next;

    SshIntoLog(Disk disk, Path log, OutputReader next) {
        this.disk = disk;
        this.log = log;
        this.next = next;
    }

    @Override
    public void look() {
        next.look();
    }

    @Override
    public void ssh(String line) {
        next.ssh(line);
        if (OF_NO_INTEREST.matcher(line).matches()) {
            return;
        }
        String text = Instant.now().truncatedTo(ChronoUnit.SECONDS) + "  SSH  " + line + "\n";
        try {
            disk.append(log, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            // The failure names it; a run is not given up for its log.
        }
    }

    @Override
    public void line(String line) {
        next.line(line);
    }
}
