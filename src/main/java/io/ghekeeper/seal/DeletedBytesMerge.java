package io.ghekeeper.seal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through the units of several seals at once, and within those that differ through their files. */
final class DeletedBytesMerge {
    /** So many versions of one unit are open at once, so that memory is bounded. */
    private static final int MOST_VERSIONS = 64;

    private final ListStore lists;
    private final ListStore inodes;
    private final List<DeletedBytesCursor> seals;
    private long bytes;

    DeletedBytesMerge(ListStore lists, ListStore inodes, List<DeletedBytesCursor> seals) {
        this.lists = lists;
        this.inodes = inodes;
        this.seals = seals;
    }

    /** @param kept whether a snapshot that is kept has it */
    private record SharedUnit(UnitLookup.UnitSums sums, long bytes, boolean kept) {}

    /** @param kept whether the version is of a snapshot that is kept */
    private record OpenVersion(SealedInodes files, boolean kept) {}

    /**
     * Of files that no kept snapshot has.
     *
     * @param unit called at each unit
     */
    long bytes(Runnable unit) throws IOException {
        for (Optional<DeletedBytesCursor> first = first(); first.isPresent(); first = first()) {
            unit.run();
            List<DeletedBytesCursor> same = new ArrayList<>();
            for (DeletedBytesCursor seal : seals) {
                if (!seal.isAtEnd() && DeletedBytesCursor.ORDER.compare(seal, first.get()) == 0) {
                    same.add(seal);
                }
            }
            Map<UnitLookup.UnitSums, SharedUnit> versions = new HashMap<>();
            for (DeletedBytesCursor seal : same) {
                SealReader.ReadUnit read = seal.unit();
                versions.merge(
                        read.sums(),
                        new SharedUnit(read.sums(), read.bytes(), seal.isKept()),
                        (one, other) -> one.kept() ? one : other);
            }
            add(List.copyOf(versions.values()));
            for (DeletedBytesCursor seal : same) {
                seal.next();
            }
        }
        return bytes;
    }

    private Optional<DeletedBytesCursor> first() {
        return seals.stream().filter(seal -> !seal.isAtEnd()).min(DeletedBytesCursor.ORDER);
    }

    private void add(List<SharedUnit> versions) throws IOException {
        boolean allKept = versions.stream().allMatch(SharedUnit::kept);
        if (allKept) {
            return;
        }
        if (versions.size() == 1) {
            bytes += versions.get(0).bytes();
            return;
        }
        if (versions.size() > MOST_VERSIONS) {
            throw new IOException("there are too many versions of a unit");
        }
        List<OpenVersion> open = new ArrayList<>();
        try {
            for (SharedUnit version : versions) {
                open.add(new OpenVersion(new SealedInodes(lists, inodes, version.sums()), version.kept()));
            }
            addFiles(open);
        } finally {
            for (OpenVersion version : open) {
                version.files().close();
            }
        }
    }

    private void addFiles(List<OpenVersion> open) throws IOException {
        while (true) {
            Optional<String> path = open.stream()
                    .filter(version -> !version.files().isAtEnd())
                    .map(version -> version.files().path())
                    .min(PathBytes.ORDER);
            if (path.isEmpty()) {
                return;
            }
            Set<String> held = new HashSet<>();
            Map<String, Long> going = new HashMap<>();
            for (OpenVersion version : open) {
                SealedInodes files = version.files();
                if (files.isAtEnd() || !files.path().equals(path.get())) {
                    continue;
                }
                if (version.kept()) {
                    held.add(files.inode());
                } else if (!files.inode().isEmpty()) {
                    going.putIfAbsent(files.inode(), files.entry().facts().size());
                }
                files.next();
            }
            going.keySet().removeAll(held);
            bytes += going.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
