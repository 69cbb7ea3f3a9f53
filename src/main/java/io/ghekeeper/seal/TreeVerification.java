package io.ghekeeper.seal;

import io.ghekeeper.seal.Difference.DifferenceKind;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Walks a snapshot, or a part of it, beside its seal, reads files, and collects what differs. Memory is bounded. */
final class TreeVerification {
    private final TreePart part;
    private final SortedTree tree;
    private final SealUnits seal;
    private final Optional<EarlierReading> earlier;
    private final ListStore lists;
    private final Differences differences;
    private final SharedDamage shared;
    private final SealProgress progress;
    private final TreeReaders readers;
    private final Deque<WaitingComparison> waiting = new ArrayDeque<>();
    private final UnitStack<Optional<SealedLines>> units = new UnitStack<>(new SealedUnits());
    private long files;
    private long bytes;

    /** A file, and the digest of its content that will be; nothing where its size shows that it differs. */
    private record WaitingComparison(TreeEntry entry, SealEntry sealed, Optional<FileDigest> digest) {}

    /**
     * What was read of another snapshot, and need not be read here.
     *
     * @param directory of that snapshot
     * @param files that were read, and were as sealed
     */
    record EarlierReading(Path directory, KnownDigests files) {}

    /**
     * A walk that has not begun.
     *
     * @param seal of the same part
     * @param earlier nothing where each file is read
     */
    TreeVerification(
            Path top,
            TreePart part,
            SealUnits seal,
            Optional<EarlierReading> earlier,
            ListStore lists,
            TreeReaders readers,
            Differences differences,
            SharedDamage shared,
            SealProgress progress) {
        this.part = part;
        this.readers = readers;
        this.tree =
                new SortedTree(top, part, earlier.map(EarlierReading::directory), readers, progress, this::unreadable);
        this.seal = seal;
        this.earlier = earlier;
        this.lists = lists;
        this.differences = differences;
        this.shared = shared;
        this.progress = progress;
    }

    /** Does it. */
    void run() throws UnreadableEntry, IOException, InterruptedException {
        for (Optional<TreeEntry> entry = tree.next(); entry.isPresent(); entry = tree.next()) {
            progress.walked();
            progress.requireGoOn();
            meet(entry.get());
            while (waiting.size() > TreeReaders.WAITING) {
                compareFirst();
            }
        }
        units.end();
        seal.passRest(this::passed);
        while (!waiting.isEmpty()) {
            compareFirst();
        }
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    private void meet(TreeEntry entry) throws IOException {
        if (entry.isFolder() && !part.enters(entry)) {
            if (seal.find(entry.path(), this::passed).isEmpty()) {
                additional(entry);
            }
            return;
        }
        Optional<SealedLines> unit = units.at(entry.path(), entry.facts().type());
        if (unit.isPresent()) {
            SealedLines sealed = unit.get();
            while (!sealed.isAtEnd() && PathBytes.ORDER.compare(sealed.path(), entry.path()) < 0) {
                differences.missing(sealed.entry());
                sealed.next();
            }
            if (!sealed.isAtEnd() && sealed.path().equals(entry.path())) {
                compare(entry, sealed.entry());
                sealed.next();
                return;
            }
        }
        additional(entry);
    }

    private void additional(TreeEntry entry) {
        if (entry.path().equals(Snapshot.PUT_ASIDE) || entry.path().startsWith(Snapshot.PUT_ASIDE + "/")) {
            return; // a repair kept there what was damaged
        }
        differences.add(entry.path(), DifferenceKind.ADDITIONAL, "it was not there when the snapshot was sealed");
    }

    private void compare(TreeEntry entry, SealEntry sealed) throws IOException {
        EntryFacts now = entry.facts();
        EntryFacts before = sealed.facts();
        if (now.type() != before.type() || now.device() != before.device()) {
            differences.add(
                    entry.path(),
                    DifferenceKind.TYPE,
                    "its type is " + now.type().word() + ", and was "
                            + before.type().word());
            return;
        }
        if (now.mode() != before.mode() || now.uid() != before.uid() || now.gid() != before.gid()) {
            differences.add(
                    entry.path(),
                    DifferenceKind.MODE,
                    "its mode and owner are " + owner(now) + ", and were " + owner(before));
            shared.addMode(entry);
        }
        if (!now.target().equals(before.target())) {
            differences.add(entry.path(), DifferenceKind.CONTENT, "it leads to another target");
        } else if (entry.isFile() && now.size() != before.size()) {
            waiting.addLast(new WaitingComparison(entry, sealed, Optional.empty()));
        } else if (entry.isFile() && !isRead(entry, sealed)) {
            waiting.addLast(new WaitingComparison(entry, sealed, Optional.of(readers.digest(entry))));
        }
    }

    private boolean isRead(TreeEntry entry, SealEntry sealed) throws IOException {
        return earlier.isPresent()
                && earlier.get()
                        .files()
                        .find(entry)
                        .filter(digest -> Arrays.equals(digest, sealed.digest().orElse(null)))
                        .isPresent();
    }

    private static String owner(EntryFacts facts) {
        return String.format("%04o %d:%d", facts.mode(), facts.uid(), facts.gid());
    }

    private void compareFirst() throws InterruptedException {
        WaitingComparison first = waiting.removeFirst();
        TreeEntry entry = first.entry();
        if (first.digest().isEmpty()) {
            differs(
                    entry,
                    "it has " + entry.facts().size() + " bytes, and had "
                            + first.sealed().facts().size());
            return;
        }
        files++;
        bytes += entry.facts().size();
        try {
            byte[] digest = readers.await(first.digest().get());
            if (!Arrays.equals(digest, first.sealed().digest().orElse(null))) {
                differs(entry, "its content is not the one that was sealed");
            }
        } catch (UnreadableEntry unreadable) {
            unreadable(unreadable);
            shared.add(entry);
        }
    }

    private void differs(TreeEntry entry, String detail) {
        differences.add(entry.path(), DifferenceKind.CONTENT, detail);
        shared.add(entry);
    }

    private void unreadable(UnreadableEntry entry) {
        differences.unreadable(entry.path(), "it cannot be read: " + FileError.words(entry.reason()));
    }

    /** A unit whose folder the walk did not find. */
    private void passed(String unit, UnitLookup.UnitSums of) throws IOException {
        progress.requireGoOn();
        missingRest(new SealedLines(lists, of.entries()));
    }

    private void missingRest(SealedLines rest) throws IOException {
        try (SealedLines sealed = rest) {
            for (; !sealed.isAtEnd(); sealed.next()) {
                differences.missing(sealed.entry());
            }
        }
    }

    private final class SealedUnits implements UnitStack.UnitEnds<Optional<SealedLines>> {
        @Override
        public Optional<SealedLines> open(String unit) throws IOException {
            Optional<UnitLookup.UnitSums> found = seal.find(unit, TreeVerification.this::passed);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SealedLines(lists, found.get().entries()));
        }

        @Override
        public void close(String unit, Optional<SealedLines> opened) throws IOException {
            if (opened.isPresent()) {
                missingRest(opened.get());
            }
        }
    }
}
