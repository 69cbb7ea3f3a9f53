package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is packed while a seal reads.
 *
 * @param stateDirectory holds the seals, and the folder of the archive
 * @param store its name, as in {@link ArchiveOptions}
 * @param most bytes that wait for the archive run, of files that are not in parts
 * @param share of the free room that may wait, of all files: one in so many bytes
 * @param reserve bytes that stay free on the volume: where fewer are, no part of a large file begins, and packing ends
 * @param patience how long the seal waits for one step
 */
public record CopySetting(
        Path stateDirectory,
        Disk disk,
        String store,
        Encryption encryption,
        long most,
        int share,
        long reserve,
        Duration patience) {
    /** Larger files are not kept in memory until their digests are known. */
    static final int SMALL = 2 << 20;

    private static final int SHARE = 10;
    private static final long MOST = 2L << 30;
    private static final long RESERVE = 1L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LINES_PER_LOOK = 1 << 12;

    /** As the command has it. */
    public CopySetting(Path stateDirectory, Disk disk, String store, Encryption encryption) {
        this(stateDirectory, disk, store, encryption, MOST, SHARE, RESERVE, PATIENCE);
    }

    Path archive() {
        return archive(stateDirectory);
    }

    static Path archive(Path stateDirectory) {
        return stateDirectory.resolve("archive");
    }

    /** Bytes that are free on the volume now. */
    long free() throws IOException {
        return Files.getFileStore(archive()).getUsableSpace();
    }

    /** What the store has, and what waits in the outbox. */
    KnownContent known(SealProgress progress) throws IOException {
        // The archive run itself warns of what it finds in its state.
        ArchiveState state = new ArchiveState(disk, archive(), store, warning -> {});
        state.read();
        KnownContent known = new KnownContent(state.count(StateTable.CONTENTS));
        int lines = 0;
        try (LineCursor contents = state.lines(StateTable.CONTENTS)) {
            for (; !contents.isAtEnd(); contents.next()) {
                known.addLine(contents.peek());
                if (++lines % LINES_PER_LOOK == 0) {
                    progress.requireGoOn();
                }
            }
        }
        new Outbox(disk, CopyFolder.outbox(archive()), encryption).readContents(known::addLine);
        return known;
    }
}
