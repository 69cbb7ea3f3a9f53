package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Every run, on disk before it has any effect, and readable whenever the process dies.
 *
 * <p>A run is a directory {@code runs/<id>} with {@code run.json} and {@code output.log}. What is asked often is answered
 * from the newest runs and from {@code last-good}, so that it costs the same however many there are.
 */
public final class Journal {
    /** Each run closes the dead ones before it: an open one is among the newest, but for runs that were skipped. */
    public static final int NEWEST = 200;

    private final JournalSettings settings;
    private final Disk disk;
    private final Clock clock;
    private final Consumer<Run> observer;
    private final Lease capture;
    private final Lease keep;
    private final RunStore folders;
    private final LastGoodRun lastGood;
    private final Optional<UnrecordedRuns> unrecorded;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /** @param observer gets each run after each of its changes has reached the disk */
    @SuppressWarnings("MissingSummary")
    public Journal(JournalSettings settings, Disk disk, Clock clock, Consumer<Run> observer) {
        this.settings = settings;
        this.disk = disk;
        this.clock = clock;
        this.observer = observer;
        this.capture = new Lease(Lane.CAPTURE, disk, settings.directory());
        this.keep = new Lease(Lane.KEEP, disk, settings.directory());
        this.folders = new RunStore(disk, settings.directory().resolve("runs"));
        this.lastGood = new LastGoodRun(disk, settings.directory().resolve("last-good"));
        this.unrecorded = settings.memory().map(UnrecordedRuns::new);
    }

    /** Where all of it is: {@code data.state-directory}. */
    public Path directory() {
        return settings.directory();
    }

    /** The files for the output of processes that have no run yet. */
    public StartupLog startupLog() {
        return new StartupLog(disk, settings.directory());
    }

    /** The ticks that wait, on the volume. */
    public WaitingTickFile waitingTicks() {
        return new WaitingTickFile(disk, settings.directory());
    }

    /**
     * Makes our directory on the volume where it is missing.
     *
     * @throws Failure of a VOLUME kind
     */
    public void createDirectories() {
        writing(settings.directory(), () -> {
            // Never the way to it: a missing parent means that the volume is not mounted.
            makeDirectory(settings.directory());
            makeDirectory(folders.of(""));
        });
    }

    /**
     * Takes the right to let the engine run on this volume.
     *
     * @throws Failure RUN_ACTIVE when another run is in progress
     */
    public CaptureLease acquireCapture() {
        createDirectories();
        return new CaptureLease(capture.acquire());
    }

    /** The same, without waiting; nothing where another process, or this one, holds it. */
    public Optional<CaptureLease> acquireCaptureIfFree() {
        createDirectories();
        return capture.acquireIfFree().map(CaptureLease::new);
    }

    /**
     * Takes the right to read and remove snapshots on this volume, also while the engine runs.
     *
     * @throws Failure RUN_ACTIVE when another process has it
     */
    public KeepLease acquireKeep() {
        createDirectories();
        return new KeepLease(keep.acquire());
    }

    /** The same, without waiting; nothing where another process, or this one, holds it. */
    public Optional<KeepLease> acquireKeepIfFree() {
        createDirectories();
        return keep.acquireIfFree().map(KeepLease::new);
    }

    /**
     * Takes the lease of a lane.
     *
     * @throws Failure RUN_ACTIVE when it is held
     */
    public HeldLease acquire(Lane lane) {
        return switch (lane) {
            case CAPTURE -> acquireCapture();
            case KEEP -> acquireKeep();
        };
    }

    /** What the runs of the capture lane use now, for a process that does not hold its lease. */
    public SnapshotUses captureUses() {
        return SnapshotUses.of(newest(NEWEST), ProcessIdentity::isProvenGone);
    }

    /** What the runs of the capture lane use now. Takes no lease. */
    public SnapshotUses usesNow() {
        return leaseState() == LockFile.LockUse.FREE ? SnapshotUses.NONE : captureUses();
    }

    /**
     * Whether a run could begin now in the capture lane. The lease is given back at once, so that no tick is skipped.
     *
     * @throws Failure RUN_ACTIVE when another run is running
     */
    public void requireFreeLease() {
        acquireCapture().close();
    }

    /**
     * Whether a run of the capture lane is in progress on this volume. Changes nothing.
     *
     * @throws Failure of a VOLUME kind when that cannot be seen
     */
    public LockFile.LockUse leaseState() {
        return state(capture);
    }

    /**
     * Whether no process has the keep lane now. Changes nothing.
     *
     * @throws Failure of a VOLUME kind when that cannot be seen
     */
    public boolean isKeepLaneFree() {
        return state(keep) == LockFile.LockUse.FREE;
    }

    private LockFile.LockUse state(Lease lease) {
        try {
            return lease.state();
        } catch (IOException e) {
            throw Unwritable.failure("cannot look at the lease", settings.directory(), e);
        }
    }

    /**
     * Whether this user may begin runs here, by the modes and the way in which it is mounted; only looks.
     *
     * @throws Failure VOLUME_UNUSABLE when not
     */
    public void requireWritable() {
        Path parent = settings.directory().toAbsolutePath().getParent();
        Path place = Files.exists(folders.of(""))
                ? folders.of("")
                : Files.exists(settings.directory()) || parent == null ? settings.directory() : parent;
        if (!Files.isWritable(place)) {
            throw Unwritable.failure("cannot write", place, new AccessDeniedException(place.toString()));
        }
    }

    /** Begins a run: when this returns, it is on disk. */
    public OpenRun begin(HeldLease held, Run.Kind kind, Run.Trigger trigger) {
        return begin(held, kind, new Run.Cause(trigger, Optional.empty()), Optional.empty());
    }

    /**
     * The same for a process whose output goes to a file of ours already.
     *
     * @param output a file of {@link #startupLog}; it is moved to where {@link #output} says
     */
    public OpenRun begin(HeldLease held, Run.Kind kind, Run.Cause cause, Optional<Path> output) {
        held.requireLaneOf(kind);
        return new OpenRun(this, create(kind, cause, clock.instant(), Optional.empty(), output));
    }

    /** Records a tick that could not run. Needs no lease: it is of use just when another one holds it. */
    public Run skip(Run.Kind kind, Run.Cause cause, Run.Reason reason) {
        createDirectories();
        Instant now = clock.instant();
        Run.End end = new Run.End(now, Run.Outcome.SKIPPED, Optional.of(reason));
        return create(kind, cause, now, Optional.of(end), Optional.empty());
    }

    /**
     * Closes the runs whose process is gone. The holder of a lane's lease knows that every open run of the lane is one: no
     * run is without the lease, and the lease ends with its process.
     */
    public Closed closeAbandoned(HeldLease held) {
        held.requireOpen();
        Runs all = newest(Integer.MAX_VALUE, this::onVolume);
        List<Run> closed = new ArrayList<>();
        List<Run> recorded = new ArrayList<>();
        for (Run run : all.readable()) {
            if (run.kind().lane() != held.lane()) {
                continue;
            }
            Run known = known(run);
            if (known.isOpen()) {
                Run.Reason reason = new Run.Reason(
                        FailureKind.RUN_INTERRUPTED.code(),
                        "its process (" + run.keeper() + ") is gone",
                        run.kind().hintAfterInterruption(run.id()));
                OpenRun open = new OpenRun(this, known);
                open.end(Run.Outcome.INTERRUPTED, Optional.of(reason));
                closed.add(open.run());
            } else if (run.isOpen()) {
                save(known);
                recorded.add(known);
            }
            forgetUnrecorded(run.id());
        }
        if (held.lane() == Lane.CAPTURE) {
            nameLastGood(all, recorded);
        }
        return new Closed(closed, recorded, all.unreadable());
    }

    private void nameLastGood(Runs all, List<Run> recorded) {
        lastGood.name(all.readable().stream()
                .map(run -> recorded.stream()
                        .filter(ended -> ended.id().equals(run.id()))
                        .findFirst()
                        .orElse(run))
                .filter(run -> run.isGood() && !RunIds.isFuture(run.id(), clock.instant()))
                .map(Run::id)
                .findFirst());
    }

    /**
     * Removes the runs beyond the bounds, which each lane has for itself: a seal after each backup costs no backup its record. Removes
     * also what a dead process left of runs half made or half removed. What says how far
     * a snapshot can be relied on stays ({@link KeptRuns}), and so do open runs and those that cannot be read.
     *
     * @return how many runs were removed
     */
    public int prune(CaptureLease held) {
        held.requireOpen();
        Set<String> kept = new KeptRuns(lastGood(), restores(), this::goodBackups).ids();
        String oldest = RunIds.from(clock.instant().minus(settings.keepFor()));
        List<String> ids = folders.newestFirst();
        Map<Lane, Integer> places = new EnumMap<>(Lane.class);
        int removed = 0;
        for (String id : ids) {
            int place = places.merge(RunIds.laneOf(id), 1, Integer::sum);
            boolean beyond = place > settings.keep() || id.compareTo(oldest) < 0;
            if (beyond && !kept.contains(id) && isEnded(id)) {
                writing(folders.of(id), () -> folders.remove(id));
                removed++;
            }
        }
        writing(folders.of(""), () -> folders.removeLeftovers(clock.instant()));
        return removed;
    }

    /** The good backups, the newest first. Reads none before it is asked for. */
    private Stream<Run> goodBackups() {
        return folders.newestFirst().stream()
                .filter(id -> RunIds.isOf(Run.Kind.BACKUP, id))
                .flatMap(id -> goodRun(id).stream());
    }

    private Run read(String id) throws RunDocument.Unreadable {
        return known(onVolume(id));
    }

    /** @throws RunDocument.Unreadable also when it has events in the future; runs that begin there are passed over as such */
    private Run onVolume(String id) throws RunDocument.Unreadable {
        Run run = folders.read(id);
        Optional<String> prediction =
                RunIds.isFuture(id, clock.instant()) ? Optional.empty() : RunTimes.prediction(run, clock.instant());
        if (prediction.isPresent()) {
            throw new RunDocument.Unreadable(prediction.get());
        }
        return run;
    }

    private boolean isEnded(String id) {
        try {
            return !read(id).isOpen();
        } catch (RunDocument.Unreadable unknown) {
            return false;
        }
    }

    /** The newest runs, the newest first; unreadable ones are listed separately, and never hide the others. */
    public Runs newest(int most) {
        return newest(most, this::read);
    }

    private interface ReadAction {
        Run read(String id) throws RunDocument.Unreadable;
    }

    private Runs newest(int most, ReadAction reading) {
        List<Run> readable = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String id : folders.newestFirst()) {
            if (readable.size() + unreadable.size() >= most) {
                break;
            }
            try {
                readable.add(reading.read(id));
            } catch (RunDocument.Unreadable e) {
                unreadable.add(folders.document(id) + " " + e.getMessage());
            }
        }
        return new Runs(List.copyOf(readable), List.copyOf(unreadable));
    }

    /**
     * The restores and drills, the newest first. Reads none before it is asked for, and passes over what cannot be read.
     */
    public Stream<Run> restores() {
        return folders.newestFirst().stream().filter(RunIds::restoresSnapshot).flatMap(id -> {
            try {
                return Stream.of(read(id));
            } catch (RunDocument.Unreadable vouchesForNothing) {
                return Stream.empty();
            }
        });
    }

    /** The ids of all runs, the newest first. Reads no run. */
    public List<String> ids() {
        return folders.newestFirst();
    }

    /**
     * The last run that left a snapshot to rely on. Runs that begin in the future are passed over: the clock was wrong
     * when they did, and they would hide all that came since.
     */
    public Optional<Run> lastGood() {
        return lastGood(folders.newestFirst(), this::goodRun);
    }

    /**
     * The same of runs that were listed before.
     *
     * @param ids of all runs, the newest first
     * @param good the run of an id, where it is a good one that is not of the future
     */
    public Optional<Run> lastGood(List<String> ids, Function<String, Optional<Run>> good) {
        return lastGood.find(ids, good);
    }

    private Optional<Run> goodRun(String id) {
        if (!knows(id) || RunIds.isFuture(id, clock.instant())) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(id)).filter(Run::isGood);
        } catch (RunDocument.Unreadable notRelied) {
            return Optional.empty();
        }
    }

    /**
     * The run of this id.
     *
     * @throws Failure RUN_UNKNOWN when there is none, JOURNAL_UNREADABLE when its record cannot be read
     */
    public Run find(String id) {
        if (!knows(id)) {
            throw new Failure(FailureKind.RUN_UNKNOWN, "there is no run " + id, "List the runs with: ghe-keeper runs");
        }
        try {
            return read(id);
        } catch (RunDocument.Unreadable e) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    folders.document(id) + " " + e.getMessage(),
                    "Its log is still there: " + output(id),
                    e);
        }
    }

    /**
     * A run as it is known: one whose end, or whose last events, could not be recorded on the volume is what was kept of it
     * in memory.
     */
    public Run known(Run run) {
        return run.isOpen() ? unrecorded.flatMap(kept -> kept.find(run.id())).orElse(run) : run;
    }

    /** Keeps a run in memory that cannot be recorded on the volume; whether it could. */
    boolean keepUnrecorded(Run run) {
        return unrecorded.filter(kept -> kept.keep(run)).isPresent();
    }

    void forgetUnrecorded(String runId) {
        unrecorded.ifPresent(kept -> kept.forget(runId));
    }

    /** Whether there is a run of this id on this volume. */
    public boolean knows(String runId) {
        return RunStore.isRunId(runId) && Files.isDirectory(folders.of(runId));
    }

    /** Where what the run prints is kept. */
    public Path output(String runId) {
        return folders.of(runId).resolve(RunStore.OUTPUT);
    }

    /** Asks the process of a running run to end it. Another process calls it, which holds no lease. */
    public void requestCancel(String runId) {
        writing(folders.of(runId), () -> disk.write(folders.cancel(runId), new byte[0]));
    }

    /** Whether somebody asked for a run's end. */
    public boolean cancelRequested(String runId) {
        return Files.exists(folders.cancel(runId));
    }

    /**
     * Records that a person accepts a suspect snapshot as good; from then on its run is a good one. A run that succeeded is
     * accepted where a deep check of its snapshot failed later.
     *
     * @throws Failure RUN_UNKNOWN when the run is neither
     */
    public Run accept(CaptureLease held, String runId) {
        held.requireOpen();
        Run run = find(runId);
        boolean succeeded = run.hasSucceeded() && run.kind().takesSnapshot();
        if (!succeeded
                && run.end()
                        .map(Run.End::outcome)
                        .filter(Run.Outcome.SUSPECT::equals)
                        .isEmpty()) {
            throw new Failure(
                    FailureKind.RUN_UNKNOWN, "run " + runId + " is not suspect", "See which are with: ghe-keeper runs");
        }
        List<Run.Event> events = new ArrayList<>(run.events());
        events.add(new Run.Event(clock.instant(), new BackupEvent.Accepted()));
        Run accepted = new Run(
                run.id(),
                run.kind(),
                run.cause(),
                run.begin(),
                run.keeper(),
                events,
                run.snapshot(),
                run.uses(),
                run.end());
        save(accepted);
        return accepted;
    }

    /**
     * What the journal holds.
     *
     * @param readable the newest first
     * @param unreadable a sentence for each run that cannot be read
     */
    public record Runs(List<Run> readable, List<String> unreadable) {}

    /**
     * What {@link #closeAbandoned} did.
     *
     * @param runs that it closed
     * @param recorded runs whose end could not be recorded when they ended, and is now
     * @param unreadable a sentence for each run that cannot be read
     */
    public record Closed(List<Run> runs, List<Run> recorded, List<String> unreadable) {}

    /** The time by the journal's clock. */
    public Instant now() {
        return clock.instant();
    }

    void save(Run run) {
        writing(folders.of(run.id()), () -> folders.write(run));
        observer.accept(run);
        if (run.isGood()
                && lastGood()
                        .filter(newer -> newer.id().compareTo(run.id()) > 0)
                        .isEmpty()) {
            lastGood.name(Optional.of(run.id()));
        }
    }

    private Run create(Run.Kind kind, Run.Cause cause, Instant begin, Optional<Run.End> end, Optional<Path> output) {
        Run run = new Run(
                RunIds.next(kind, begin, folders.newestFirst(), random),
                kind,
                cause,
                begin,
                ProcessIdentity.thisProcess(),
                List.of(),
                Optional.empty(),
                end);
        writing(folders.of(""), () -> folders.create(run, output));
        observer.accept(run);
        return run;
    }

    private void makeDirectory(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            disk.createPrivateDirectory(path);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(path)) {
                throw there;
            }
        }
    }

    private static void writing(Path what, WriteAction action) {
        try {
            action.run();
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + what, what, e);
        }
    }

    private interface WriteAction {
        void run() throws IOException;
    }
}
