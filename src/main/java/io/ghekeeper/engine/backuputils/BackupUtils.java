package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.RestoreRequest;
import io.ghekeeper.engine.Step;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.DiskSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Drives {@code ghe-backup} and {@code ghe-restore} so that their known faults cannot happen: each as an
 * {@link EngineProgram}, with a scrubbed environment, pinned host keys and keep-alive; and never believed on its exit
 * status alone.
 */
public final class BackupUtils implements Engine {
    private final Origin origin;
    private final EngineSettings settings;
    private final String searchPath;
    private final RunProcesses processes;
    private final Path temporaryParent;
    private final EngineProgram program;
    private final Listener listener;

    /**
     * An engine for one appliance and one data directory.
     *
     * @param temporaryParent where each run's private temporary directory is made
     * @param searchPath the PATH on which backup-utils finds ssh, rsync and the rest
     * @param disk of the volume, where the run's log is
     * @param listener gets each line that backup-utils prints, beside the run's log
     */
    public BackupUtils(
            Origin origin,
            EngineSettings settings,
            Path temporaryParent,
            String searchPath,
            RunProcesses processes,
            Disk disk,
            Listener listener) {
        this.origin = origin;
        this.settings = settings;
        this.searchPath = searchPath;
        this.processes = processes;
        this.temporaryParent = temporaryParent;
        this.program = new EngineProgram(
                temporaryParent, new TmpSeparation(searchPath), processes, settings.stopGrace(), disk);
        this.listener = listener;
    }

    /** Hears what runs print, from a thread of the engine's, some time after it is in the run's log. */
    public interface Listener {
        void printed(String runId, String line);
    }

    private OutputReader heard(String runId, OutputReader understood, Findings findings) {
        return new OutputReader() {
            @Override
            public void look() {
                understood.look();
            }

            @Override
            public void ssh(String line) {
                understood.ssh(line);
            }

            @Override
            public void line(String line) {
                understood.line(line); // first, because a listener may be slow
                findings.line(line);
                listener.printed(runId, line);
            }
        };
    }

    @Override
    public EngineReport backup(BackupRequest request, Consumer<Step> progress) {
        Path tool = new Installation(settings, searchPath).program();
        Map<String, String> options = settings.options();
        BackupOutput output = new BackupOutput(EngineEnvironment.hostName(origin), isParallel(options), progress);
        Findings findings = new Findings(options);
        EngineEnvironment environment = new EngineEnvironment(settings, searchPath);
        // Verbose, because without it rsync's errors vanish.
        int exitStatus = program.run(
                request.runId(),
                List.of(tool.toString(), "-v"),
                place -> environment.of(origin, request, place),
                request.output(),
                EngineProgram.WithoutLog.ENDS,
                heard(request.runId(), output, findings));
        EngineReport report = new EngineReport(
                output.finished(),
                findings.all(),
                PartsLeftOut.ofBackup(options),
                PartsLeftOut.holdsOnlyMetadataOfIndices(options));
        if (exitStatus != 0) {
            DiskFull room = new DiskFull(
                    origin.dataDirectory(), Optional.of(origin.dataDirectory()), temporaryParent, DiskSpace::at);
            throw report.attachedTo(new Diagnosis(output, room, sharesConnections(options)).of(exitStatus));
        }
        return report;
    }

    @Override
    public EngineReport restore(RestoreRequest request, Consumer<Step> progress) {
        List<String> command = restoreCommand(request);
        RestoreOutput output =
                new RestoreOutput(EngineEnvironment.hostName(request.target()), request.withSettings(), progress);
        EngineEnvironment environment = new EngineEnvironment(settings, searchPath);
        Map<String, String> options = EngineEnvironment.options(settings, request);
        Findings findings = new Findings(options);
        int exitStatus = program.run(
                request.runId(),
                command,
                place -> environment.of(request, place),
                request.output(),
                EngineProgram.WithoutLog.GOES_ON,
                heard(request.runId(), output, findings));
        RestoreDiagnosis diagnosis = diagnosis(request, options, output);
        if (exitStatus != 0) {
            throw diagnosis.of(exitStatus);
        }
        if (!output.finished()) {
            throw diagnosis.unproven(request.target().host());
        }
        PartsToRestore parts =
                new PartsToRestore(request.target().dataDirectory().resolve(request.snapshotId()));
        return new EngineReport(
                true, findings.all().stream().filter(parts::concerns).toList(), PartsLeftOut.ofRestore(options), false);
    }

    private RestoreDiagnosis diagnosis(RestoreRequest request, Map<String, String> options, RestoreOutput output) {
        DiskFull room =
                new DiskFull(request.target().dataDirectory(), Optional.empty(), temporaryParent, DiskSpace::at);
        return new RestoreDiagnosis(request.runId(), output, room, isParallel(options), sharesConnections(options));
    }

    private static boolean isParallel(Map<String, String> options) {
        return Requirement.isParallel(options);
    }

    private static boolean sharesConnections(Map<String, String> options) {
        return options.getOrDefault("GHE_DISABLE_SSH_MUX", "").isEmpty();
    }

    /** Forced, because its question takes the end of what there is to read for a yes; consent is asked before. */
    private List<String> restoreCommand(RestoreRequest request) {
        List<String> command = new ArrayList<>();
        command.add(new Installation(settings, searchPath).restoreProgram().toString());
        command.addAll(List.of("-v", "-f"));
        if (request.withSettings()) {
            command.add("-c");
        }
        if (request.skipMysql()) {
            command.add("--skip-mysql");
        }
        command.addAll(List.of("-s", request.snapshotId(), EngineEnvironment.hostName(request.target())));
        return command;
    }

    @Override
    public boolean end(String runId) {
        return program.end(runId::equals);
    }

    @Override
    public boolean isRunning(String runId) {
        return processes.isRunning(runId);
    }

    @Override
    public long transferred(String runId) {
        return processes.transferred(runId);
    }

    @Override
    public int endLeftovers(Predicate<String> ownedHere) {
        int found = processes.alive(ownedHere).size();
        if (found > 0 && !program.end(ownedHere)) {
            throw new Failure(
                    FailureKind.ENGINE_ACTIVE,
                    "processes of an earlier run do not end, not even killed: "
                            + processes.alive(ownedHere).stream()
                                    .map(process -> Long.toString(process.pid()))
                                    .toList(),
                    "They hang in the kernel, most likely on the volume; restart the machine or the pod.");
        }
        program.removeLeftDirectories(ownedHere);
        return found;
    }
}
