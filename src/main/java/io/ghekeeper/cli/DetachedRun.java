package io.ghekeeper.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.StartupLog;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.run.EngineLines;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A run in a process of its own: in a session of its own, without a terminal, with nothing to read, deaf to SIGHUP, and
 * with its output in the run's log. What ends the process that began it does not reach it.
 */
final class DetachedRun {
    /** Set by the launcher: the program to start again. */
    private static final String LAUNCHER = "ghe-keeper.launcher";

    /** Which options of the Java virtual machine the launcher takes. */
    private static final String LANE = "GHE_KEEPER_LANE";

    private static final long POLL_MILLIS = 100;

    private final RootCommand root;
    private final Volume volume;
    private final Journal journal;
    private final StartupLog startupLog;

    DetachedRun(RootCommand root) {
        Keeper keeper = root.keeper();
        this.root = root;
        this.volume = keeper.core().volume();
        this.journal = keeper.core().journal();
        this.startupLog = journal.startupLog();
    }

    /**
     * Begins it, prints its id and the commands to watch and to end it, and follows it to its end if that is wanted.
     *
     * @return the exit status
     * @throws Failure what kept the run from beginning
     */
    int run(Run.Kind kind, List<String> arguments, boolean follow) throws InterruptedException {
        return run(kind, arguments, Optional.empty(), follow);
    }

    /**
     * The same for one that reads an identity from its standard input. No argument and no file has it.
     *
     * @param identity stays the caller's to close
     */
    int run(Run.Kind kind, List<String> arguments, Optional<ArchiveIdentity> identity, boolean follow)
            throws InterruptedException {
        String id = announce(kind, arguments, identity);
        return follow ? new RunFollower(root, root.keeper()).toTheEnd(id) : 0;
    }

    private String announce(Run.Kind kind, List<String> arguments, Optional<ArchiveIdentity> identity)
            throws InterruptedException {
        String id = begin(kind, arguments, identity);
        root.print(id + " has begun. It goes on when this terminal is lost.");
        root.print("  watch it     ghe-keeper logs " + id + " -f");
        root.print("  end it       ghe-keeper cancel " + id);
        root.print("");
        return id;
    }

    /** For that process: what it says of its run goes into the run's log by itself, and need not be there twice. */
    static void quiet() {
        ((Logger) LoggerFactory.getLogger(RunLog.class)).setLevel(Level.OFF);
        // Each line of it would be read there again, and said again.
        ((Logger) LoggerFactory.getLogger(EngineLines.LOGGER)).setLevel(Level.OFF);
    }

    private String begin(Run.Kind kind, List<String> arguments, Optional<ArchiveIdentity> identity)
            throws InterruptedException {
        RunProcess begun = start(kind, arguments, identity);
        while (true) {
            boolean ended = !begun.process().isAlive();
            Optional<String> id = begun.run();
            if (id.isPresent()) {
                return id.get();
            }
            if (ended) {
                throw begun.refusal();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /**
     * Starts its process, and does not wait for the run.
     *
     * @param arguments of the command {@code internal}
     */
    RunProcess start(Run.Kind kind, List<String> arguments) {
        return start(kind, arguments, Optional.empty());
    }

    private RunProcess start(Run.Kind kind, List<String> arguments, Optional<ArchiveIdentity> identity) {
        volume.requireMounted();
        journal.createDirectories(); // the first run on a new volume
        Path output = startupLog.create();
        ProcessBuilder builder = new ProcessBuilder(command(kind, arguments, identity, output))
                .redirectInput(
                        identity.isPresent()
                                ? ProcessBuilder.Redirect.PIPE
                                : ProcessBuilder.Redirect.from(
                                        Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        environment(kind, builder.environment());
        try {
            Instant before = Instant.now();
            Process process = builder.start();
            identity.ifPresent(one -> hand(one, process));
            return new RunProcess(kind, process, output, journal, before);
        } catch (IOException e) {
            startupLog.remove(output);
            throw new Failure(
                    FailureKind.INTERNAL,
                    "cannot start a process for the run: " + FileError.words(e),
                    "Check that setsid and nohup are installed. " + RunProcess.more(kind),
                    e);
        }
    }

    private static void hand(ArchiveIdentity identity, Process process) {
        try (OutputStream pipe = process.getOutputStream()) {
            identity.writeTo(pipe);
        } catch (IOException e) {
            // It has ended, and its output says why.
        }
    }

    private List<String> command(
            Run.Kind kind, List<String> arguments, Optional<ArchiveIdentity> identity, Path output) {
        String launcher = Optional.ofNullable(System.getProperty(LAUNCHER))
                .orElseThrow(() -> new Failure(
                        FailureKind.INTERNAL,
                        "the program was not started by its launcher, and cannot start itself again",
                        "Start it as ghe-keeper."));
        List<String> command = new ArrayList<>();
        if (kind.lane() == Lane.KEEP) {
            command.addAll(LowPriority.command(root.world().environment().getOrDefault("PATH", "")));
        }
        command.addAll(List.of("setsid", "nohup", launcher));
        root.configFile().ifPresent(file -> command.addAll(List.of("--config", file.toString())));
        command.addAll(List.of("internal", "--output", output.toString()));
        command.addAll(arguments);
        if (identity.isPresent()) {
            command.addAll(List.of("--identity", IdentityFile.STANDARD_INPUT));
        }
        return command;
    }

    private static void environment(Run.Kind kind, Map<String, String> variables) {
        // A shell that was started from a run's engine hands its mark on; this is another run.
        variables.remove(RunProcesses.VARIABLE);
        // What it says is in the run's log, among the engine's own lines, for people; and read by RunProcess.refusal().
        variables.put("GHE_KEEPER_LOG_FORMAT", "text");
        if (kind.callsEngine()) {
            variables.remove(LANE);
        } else {
            variables.put(LANE, "keep"); // it reads and hashes by itself
        }
    }
}
