package io.ghekeeper.cli;

import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.journal.Run;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A keeper that takes a backup and kills itself with SIGKILL, right after its n-th change of the journal. Arguments: the configuration, n.
 */
public final class KilledBackup {
    private KilledBackup() {}

    public static void main(String[] arguments) {
        int last = Integer.parseInt(arguments[1]);
        AtomicInteger changes = new AtomicInteger();
        Environment world = new Environment(System.getenv(), Clock.systemUTC());
        Keeper keeper = new Keeper(
                new ConfigurationReader(world.environment())
                        .read(Path.of(arguments[0]), true)
                        .configuration(),
                world,
                new LocalDisk(),
                run -> {
                    if (changes.incrementAndGet() == last) {
                        killThisProcess();
                    }
                });
        keeper.runs().backup().run(Run.Cause.HAND);
        System.exit(0);
    }

    private static void killThisProcess() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
