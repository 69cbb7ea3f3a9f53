package io.ghekeeper.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The native snapshots that runs asked for, in {@code native/<run>.json} of the state directory. Each is written beside, synced
 * and renamed. What is written twice at the same time is what AWS said twice.
 */
public final class NativeSnapshotFiles {
    private static final int FORMAT = 1;
    private static final int LONGEST = 1 << 16;
    /** So many of the newest are tried again, and named, where a step of them failed: a later one takes the place of others. */
    public static final int RETRIED = 3;

    private static final String SUFFIX = ".json";

    private final Path directory;

    /** @param stateDirectory is there where anything is written */
    @SuppressWarnings("MissingSummary")
    public NativeSnapshotFiles(Path stateDirectory) {
        this.directory = stateDirectory.resolve("native");
    }

    /**
     * All of them, the newest first.
     *
     * @throws Failure JOURNAL_UNREADABLE where one cannot be read: it may be a snapshot that is paid for
     */
    public List<NativeSnapshot> all() {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<NativeSnapshot> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
                found.add(read(file));
            }
        } catch (IOException e) {
            throw unreadable(directory, FileError.words(e), e);
        }
        found.sort(Comparator.comparing(NativeSnapshot::run).reversed());
        return found;
    }

    /**
     * Those that AWS has to be asked about now, the newest first. What failed is tried again for the newest few only: a later
     * snapshot takes their place.
     *
     * @throws Failure as {@link #all} does
     */
    public List<DueSnapshot> due(Instant now) {
        List<NativeSnapshot> all = all();
        return IntStream.range(0, all.size())
                .mapToObj(place -> new DueSnapshot(all.get(place), place < RETRIED))
                .filter(one -> one.snapshot().state().isOpen()
                        || !one.snapshot().dueSteps(one.retried(), now).isEmpty())
                .toList();
    }

    /**
     * One that AWS has to be asked about.
     *
     * @param retried whether steps that failed are tried again
     */
    public record DueSnapshot(NativeSnapshot snapshot, boolean retried) {}

    /**
     * Lets one process at a time follow them.
     *
     * @return false, and nothing is done, while another one does
     * @throws Failure of a VOLUME kind
     */
    @SuppressWarnings("try") // the lock is held, not used
    public boolean following(Disk disk, Runnable follow) {
        Path file = directory.resolve("follow.lock");
        Optional<LockFile.HeldFile> held;
        try {
            prepare(disk);
            held = new LockFile(disk, file).take("");
        } catch (IOException e) {
            throw Unwritable.failure("cannot lock " + file, file, e);
        }
        if (held.isEmpty()) {
            return false;
        }
        try (LockFile.HeldFile lock = held.get()) {
            follow.run();
        }
        return true;
    }

    /**
     * Records one, in the place of what was recorded of the same run.
     *
     * @throws Failure of a VOLUME kind
     */
    public void write(Disk disk, NativeSnapshot snapshot) {
        Path file = directory.resolve(snapshot.run() + SUFFIX);
        try {
            prepare(disk);
            AtomicFile.writePrivate(disk, file, content(snapshot));
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    /**
     * Forgets one.
     *
     * @throws Failure of a VOLUME kind
     */
    public void remove(Disk disk, NativeSnapshot snapshot) {
        Path file = directory.resolve(snapshot.run() + SUFFIX);
        try {
            disk.delete(file);
        } catch (IOException e) {
            throw Unwritable.failure("cannot remove " + file, file, e);
        }
    }

    private void prepare(Disk disk) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            disk.createPrivateDirectory(directory);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(directory.toString());
            }
        }
        disk.sync(directory.toAbsolutePath().getParent());
    }

    private NativeSnapshot read(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(SmallFile.read(file, LONGEST));
            if (root.path("format").asInt() != FORMAT) {
                throw unreadable(file, "it has another format than " + FORMAT, null);
            }
            return snapshot(root, file);
        } catch (NoSuchFileException removed) {
            throw unreadable(file, "it has just been removed", removed);
        } catch (IOException e) {
            throw unreadable(file, FileError.words(e), e);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw unreadable(file, PlainText.of(e.getMessage()), e);
        }
    }

    private static NativeSnapshot snapshot(JsonNode root, Path file) {
        String run = root.path("run").asText();
        if (!file.getFileName().toString().equals(run + SUFFIX)) {
            throw new IllegalArgumentException("it is of the run " + run);
        }
        return new NativeSnapshot(
                run,
                root.path("backup").asText(),
                root.path("volume").asText(),
                Instant.parse(root.path("asked").asText()),
                NativeSnapshot.State.valueOf(word(root, "state")),
                text(root, "id"),
                root.path("progress").isInt()
                        ? OptionalInt.of(root.path("progress").asInt())
                        : OptionalInt.empty(),
                text(root, "seen").map(Instant::parse),
                text(root, "remark"),
                steps(root.path("steps")));
    }

    private static List<NativeStep> steps(JsonNode nodes) {
        List<NativeStep> steps = new ArrayList<>();
        for (JsonNode node : nodes) {
            steps.add(new NativeStep(
                    NativeStep.StepKind.valueOf(word(node, "kind")),
                    node.path("place").asText(),
                    NativeStep.StepState.valueOf(word(node, "state")),
                    text(node, "id"),
                    text(node, "at").map(Instant::parse),
                    text(node, "remark")));
        }
        return steps;
    }

    private static String word(JsonNode node, String name) {
        return node.path(name).asText().toUpperCase(Locale.ROOT);
    }

    private static Optional<String> text(JsonNode root, String name) {
        return Optional.ofNullable(root.path(name).textValue());
    }

    private static byte[] content(NativeSnapshot snapshot) throws IOException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT);
        root.put("run", snapshot.run());
        root.put("backup", snapshot.backup());
        root.put("volume", snapshot.volume());
        root.put("asked", snapshot.asked().toString());
        root.put("state", snapshot.state().word());
        snapshot.id().ifPresent(id -> root.put("id", id));
        snapshot.progress().ifPresent(percent -> root.put("progress", percent));
        snapshot.seen().ifPresent(at -> root.put("seen", at.toString()));
        snapshot.remark().ifPresent(why -> root.put("remark", why));
        for (NativeStep step : snapshot.steps()) {
            ObjectNode node = root.withArray("steps").addObject();
            node.put("kind", step.kind().word());
            node.put("place", step.place());
            node.put("state", step.state().word());
            step.id().ifPresent(id -> node.put("id", id));
            step.at().ifPresent(at -> node.put("at", at.toString()));
            step.remark().ifPresent(why -> node.put("remark", why));
        }
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static Failure unreadable(Path file, String why, Exception cause) {
        return new Failure(
                FailureKind.JOURNAL_UNREADABLE,
                file + ", a record of a native snapshot, cannot be read: " + why,
                "Use the ghe-keeper that wrote it; or move it away, and see all snapshots with: ghe-keeper native list",
                cause);
    }
}
