package io.ghekeeper.archive;

import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.NewContent.ListedFiles;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of those units of snapshots in the store that name one of some packs. */
final class UnitNeeds {
    private static final String TOP = "./";

    private final List<ArchivedTree> trees;
    private final Set<String> packs;
    private final ArchiveProgress progress;

    /** @param trees whose units have the places of one seal, one tree after the other */
    @SuppressWarnings("MissingSummary")
    UnitNeeds(List<ArchivedTree> trees, Set<String> packs, ArchiveProgress progress) {
        this.trees = List.copyOf(trees);
        this.packs = packs;
        this.progress = progress;
    }

    /** Takes files that are to be packed again. */
    interface NeedListener {
        /** @param line of its list, with a path that begins with the name of the snapshot: several may share a pack */
        @SuppressWarnings("MissingSummary")
        void file(String digest, String line, long size) throws IOException;
    }

    private interface FileVisitor {
        void visit(ArchivedTree tree, String unit, UnitListReader at, SealEntry file) throws IOException;
    }

    boolean isOne(ArchivedUnit unit) {
        return unit.place().packs().stream().anyMatch(packs::contains);
    }

    /** Adds them, as {@link NewContent#join} wants it. */
    void add(LineSorter byDigest) throws IOException {
        ListedFiles files = new ListedFiles(byDigest);
        visit((tree, unit, at, file) ->
                files.add(unit, at.place(), digest(file), file.facts().size()));
    }

    /** Hands on those that are {@link NewContent#missing}: the lists are read once more. */
    void find(Path missing, NeedListener listener) throws IOException {
        try (LineCursor wanted = new SortedLines(missing)) {
            visit((tree, unit, at, file) -> {
                if (wanted.isAt(unit + " " + SealedUnitLists.digits(at.place()))) {
                    String path = TOP + tree.facts().snapshot() + "/";
                    listener.file(
                            digest(file),
                            path + at.line().substring(TOP.length()),
                            file.facts().size());
                    wanted.next();
                }
            });
            if (!wanted.isAtEnd()) {
                throw new IOException("a list has other files than before, at " + wanted.peek());
            }
        }
    }

    private void visit(FileVisitor visitor) throws IOException {
        long number = 0;
        for (ArchivedTree tree : trees) {
            try (ManifestReader units = tree.units()) {
                for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                    progress.requireGoOn();
                    if (isOne(unit.get())) {
                        visit(tree, unit.get(), SealedUnitLists.digits(number), visitor);
                    }
                    number++;
                }
            }
        }
    }

    private static void visit(ArchivedTree tree, ArchivedUnit unit, String place, FileVisitor visitor)
            throws IOException {
        try (UnitListReader entries = tree.entries(unit)) {
            for (Optional<SealEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (entry.get().digest().isPresent() && entries.line().startsWith(TOP)) {
                    visitor.visit(tree, place, entries, entry.get());
                }
            }
        }
    }

    private static String digest(SealEntry file) {
        return HexFormat.of().formatHex(file.digest().orElseThrow());
    }
}
