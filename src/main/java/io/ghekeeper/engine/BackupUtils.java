package io.ghekeeper.engine;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.Command;
import io.ghekeeper.process.Program;
import io.ghekeeper.process.RunProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Drives {@code ghe-backup} so that its known faults cannot happen: in a session of its own with nothing to read, with a
 * private temporary directory, an almost empty backup.config, a scrubbed environment, pinned host keys and keep-alive;
 * and with everything that it started ended afterwards, ssh masters included.
 */
public final class BackupUtils implements Engine {
    private static final String CONFIGURATION = "# Everything is passed in the environment.\n";

    private final Origin origin;
    private final EngineSettings settings;
    private final Path temporaryParent;
    private final String searchPath;
    private final RunProcesses processes;

    /**
     * An engine for one appliance and one data directory.
     *
     * @param temporaryParent where each run's private temporary directory is made
     * @param searchPath the PATH on which backup-utils finds ssh, rsync and the rest
     */
    public BackupUtils(
            Origin origin, EngineSettings settings, Path temporaryParent, String searchPath, RunProcesses processes) {
        this.origin = origin;
        this.settings = settings;
        this.temporaryParent = temporaryParent;
        this.searchPath = searchPath;
        this.processes = processes;
    }

    @Override
    public void backup(BackupRequest request, Consumer<Step> progress) {
        Path program = new Installation(settings, searchPath).program();
        BackupOutput output = new BackupOutput(progress);
        RunDirectory directory = RunDirectory.create(temporaryParent, request.runId());
        int exitStatus;
        try {
            exitStatus = run(program, request, directory, output);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.ENGINE_FAILED,
                    "cannot start " + program + ": " + e.getMessage(),
                    "Check that bash and setsid are installed and that the temporary directory is writable.",
                    e);
        } finally {
            end(request.runId());
            directory.delete();
        }
        if (exitStatus != 0) {
            throw Diagnosis.of(exitStatus, output);
        }
        if (!output.finished()) {
            throw new Failure(
                    FailureKind.CAPTURE_UNPROVEN,
                    "ghe-backup ended with 0 but never said that the backup of " + origin.host() + " finished",
                    "Read what it printed in the run's log; the snapshot is not counted as good.");
        }
    }

    private int run(Path program, BackupRequest request, RunDirectory directory, BackupOutput output)
            throws IOException {
        Path configuration = Files.writeString(directory.path().resolve("backup.config"), CONFIGURATION);
        Map<String, String> environment =
                EngineEnvironment.of(origin, settings, request, configuration, directory.path(), searchPath);
        // Verbose, because without it rsync's errors vanish.
        Command command = new Command(List.of(program.toString(), "-v"), environment, request.output());
        try (LogFollower follower = LogFollower.atEndOf(request.output(), output::line)) {
            follower.start();
            return new Program().run(command);
        }
    }

    @Override
    public boolean end(String runId) {
        return end(runId::equals);
    }

    @Override
    public long transferred(String runId) {
        return processes.transferred(runId);
    }

    @Override
    public int endLeftovers(Predicate<String> ownedHere) {
        int found = processes.alive(ownedHere).size();
        if (found > 0 && !end(ownedHere)) {
            throw new Failure(
                    FailureKind.ENGINE_ACTIVE,
                    "processes of an earlier run do not end, not even killed: "
                            + processes.alive(ownedHere).stream()
                                    .map(process -> Long.toString(process.pid()))
                                    .toList(),
                    "They hang in the kernel, most likely on the volume; restart the machine or the pod.");
        }
        RunDirectory.leftBehind(temporaryParent).stream()
                .filter(directory -> ownedHere.test(directory.runId()))
                .forEach(RunDirectory::delete);
        return found;
    }

    private boolean end(Predicate<String> runId) {
        try {
            return processes.end(runId, settings.stopGrace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
