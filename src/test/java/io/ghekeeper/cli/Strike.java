package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.JavaProgram;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Strikes keepers of one deployment: with a signal one in a process of its own, with a failure one in this process. */
final class Strike {
    private final Path folder;
    private final Path configurationFile;
    private final Configuration configuration;

    /** @param folder for what the struck process says */
    @SuppressWarnings("MissingSummary")
    Strike(Path folder, Deployment deployment) {
        this.folder = folder;
        this.configurationFile = deployment.configuration();
        this.configuration = new ConfigurationReader(System.getenv())
                .read(configurationFile, true)
                .configuration();
    }

    /** The operations of an undisturbed run, each by its kind. */
    List<String> operations(CrashJob job) {
        List<String> operations = new ArrayList<>();
        job.tryOn(keeper(new ObservedDisk(operation -> operations.add(NthOperation.kind(operation, configuration)))));
        return operations;
    }

    /**
     * Strikes.
     *
     * @param broken takes what was not said as it has to be
     * @return whether there was such an operation
     */
    boolean at(CrashJob job, Blow blow, String kind, int n, List<String> broken)
            throws IOException, InterruptedException {
        return blow.isSignal() ? signal(job, blow, kind, n) : fail(job, blow, kind, n, broken);
    }

    private boolean signal(CrashJob job, Blow blow, String kind, int n) throws IOException, InterruptedException {
        Path struck = folder.resolve("struck");
        Files.deleteIfExists(struck);
        List<String> command = new ArrayList<>(List.of("setsid", "--wait"));
        command.addAll(JavaProgram.command(
                CrashedKeeper.class,
                configurationFile.toString(),
                job.name(),
                blow.signal(),
                blow == Blow.GROUP_KILL ? "group" : "process",
                kind,
                Integer.toString(n),
                struck.toString()));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("struck.log").toFile())
                .start()
                .waitFor();
        return Files.exists(struck);
    }

    private boolean fail(CrashJob job, Blow blow, String kind, int n, List<String> broken) {
        NthOperation failing = new NthOperation(configuration, kind, n);
        AtomicBoolean failed = new AtomicBoolean();
        Disk disk = new ObservedDisk(operation -> {
            boolean fails = failing.is(operation) || (failed.get() && blow == Blow.FAILS_FOR_GOOD);
            if (fails) {
                failed.set(true);
                throw new IOException("No space left on device");
            }
        });
        try {
            job.run(keeper(disk));
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.INTERNAL || failure.hint().isBlank()) {
                broken.add("6: not said what to do: " + failure);
            }
        } catch (RuntimeException fault) {
            broken.add("6: a fault of the program's own: " + fault);
        }
        return failed.get();
    }

    /** One that nothing strikes. */
    Keeper keeper() {
        return keeper(new LocalDisk());
    }

    Keeper keeper(Disk disk) {
        return keeper(disk, Clock.systemUTC());
    }

    Keeper keeper(Disk disk, Clock clock) {
        return new Keeper(configuration, new Environment(System.getenv(), clock), disk, run -> {});
    }
}
