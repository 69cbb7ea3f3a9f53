package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.UnsyncedDisk;
import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotReadersTest {
    private static final String ID = "20261120T031700";

    @TempDir
    Path state;

    private final Disk disk = new UnsyncedDisk();

    @Test
    void aSnapshotIsReadUntilItsLastReaderEnds() throws IOException {
        SnapshotReaders readers = new SnapshotReaders(state, disk);
        AliveLock first = readers.begin(ID);
        AliveLock second = readers.begin(ID);

        assertThat(readers.has(ID)).isTrue();
        assertThat(readers.has("20261121T031700")).isFalse();
        first.close();
        assertThat(readers.has(ID)).isTrue();
        second.close();
        assertThat(readers.has(ID)).isFalse();

        assertThat(state).isEmptyDirectory();
    }

    @Test
    void aReaderThatWasKilledKeepsNothing() throws IOException {
        Files.createFile(state.resolve("reading-" + ID + ".0.lock"));

        assertThat(new SnapshotReaders(state, disk).has(ID)).isFalse();

        assertThat(state).isEmptyDirectory();
    }
}
