package io.ghekeeper.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.StartupLog;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.run.EngineLines;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * A run in a process of its own: in a session of its own, without a terminal, with nothing to read, deaf to SIGHUP, and
 * with its output in the run's log. What ends the process that began it does not reach it.
 */
final class DetachedRun {
    /** Set by the launcher: the program to start again. */
    private static final String LAUNCHER = "ghe-keeper.launcher";

    private static final long POLL_MILLIS = 100;
    private static final int NEWEST = 5;
    private static final int LONGEST_WORDS = 16 * 1024;
    private static final Pattern ERROR =
            Pattern.compile("^ERROR \\[([a-z-]+)\\]: (.*)\\nHINT: (.*)$", Pattern.MULTILINE);

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
     * Begins it, and prints its id and the commands to watch and to end it.
     *
     * @return the run's id, as soon as it is on disk
     * @throws Failure what kept the run from beginning
     */
    String announce(Run.Kind kind, List<String> arguments) throws InterruptedException {
        String id = begin(kind, arguments);
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

    private String begin(Run.Kind kind, List<String> arguments) throws InterruptedException {
        volume.requireMounted();
        journal.createDirectories(); // the first run on a new volume
        Path output = startupLog.create();
        Process process = start(kind, arguments, output);
        while (true) {
            boolean ended = !process.isAlive();
            Optional<String> id = runOf(kind, process.pid());
            if (id.isPresent()) {
                return id.get();
            }
            if (ended) {
                throw refusal(kind, output, process.exitValue());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Process start(Run.Kind kind, List<String> arguments, Path output) {
        String launcher = Optional.ofNullable(System.getProperty(LAUNCHER))
                .orElseThrow(() -> new Failure(
                        FailureKind.INTERNAL,
                        "the program was not started by its launcher, and cannot start itself again",
                        "Start it as ghe-keeper."));
        List<String> command = new ArrayList<>(List.of("setsid", "nohup", launcher));
        root.configFile().ifPresent(file -> command.addAll(List.of("--config", file.toString())));
        command.addAll(List.of("internal", "--output", output.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // A shell that was started from a run's engine hands its mark on; this is another run.
        builder.environment().remove(RunProcesses.VARIABLE);
        // What it says is in the run's log, among the engine's own lines, for people; and read by refusal().
        builder.environment().put("GHE_KEEPER_LOG_FORMAT", "text");
        try {
            return builder.start();
        } catch (IOException e) {
            startupLog.remove(output);
            throw new Failure(
                    FailureKind.INTERNAL,
                    "cannot start a process for the run: " + FileError.words(e),
                    "Check that setsid and nohup are installed; or " + inThisProcess(kind) + ".",
                    e);
        }
    }

    /** setsid, nohup and the launcher all let the next one take their place: the pid stays the same. */
    private Optional<String> runOf(Run.Kind kind, long pid) {
        return journal.newest(NEWEST).readable().stream()
                .filter(run -> run.kind() == kind && run.keeper().pid() == pid)
                .filter(run -> run.keeper().isOfThisMachine())
                .filter(run -> run.begin().isAfter(Instant.now().minus(StartupLog.LONGEST_START)))
                .map(Run::id)
                .findFirst();
    }

    /** What it said before it had a run; then nothing was done. */
    private Failure refusal(Run.Kind kind, Path output, int exitStatus) {
        String said = "";
        try (var in = Files.newInputStream(output, LinkOption.NOFOLLOW_LINKS)) {
            said = new String(in.readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            // Then there is nothing to print.
        }
        startupLog.remove(output);
        Matcher error = ERROR.matcher(said);
        if (error.find()) {
            return new Failure(
                    FailureKind.of(error.group(1)).orElse(FailureKind.INTERNAL), error.group(2), error.group(3));
        }
        // On a full volume, it could not even say why.
        return new Failure(
                FailureKind.of(exitStatus).orElse(FailureKind.INTERNAL),
                "the process of the run ended with " + exitStatus + " before it began"
                        + (said.isBlank() ? "" : ": " + PlainText.of(said.strip())),
                "Nothing was done. To see more, " + inThisProcess(kind) + ".");
    }

    private static String inThisProcess(Run.Kind kind) {
        return kind.takesSnapshot() ? "type it without --detach" : "type it with --foreground";
    }
}
