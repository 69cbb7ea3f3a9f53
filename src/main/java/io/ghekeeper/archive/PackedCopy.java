package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.pack.MemberName;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Packs the files that a seal reads, as far as their content is new and the volume has room, and leaves the packs in the outbox.
 * The next archive run sends them, and opens none of these files. A file that is larger than a pack's content goes into a pack for
 * each of its parts: see {@link SplitFile}.
 *
 * <p>Memory: one open pack for small files and one for each thread that reads a file of more than {@link CopySetting#SMALL}, some
 * 4 MiB each; small files themselves, one for each thread; some hundred bytes for each part of a large file that is being read; and
 * 8 MiB at most for what is known.
 */
public final class PackedCopy implements ContentCopy {
    private static final long LAST_WAIT_SECONDS = 10;

    private final CopySetting setting;
    private final Snapshot snapshot;
    private final SealProgress progress;
    private final Consumer<String> warnings;
    private final CopyFolder folder;
    private final ObjectWriter objects;
    private final CopyRoom room;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicReference<String> leftOut = new AtomicReference<>("");
    private final AtomicInteger leftOutFiles = new AtomicInteger();
    private volatile boolean ended;
    private volatile boolean full;

    /** Of all threads; under the lock. */
    private Optional<KnownContent> known = Optional.empty();

    private Optional<CopyPack> pack = Optional.empty();

    /** A step that may fail. */
    interface CopyStep {
        void take() throws IOException;
    }

    private PackedCopy(
            CopySetting setting,
            Snapshot snapshot,
            SealProgress progress,
            Consumer<String> warnings,
            CopyFolder folder,
            CopyRoom room) {
        this.setting = setting;
        this.snapshot = snapshot;
        this.progress = progress;
        this.warnings = warnings;
        this.folder = folder;
        this.objects = folder.writer();
        this.room = room;
    }

    /**
     * Begins one. The caller holds the lease of the keep lane.
     *
     * @param progress of the seal; what it throws is thrown
     * @param warnings gets one sentence, from the caller's thread, where the copy ends before its time
     * @return what copies nothing where it cannot be begun
     */
    public static ContentCopy begin(
            CopySetting setting, Snapshot snapshot, SealProgress progress, Consumer<String> warnings) {
        CopyFolder folder = new CopyFolder(setting.disk(), setting.archive(), setting.encryption());
        try {
            folder.prepare();
            long share = setting.free() / setting.share();
            long waiting = folder.waitingBytes();
            CopyRoom room = new CopyRoom(share - waiting, setting.most() - waiting + folder.waitingPartBytes());
            return new PackedCopy(setting, snapshot, progress, warnings, folder, room);
        } catch (IOException | RuntimeException e) {
            warnings.accept(words(e));
            return ContentCopy.NONE;
        }
    }

    /**
     * Removes what a killed seal packed. The caller holds the lease of the keep lane.
     *
     * @param warnings gets a sentence where it stays
     */
    public static void removeUnfinished(Path stateDirectory, Disk disk, Consumer<String> warnings) {
        try {
            CopyFolder.remove(disk, CopySetting.archive(stateDirectory));
        } catch (IOException e) {
            warnings.accept("what a killed seal packed stays on the volume: " + FileError.words(e));
        }
    }

    private static String words(Exception e) {
        return "the seal goes on, and packs nothing more for the archive, which reads these files again: "
                + e.getMessage();
    }

    @Override
    public FileCopy begin(String path, EntryFacts facts) {
        if (ended || facts.size() > PackedPart.LARGEST) {
            return FileCopy.NONE;
        }
        int parts = PackedPart.parts(facts.size());
        Optional<CopyRoom.Taken> taken = MemberName.ofPart(path, parts, parts).flatMap(name -> room.take(facts.size()));
        if (parts > 1) {
            return new SplitFile(this, path, facts, taken);
        }
        if (taken.isEmpty()) {
            return FileCopy.NONE;
        }
        return facts.size() > CopySetting.SMALL
                ? new StreamedFile(this, path, facts, taken.get())
                : new BufferedFile(this, path, facts, taken.get());
    }

    /** Takes a step unless the copy has ended. A failure ends it; where the volume is full, what is packed goes, too. */
    void run(CopyStep step) {
        if (ended) {
            return;
        }
        try {
            step.take();
        } catch (IOException | RuntimeException e) {
            ended = true;
            progress.requireGoOn(); // what ends the seal is no failure of the copy
            if (!Thread.currentThread().isInterrupted()) {
                failure.compareAndSet(null, e);
            }
            if (isForLackOfRoom(e)) {
                full = true;
                folder.drop(); // the seal needs room, too
            }
        }
    }

    private static boolean isForLackOfRoom(Exception e) {
        return e instanceof IOException io
                ? Unwritable.isForLackOfRoom(io)
                : e instanceof Failure known
                        && (known.kind() == FailureKind.VOLUME_FULL
                                || known.kind() == FailureKind.VOLUME_OUT_OF_INODES);
    }

    boolean hasEnded() {
        return ended;
    }

    CopyPack newPack() throws IOException {
        return CopyPack.begin(objects, progress, setting.patience());
    }

    /**
     * Begins a part of a large file.
     *
     * @throws IOException where the volume has less free room than it had, as others fill it, too
     */
    PartStream newPart(String name, EntryFacts facts, long length) throws IOException {
        if (setting.free() < setting.reserve()) {
            throw new IOException("the volume has less than " + setting.reserve() + " bytes free");
        }
        return PartStream.begin(setting.disk(), objects.unfinished(), name, facts, length);
    }

    /** @param digest of the part */
    @SuppressWarnings("MissingSummary")
    void pack(WaitingPart part, PackInput input, byte[] digest) throws IOException {
        folder.add(part.pack(input, digest, objects, new CopyPatience(progress, setting.patience())));
        progress.walked(); // thousands of parts take longer than a run may be silent
    }

    PackInput input(String path, EntryFacts facts, byte[] digest) {
        return new PackInput(path, file(path), facts, digest, 1, 1, 0, facts.size());
    }

    List<PackInput> parts(String path, EntryFacts facts, byte[] digest) {
        return PackInput.of(path, file(path), facts, digest, PackedPart.PART);
    }

    private Path file(String path) {
        return PathBytes.resolve(snapshot.directory(), path);
    }

    /** A large file is new, and not packed. */
    void leaveOut(String path, long bytes) {
        leftOut.compareAndSet("", Difference.shown(path) + " (" + bytes + " bytes)");
        leftOutFiles.incrementAndGet();
    }

    CopyFolder folder() {
        return folder;
    }

    /** Whether this content is neither in the store nor on its way, nor was asked for before. */
    boolean isNew(byte[] digest) throws IOException {
        lock.lock();
        try {
            if (known.isEmpty()) {
                known = Optional.of(setting.known(progress));
            }
            return known.get().add(digest);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a small file to the pack of these. */
    void add(PackInput input, byte[] content) throws IOException {
        lock.lock();
        try {
            if (pack.isPresent() && !pack.get().fits(content.length)) {
                finishPack();
            }
            CopyPack open = pack.isPresent() ? pack.get() : newPack();
            pack = Optional.empty(); // where it fails, it is of no use
            boolean added = false;
            try {
                open.begin(input.path(), input.facts());
                open.write(content, 0, content.length);
                open.end(input);
                pack = Optional.of(open);
                added = true;
            } finally {
                if (!added) {
                    open.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void finishPack() throws IOException {
        try (CopyPack full = pack.orElseThrow()) {
            pack = Optional.empty();
            folder.add(full.finish());
        }
    }

    @Override
    public void keep() {
        lock.lock();
        try {
            run(() -> {
                if (pack.isPresent()) {
                    finishPack();
                }
            });
            if (!full) {
                ended = false; // what was finished before a failure is of use
                run(folder::keep);
                ended = true;
            }
            if (leftOutFiles.get() > 0) {
                warnings.accept(leftOutWords());
            }
        } finally {
            lock.unlock();
        }
    }

    private String leftOutWords() {
        int more = leftOutFiles.get() - 1;
        return "the archive run reads " + leftOut.get()
                + (more > 0 ? " and " + more + " more large files" : "")
                + " once more: to pack it while it is sealed, the volume has too little room, or its name is too long";
    }

    /** A thread may still write where the seal failed; one that hangs for ever leaves files that the next run removes. */
    @Override
    public void close() {
        ended = true;
        boolean locked = false;
        try {
            locked = lock.tryLock(LAST_WAIT_SECONDS, TimeUnit.SECONDS);
            if (locked) {
                pack.ifPresent(CopyPack::close);
                pack = Optional.empty();
                folder.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException stays) {
            // The next run removes it.
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
        Optional.ofNullable(failure.getAndSet(null)).map(PackedCopy::words).ifPresent(warnings);
    }
}
