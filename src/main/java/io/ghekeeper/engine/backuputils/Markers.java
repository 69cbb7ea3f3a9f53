package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.LiveProcess;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The three in-progress files of backup-utils, and the proof that the run behind one is dead.
 *
 * <p>backup-utils itself only ever looks at the first of them, so that the others, left by a killed run, block restores
 * or backups for ever. All three are treated alike here. Age alone proves nothing: a marker goes when, and only when, no
 * process that could have written it lives. Callers hold the lease, which proves that no other ghe-keeper is running.
 */
public final class Markers implements Leftovers {
    private static final Set<String> TOOLS = Set.of("ghe-backup", "ghe-restore");
    private static final String RESTORE_MARKER = "in-progress-restore";
    private static final List<String> NAMES = List.of("in-progress", "in-progress-backup", RESTORE_MARKER);
    private static final String SNAPSHOT_VARIABLE = "GHE_SNAPSHOT_TIMESTAMP";

    /** Which a restore hands to its children; its marker does not name the snapshot. */
    private static final String RESTORE_VARIABLE = "GHE_RESTORE_SNAPSHOT";

    private static final int LONGEST_CONTENT = 4096;
    private static final int LONGEST_COMMAND = 80;

    /** A process's start is known to about a second, a file's time to less; nearer than this proves nothing. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    private final Path dataDirectory;
    private final Disk disk;
    private final ProcessTable processes;
    private final Predicate<LiveProcess> counted;

    public Markers(Path dataDirectory, Disk disk, ProcessTable processes) {
        this(dataDirectory, disk, processes, process -> true);
    }

    private Markers(Path dataDirectory, Disk disk, ProcessTable processes, Predicate<LiveProcess> counted) {
        this.dataDirectory = dataDirectory;
        this.disk = disk;
        this.processes = processes;
        this.counted = counted;
    }

    /** The same, as if no process of the runs whose ids match were alive: the caller ends those first. */
    @Override
    public Markers without(Predicate<String> runId) {
        return new Markers(
                dataDirectory,
                disk,
                processes,
                process -> RunProcesses.runOf(process).filter(runId).isEmpty());
    }

    /** Every marker that is there, judged. */
    @Override
    public List<MarkerVerdict> judge() {
        List<MarkerVerdict> verdicts = new ArrayList<>();
        for (String name : NAMES) {
            read(dataDirectory.resolve(name)).map(this::judge).ifPresent(verdicts::add);
        }
        return verdicts;
    }

    /**
     * Removes the stale ones. Each is judged again just before, so that one written meanwhile stays.
     *
     * @return what was removed, with the proof
     * @throws Failure VOLUME_UNUSABLE when a stale one cannot be removed
     */
    @Override
    public List<MarkerVerdict> clearStale() {
        List<MarkerVerdict> cleared = new ArrayList<>();
        for (MarkerVerdict verdict : judge()) {
            if (verdict.stale() && read(verdict.marker().file()).equals(Optional.of(verdict.marker()))) {
                delete(verdict.marker().file());
                cleared.add(verdict);
            }
        }
        return cleared;
    }

    /** Whether a live process may be using a snapshot: one that carries its id, or any tool of this place. */
    @Override
    public boolean mayBeUsing(String snapshotId) {
        return processes
                .matching(process -> mayWriteHere(process)
                        || (snapshotId.equals(process.environment().get(SNAPSHOT_VARIABLE))
                                && !isSshMaster(process)
                                && !worksElsewhere(process)))
                .stream()
                .anyMatch(counted);
    }

    private void delete(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot remove the stale marker " + file + ": " + FileError.words(e),
                    "Check that the volume is writable for this user.",
                    e);
        }
    }

    private MarkerVerdict judge(Marker marker) {
        if (marker.form() == Marker.Form.FOREIGN) {
            return alive(marker, "it is no file that backup-utils writes; look at it and remove it by hand");
        }
        Optional<LiveProcess> ours = ofItsRun(marker);
        if (ours.isPresent()) {
            return alive(marker, "a process of its run is alive: " + describe(ours.get()));
        }
        if (marker.pid().isEmpty()) {
            return judgeByAnyTool(marker);
        }
        long pid = marker.pid().get();
        Optional<LiveProcess> process = processes.find(pid).filter(counted);
        if (process.isEmpty()) {
            return stale(marker, MarkerVerdict.Ground.NO_PROCESS, "no process has pid " + pid);
        }
        String described = describe(process.get());
        if (!isTool(process.get())) {
            return stale(marker, MarkerVerdict.Ground.OTHER_PROGRAM, "its pid is another program's now: " + described);
        }
        Instant began = process.get().began();
        if (began.isAfter(marker.written().plus(CLOCK_SLACK))) {
            return stale(
                    marker,
                    MarkerVerdict.Ground.PID_REUSED,
                    "its pid was reused: " + described + " began at " + began + ", after the marker was written at "
                            + marker.written());
        }
        return alive(marker, "the process that wrote it is alive: " + described);
    }

    /** Without a pid, only the absence of every process that could have written it is a proof. */
    private MarkerVerdict judgeByAnyTool(Marker marker) {
        String what = switch (marker.form()) {
            case SYMBOLIC_LINK -> "a symbolic link, as old releases made it,";
            case UNREADABLE -> "an unreadable file";
            case FILE, FOREIGN -> "a file without a pid";
        };
        return processes.matching(this::mayWriteHere).stream()
                .filter(counted)
                .findFirst()
                .map(tool -> alive(marker, what + " that a living process may have written: " + describe(tool)))
                .orElseGet(() -> stale(
                        marker, MarkerVerdict.Ground.NO_TOOL, what + " and no ghe-backup or ghe-restore is alive"));
    }

    /** backup-utils hands the snapshot's id to its children; ours also carry the run's id. */
    private Optional<LiveProcess> ofItsRun(Marker marker) {
        return processes.matching(process -> isOfItsRun(process, marker) && !isSshMaster(process)).stream()
                .filter(counted)
                .findFirst();
    }

    private boolean isOfItsRun(LiveProcess process, Marker marker) {
        if (process.environment().containsKey(RESTORE_VARIABLE)) {
            return marker.file().endsWith(RESTORE_MARKER) && !worksElsewhere(process);
        }
        String snapshot = process.environment().get(SNAPSHOT_VARIABLE);
        return (snapshot != null && marker.writer().isPresent())
                ? marker.writer().get().equals(snapshot) && !worksElsewhere(process)
                : RunProcesses.runOf(process).isPresent() && worksHere(process);
    }

    /** backup-utils starts a connection for later use with {@code ssh -f}; it idles for ten minutes after its run. */
    private static boolean isSshMaster(LiveProcess process) {
        List<String> arguments = process.arguments();
        return (process.programName().filter("ssh"::equals).isPresent() && arguments.contains("-f"))
                || (!arguments.isEmpty() && arguments.get(0).startsWith("ssh: "));
    }

    private boolean worksHere(LiveProcess process) {
        return dataDirectory.toString().equals(process.environment().get("GHE_DATA_DIR"));
    }

    private boolean worksElsewhere(LiveProcess process) {
        return process.environment().containsKey("GHE_DATA_DIR") && !worksHere(process);
    }

    /**
     * Whether a process may have written a marker here. Only of our own runs is the environment's data directory the true
     * one: a backup.config, which one begun by hand has, beats the environment.
     */
    private boolean mayWriteHere(LiveProcess process) {
        return isTool(process) && !(RunProcesses.runOf(process).isPresent() && worksElsewhere(process));
    }

    private static boolean isTool(LiveProcess process) {
        return process.programName().filter(TOOLS::contains).isPresent();
    }

    private static String describe(LiveProcess process) {
        String run = RunProcesses.runOf(process).map(id -> ", of run " + id).orElse("");
        return "pid " + process.pid() + " (" + process.commandLine(LONGEST_COMMAND) + ")" + run;
    }

    private static MarkerVerdict alive(Marker marker, String proof) {
        return new MarkerVerdict(marker, MarkerVerdict.Ground.ALIVE, proof);
    }

    private static MarkerVerdict stale(Marker marker, MarkerVerdict.Ground ground, String proof) {
        return new MarkerVerdict(marker, ground, proof);
    }

    private static Optional<Marker> read(Path file) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot look at the marker " + file + ": " + FileError.words(e),
                    "Check that the volume is mounted and readable for this user.",
                    e);
        }
        Instant written = attributes.lastModifiedTime().toInstant();
        if (attributes.isSymbolicLink()) {
            return Optional.of(without(file, Marker.Form.SYMBOLIC_LINK, written));
        }
        if (!attributes.isRegularFile()) {
            return Optional.of(without(file, Marker.Form.FOREIGN, written));
        }
        return Optional.of(readContent(file, written));
    }

    private static Marker readContent(Path file, Instant written) {
        String content;
        try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            content = new String(stream.readNBytes(LONGEST_CONTENT), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return without(file, Marker.Form.UNREADABLE, written);
        }
        String[] words = content.strip().split("\\s+", -1);
        if (words.length != 2 || !words[0].matches("[0-9T]{1,20}") || !words[1].matches("[1-9][0-9]{0,9}")) {
            return without(file, Marker.Form.FILE, written);
        }
        return new Marker(
                file, Marker.Form.FILE, Optional.of(words[0]), Optional.of(Long.parseLong(words[1])), written);
    }

    private static Marker without(Path file, Marker.Form form, Instant written) {
        return new Marker(file, form, Optional.empty(), Optional.empty(), written);
    }
}
