package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Every run, on disk before it has any effect, and readable whenever the process dies.
 *
 * <p>A run is a directory {@code runs/<id>} with {@code run.json} and {@code output.log}. The directory is filled under
 * another name and then renamed, so that there is never one without its document.
 */
public final class Journal {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String RUN_IDS = "[0-9]*";
    private static final String UNFINISHED_PREFIX = ".new-";

    private final Path directory;
    private final Path runs;
    private final Clock clock;
    private final Consumer<Run> observer;
    private final Lease lease;
    private final RunDocument document = new RunDocument();
    private final RandomGenerator random = RandomGenerator.getDefault();

    /** @param observer is told each run after each of its changes has reached the disk */
    @SuppressWarnings("MissingSummary")
    public Journal(JournalSettings settings, Clock clock, Consumer<Run> observer) {
        this.directory = settings.directory();
        this.runs = directory.resolve("runs");
        this.clock = clock;
        this.observer = observer;
        this.lease = new Lease(directory);
    }

    /**
     * Takes the right to run on this volume.
     *
     * @throws Failure RUN_ACTIVE when another run is at work
     */
    public Lease.Held acquireLease() {
        createDirectories();
        return lease.acquire(Holder.thisProcess());
    }

    /** Begins a run: when this returns, it is on disk. */
    public OpenRun begin(Lease.Held held, Run.Kind kind, Run.Trigger trigger) {
        held.requireOpen();
        return new OpenRun(this, create(kind, trigger, clock.instant(), Optional.empty()));
    }

    /** Records a tick that could not run. Needs no lease: it is of use just when another one holds it. */
    public Run skip(Run.Kind kind, Run.Trigger trigger, Run.Reason reason) {
        createDirectories();
        Instant now = clock.instant();
        return create(kind, trigger, now, Optional.of(new Run.End(now, Run.Outcome.SKIPPED, Optional.of(reason))));
    }

    /**
     * Closes the runs whose process is gone. Who holds the lease knows that every open run is one: no run is without the
     * lease, and the lease ends with its process.
     */
    public List<Run> closeAbandoned(Lease.Held held) {
        held.requireOpen();
        List<Run> closed = new ArrayList<>();
        for (Run run : all().readable()) {
            if (run.isOpen()) {
                Run.Reason reason = new Run.Reason(
                        FailureKind.RUN_INTERRUPTED.code(),
                        "its process (" + run.keeper() + ") is gone",
                        "Nothing to do: the next run works from the last good snapshot.");
                OpenRun open = new OpenRun(this, run);
                open.end(Run.Outcome.INTERRUPTED, Optional.of(reason));
                closed.add(open.run());
            }
        }
        return closed;
    }

    /** All runs, the newest first; what cannot be read is told apart and never in the way. */
    public Runs all() {
        List<Run> readable = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(runs, RUN_IDS)) {
            for (Path entry : entries) {
                Path file = entry.resolve("run.json");
                try {
                    readable.add(document.read(Files.readAllBytes(file)));
                } catch (IOException e) {
                    unreadable.add(file + " cannot be read: " + e.getMessage());
                } catch (RunDocument.Unreadable e) {
                    unreadable.add(file + " " + e.getMessage());
                }
            }
        } catch (NoSuchFileException noRunYet) {
            return new Runs(List.of(), List.of());
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    "cannot list the runs in " + runs + ": " + e.getMessage(),
                    "Check that the volume is mounted and readable for this user.",
                    e);
        }
        readable.sort(Comparator.comparing(Run::id).reversed());
        return new Runs(List.copyOf(readable), List.copyOf(unreadable));
    }

    /** Whether there is a run of this id on this volume. */
    public boolean knows(String runId) {
        return runId.matches("[0-9A-Za-z-]+") && Files.isDirectory(runs.resolve(runId));
    }

    /** Where what the run prints is kept. */
    public Path output(String runId) {
        return runs.resolve(runId).resolve("output.log");
    }

    /**
     * What the journal holds.
     *
     * @param readable the newest first
     * @param unreadable a sentence for each run that cannot be read
     */
    public record Runs(List<Run> readable, List<String> unreadable) {}

    Instant now() {
        return clock.instant();
    }

    void save(Run run) {
        writing(runs.resolve(run.id()), () -> {
            AtomicFile.write(runs.resolve(run.id()).resolve("run.json"), document.write(run));
            return null;
        });
        observer.accept(run);
    }

    private Run create(Run.Kind kind, Run.Trigger trigger, Instant begin, Optional<Run.End> end) {
        String id = ID_TIME.format(begin) + "-" + kind.name().toLowerCase(Locale.ROOT) + "-"
                + String.format(Locale.ROOT, "%04x", random.nextInt(0x10000));
        Run run = new Run(id, kind, trigger, begin, Holder.thisProcess(), List.of(), Optional.empty(), end);
        writing(runs, () -> {
            Path unfinished = Files.createDirectory(runs.resolve(UNFINISHED_PREFIX + id));
            try {
                AtomicFile.write(unfinished.resolve("run.json"), document.write(run));
                Files.createFile(unfinished.resolve("output.log"));
                AtomicFile.syncDirectory(unfinished);
                Files.move(unfinished, runs.resolve(id), StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.syncDirectory(runs);
            } catch (IOException full) {
                discard(unfinished);
                throw full;
            }
            return null;
        });
        observer.accept(run);
        return run;
    }

    /** A volume that is full now must not fill with what could not be begun. */
    private static void discard(Path unfinished) throws IOException {
        for (String name : List.of("run.json.new", "run.json", "output.log")) {
            Files.deleteIfExists(unfinished.resolve(name));
        }
        Files.deleteIfExists(unfinished);
    }

    private void createDirectories() {
        writing(directory, () -> {
            // Never the way to it: a missing parent means that the volume is not mounted.
            makeDirectory(directory);
            makeDirectory(runs);
            return null;
        });
    }

    private static void makeDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(path)) {
                throw there;
            }
        }
    }

    private static void writing(Path what, Writing action) {
        try {
            action.run();
        } catch (IOException e) {
            boolean full = String.valueOf(e.getMessage()).contains("No space left")
                    || String.valueOf(e.getMessage()).contains("quota exceeded");
            throw new Failure(
                    full ? FailureKind.VOLUME_FULL : FailureKind.VOLUME_UNUSABLE,
                    "cannot write " + what + ": " + e.getMessage(),
                    full
                            ? "Free space on the volume or make it larger; nothing of the last good snapshot is lost."
                            : "Check that the volume is mounted and writable for this user.",
                    e);
        }
    }

    private interface Writing {
        Void run() throws IOException;
    }
}
