package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The directories of the runs. Each is filled under another name and then renamed, and renamed again before it is
 * removed, so that there is never one without its document.
 */
final class RunStore {
    static final String OUTPUT = "output.log";

    /** Where hands and habits look for what a restore says. */
    private static final String NOHUP = "nohup.out";

    private static final String DOCUMENT = "run.json";
    private static final String RUN_IDS = "[0-9]*";
    private static final Pattern RUN_ID = Pattern.compile("[0-9A-Za-z-]+");

    /** A record of many tries, with many losses, has some hundred KiB. */
    private static final int LONGEST_DOCUMENT = 4 << 20;

    /** How exact the times of files are, on any file system, and some. */
    private static final Duration TIME_STEP = Duration.ofSeconds(3);

    /** It takes milliseconds, and longer on a disk that hangs. */
    private static final Duration LONGEST_CREATION = Duration.ofHours(1);

    private static final String UNFINISHED_PREFIX = ".new-";
    private static final String REMOVED_PREFIX = ".old-";

    private final Disk disk;
    private final Path directory;
    private final RunDocument codec = new RunDocument();
    private final ReadRuns read = new ReadRuns();
    private final Reserve reserve;
    private volatile Listing listing = new Listing(FileTime.fromMillis(Long.MIN_VALUE), List.of());

    /** The names in the directory at the time of its last change. */
    private record Listing(FileTime changed, List<String> ids) {}

    RunStore(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
        this.reserve = new Reserve(disk);
    }

    Path of(String id) {
        return directory.resolve(id);
    }

    Path document(String id) {
        return of(id).resolve(DOCUMENT);
    }

    Path cancel(String id) {
        return of(id).resolve("cancel");
    }

    /** Their names, the newest first; reads none of them, and not even the directory where it has not changed. */
    List<String> newestFirst() {
        Optional<FileTime> changed = lastChange();
        Listing known = listing;
        if (changed.equals(Optional.of(known.changed()))) {
            return known.ids();
        }
        Instant now = Instant.now();
        List<String> ids = List.copyOf(list());
        // A change in the same instant would go unseen.
        changed.filter(time -> time.toInstant().isBefore(now.minus(TIME_STEP)))
                .ifPresent(time -> listing = new Listing(time, ids));
        return ids;
    }

    private Optional<FileTime> lastChange() {
        try {
            return Optional.of(Files.getLastModifiedTime(directory));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private List<String> list() {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, RUN_IDS)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (isRunId(name)) {
                    ids.add(name);
                }
            }
        } catch (NoSuchFileException noRunYet) {
            return ids;
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    "cannot list the runs in " + directory + ": " + FileError.words(e),
                    "Check that the volume is mounted and readable for this user.",
                    e);
        }
        ids.sort(Comparator.reverseOrder());
        return ids;
    }

    static boolean isRunId(String name) {
        return RUN_ID.matcher(name).matches();
    }

    Run read(String id) throws RunDocument.Unreadable {
        Optional<ReadRuns.FileVersion> version = ReadRuns.FileVersion.of(document(id));
        Optional<Run> known = version.flatMap(present -> read.find(id, present));
        if (known.isPresent()) {
            return known.get();
        }
        Run run = codec.read(content(document(id)));
        if (!run.id().equals(id)) {
            throw new RunDocument.Unreadable("is the record of another run");
        }
        Optional<String> contradiction = RunTimes.contradiction(run);
        if (contradiction.isPresent()) {
            throw new RunDocument.Unreadable(contradiction.get());
        }
        version.ifPresent(present -> read.keep(present, run));
        return run;
    }

    private static byte[] content(Path document) throws RunDocument.Unreadable {
        try {
            return SmallFile.read(document, LONGEST_DOCUMENT);
        } catch (NoSuchFileException none) {
            throw new RunDocument.Unreadable("is missing");
        } catch (IOException e) {
            throw new RunDocument.Unreadable("cannot be read: " + FileError.words(e));
        }
    }

    /** The end of a run goes into the room that was reserved for it. */
    void write(Run run) throws IOException {
        byte[] content = codec.write(run);
        if (!run.isOpen() && reserve.use(of(run.id()), document(run.id()), content)) {
            return;
        }
        AtomicFile.write(disk, document(run.id()), content);
    }

    /** @param adopted a file that becomes the run's output; it is moved when nothing else can fail but the last move */
    @SuppressWarnings("MissingSummary")
    void create(Run run, Optional<Path> adopted) throws IOException {
        Path unfinished = of(UNFINISHED_PREFIX + run.id());
        disk.createPrivateDirectory(unfinished);
        try {
            AtomicFile.write(disk, unfinished.resolve(DOCUMENT), codec.write(run));
            if (run.isOpen()) {
                reserve.make(unfinished);
            }
            if (run.kind().restoresSnapshot()) {
                disk.symbolicLink(unfinished.resolve(NOHUP), Path.of(OUTPUT));
            }
            if (adopted.isPresent()) {
                disk.move(adopted.get(), unfinished.resolve(OUTPUT));
            } else {
                disk.write(unfinished.resolve(OUTPUT), new byte[0]);
            }
            disk.sync(unfinished);
            disk.move(unfinished, of(run.id()));
            disk.sync(directory);
        } catch (IOException full) {
            // A volume that is full now must not fill with what could not be begun.
            discard(unfinished, full);
            throw full;
        }
    }

    private void discard(Path unfinished, IOException why) {
        try {
            delete(unfinished);
        } catch (IOException stays) {
            why.addSuppressed(stays); // removed with the leftovers, later
        }
    }

    void remove(String id) throws IOException {
        Path removed = of(REMOVED_PREFIX + id);
        disk.move(of(id), removed);
        delete(removed);
    }

    /**
     * What a process that died in {@link #create} or {@link #remove} left. A run of the last hour may just be created: by the
     * other lane, or as a skipped tick, which has no lease.
     */
    void removeLeftovers(Instant now) throws IOException {
        List<Path> leftovers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, ".{new,old}-*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(UNFINISHED_PREFIX) || !isRecent(name.substring(UNFINISHED_PREFIX.length()), now)) {
                    leftovers.add(entry);
                }
            }
        }
        for (Path leftover : leftovers) {
            delete(leftover);
        }
    }

    private static boolean isRecent(String id, Instant now) {
        return id.compareTo(RunIds.from(now.minus(LONGEST_CREATION))) >= 0 && !RunIds.isFuture(id, now);
    }

    /** A run's directory holds files only. */
    private void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> files = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(files::add);
            }
            for (Path file : files) {
                disk.delete(file);
            }
        }
        disk.delete(folder);
    }
}
