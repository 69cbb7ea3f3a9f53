package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A keeper that strikes itself down just before an operation on the volume. Arguments: the configuration, the job, the
 * signal's name, whose pid to give it to ({@code process} or {@code group}), the operation's kind, which of that kind it is,
 * and a file that is made just before.
 */
public final class CrashedKeeper {
    private CrashedKeeper() {}

    public static void main(String[] arguments) {
        String signal = arguments[2];
        String pid = (arguments[3].equals("group") ? "-" : "")
                + ProcessHandle.current().pid();
        Path struck = Path.of(arguments[6]);
        Environment world = new Environment(System.getenv(), Clock.systemUTC());
        Configuration configuration = new ConfigurationReader(world.environment())
                .read(Path.of(arguments[0]), true)
                .configuration();
        NthOperation last = new NthOperation(configuration, arguments[4], Integer.parseInt(arguments[5]));
        Disk disk = new ObservedDisk(operation -> {
            if (last.is(operation)) {
                strike(signal, pid, struck);
            }
        });
        Keeper keeper = new Keeper(configuration, world, disk, run -> {});
        System.exit(CrashJob.valueOf(arguments[1]).tryOn(keeper));
    }

    private static void strike(String signal, String pid, Path struck) throws IOException {
        Files.createFile(struck);
        try {
            new ProcessBuilder("kill", "-" + signal, "--", pid)
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
