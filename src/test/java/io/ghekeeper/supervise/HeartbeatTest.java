package io.ghekeeper.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock("2026-11-20T03:17:00Z");

    @Test
    void isAliveForAsLongAsItVouches() {
        Heartbeat heartbeat = new Heartbeat(folder.resolve("run/supervisor"), clock);
        assertThat(heartbeat.isAlive()).isFalse();

        heartbeat.promise(Duration.ofMinutes(2));
        assertThat(heartbeat.isAlive()).isTrue();
        clock.pass(Duration.ofMinutes(2).plusSeconds(1));
        assertThat(heartbeat.isAlive()).isFalse();

        heartbeat.promise(Duration.ofMinutes(2));
        assertThat(heartbeat.isAlive()).isTrue();
        heartbeat.end();
        assertThat(heartbeat.isAlive()).isFalse();
    }

    @Test
    void isAliveThoughItsFileCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Heartbeat heartbeat = new Heartbeat(file.resolve("supervisor"), clock);

        heartbeat.promise(Duration.ofMinutes(2));

        assertThat(heartbeat.isAlive()).isTrue();
    }
}
