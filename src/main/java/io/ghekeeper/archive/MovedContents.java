package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The content that only some packs hold, and that is needed. */
final class MovedContents {
    private final Set<String> downloads = new HashSet<>();
    private long files;
    private long bytes;

    private MovedContents() {}

    /**
     * Finds it.
     *
     * @param needs of {@link NeededContents}
     * @param packs SHA-256 of each
     */
    static MovedContents find(Path needs, KnownLines state, Set<String> packs) throws IOException {
        MovedContents moved = new MovedContents();
        try (LineCursor needed = new SortedLines(needs);
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            while (!needed.isAtEnd()) {
                String line = needed.peek();
                String digest = needed.key();
                contents.skipTo(digest);
                moved.add(digest, line, contents, packs);
                while (needed.isAt(digest)) {
                    needed.next();
                }
            }
            contents.drain();
        }
        return moved;
    }

    private void add(String digest, String line, LineCursor contents, Set<String> packs) throws IOException {
        long size = NeededContents.size(line);
        boolean found = false;
        int last = 0;
        while (contents.isAt(digest)) {
            PackedPart part = PackedPart.parse(contents.peek());
            Set<String> holders = new HashSet<>();
            boolean elsewhere = false;
            for (; contents.isAt(digest) && PackedPart.parse(contents.peek()).part() == part.part(); contents.next()) {
                String pack = PackedPart.parse(contents.peek()).pack();
                elsewhere |= !packs.contains(pack);
                holders.add(pack);
            }
            if (!elsewhere && part.part() > last && part.parts() == PackedPart.parts(size)) {
                bytes += NeededContents.length(part.part(), size);
                found = true;
                if (!NeededContents.isOnVolume(line)) {
                    downloads.add(holders.iterator().next());
                }
            }
            last = part.part();
        }
        files += found ? 1 : 0;
    }

    /** SHA-256 of each pack that is to be read, because its content is on no volume. */
    Set<String> downloads() {
        return downloads;
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    /** How many packs hold it, at least. */
    long newPacks() {
        return Math.max(
                (bytes + PackedPart.PART - 1) / PackedPart.PART,
                (files + PackJobs.MOST_MEMBERS - 1) / PackJobs.MOST_MEMBERS);
    }
}
