package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.EngineBusy;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.Command;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs one program of backup-utils for one run so that its known faults cannot happen: in a session of its own with
 * nothing to read, with a private temporary directory and apart from other runs in {@code /tmp}, with an almost empty
 * backup.config and the environment that it is handed; and with everything that it started ended afterwards, ssh masters included.
 */
final class EngineProgram {
    private static final String CONFIGURATION = "# Everything is passed in the environment.\n";

    /** In the run's directory: what the program prints and cannot be written to its log. */
    static final String UNWRITTEN = "unwritten";

    private static final Duration LAST_LINES = Duration.ofSeconds(20);
    private static final Duration LAST_LINES_POLL = Duration.ofMillis(20);

    private final Path temporaryParent;
    private final TmpSeparation separation;
    private final RunProcesses processes;
    private final Duration stopGrace;
    private final Disk disk;

    EngineProgram(
            Path temporaryParent, TmpSeparation separation, RunProcesses processes, Duration stopGrace, Disk disk) {
        this.temporaryParent = temporaryParent;
        this.separation = separation;
        this.processes = processes;
        this.stopGrace = stopGrace;
        this.disk = disk;
    }

    /** What becomes of a program when its output cannot be written any more, as on a full volume. */
    enum WithoutLog {
        /** It fails. */
        ENDS,
        /** It goes on to its end. */
        GOES_ON
    }

    /** Where a run's programs find what was made for them alone. */
    record EngineFiles(Path configuration, Path temporary) {
        /** The file that ssh writes its own messages to. */
        Path sshMessages() {
            return temporary.resolve("ssh-messages");
        }
    }

    /**
     * Runs it to its end, and returns when nothing of the run is alive any more.
     *
     * @param environment makes the whole environment
     * @param output receives all that is printed, at its end
     * @param withoutLog what happens when that cannot be written any more
     * @param reader is handed what is printed, from a thread of its own
     * @return the exit status
     * @throws Failure ENGINE_FAILED when it cannot be started
     * @throws EngineBusy when another run on this machine must end first
     */
    int run(
            String runId,
            List<String> arguments,
            Function<EngineFiles, Map<String, String>> environment,
            Path output,
            WithoutLog withoutLog,
            OutputReader reader) {
        RunDirectory directory = RunDirectory.create(temporaryParent, runId);
        try {
            Path configuration = Files.writeString(directory.path().resolve("backup.config"), CONFIGURATION);
            EngineFiles place = new EngineFiles(configuration, directory.path());
            // Made here: on a full disk, ssh could not make it, and would not run.
            Files.createFile(place.sshMessages());
            Map<String, String> variables = environment.apply(place);
            Optional<Path> unwritten = withoutLog == WithoutLog.GOES_ON
                    ? Optional.of(directory.path().resolve(UNWRITTEN))
                    : Optional.empty();
            Command command = new Command(arguments, variables, output, unwritten);
            SshIntoLog heard = new SshIntoLog(disk, output, reader);
            SshMessages messages = new SshMessages(place.sshMessages(), heard);
            try (LogFollower follower = LogFollower.atEndOf(output, unwritten, messages, heard::line)) {
                follower.start();
                int status = separation.run(directory.path(), command);
                unwritten.ifPresent(files -> awaitLastLines(runId, files));
                return status;
            }
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.ENGINE_FAILED,
                    "cannot start " + arguments.get(0) + ": " + FileError.words(e),
                    "Check that bash and setsid are installed and that the temporary directory is writable.",
                    e);
        } finally {
            end(runId::equals);
            directory.delete();
        }
    }

    /** What reads the program's output ends when all that writes to it has ended. */
    private void awaitLastLines(String runId, Path unwritten) {
        end(runId::equals);
        Path done = unwritten.resolveSibling(unwritten.getFileName() + "-done");
        long patientUntil = System.nanoTime() + LAST_LINES.toNanos();
        try {
            while (Files.notExists(done) && System.nanoTime() < patientUntil) {
                Thread.sleep(LAST_LINES_POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all that is alive of the runs whose ids fit; says whether nothing is alive any more. */
    boolean end(Predicate<String> runId) {
        try {
            return processes.end(runId, stopGrace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Removes the temporary directories that dead runs left, where their ids fit. */
    void removeLeftDirectories(Predicate<String> runId) {
        RunDirectory.leftBehind(temporaryParent).stream()
                .filter(directory -> runId.test(directory.runId()))
                .forEach(RunDirectory::delete);
    }
}
