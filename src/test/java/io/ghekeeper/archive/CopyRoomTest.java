package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.pack.PackedPart;
import org.junit.jupiter.api.Test;

class CopyRoomTest {
    private static final long LARGE = 3 * PackedPart.PART;

    /** What lines and headers need. */
    private static final long MORE = 4 * 2048;

    @Test
    void aLargeFileNeedsRoomForOnePartMoreUntilItsPacksAreMade() {
        assertThat(new CopyRoom(LARGE + PackedPart.PART, 0).take(LARGE)).isEmpty();
        CopyRoom room = new CopyRoom(LARGE + PackedPart.PART + MORE, 0);

        try (CopyRoom.Taken taken = room.take(LARGE).orElseThrow()) {
            taken.use();
        }

        assertThat(room.take(LARGE)).isEmpty();
        assertThat(room.take(1)).as("files of one part have none here").isEmpty();
    }

    @Test
    void whatIsNotUsedIsGivenBack() {
        CopyRoom room = new CopyRoom(LARGE + PackedPart.PART + MORE, 1 << 20);

        room.take(LARGE).orElseThrow().close();
        room.take(1000).orElseThrow().close();

        assertThat(room.take(LARGE)).isPresent();
    }
}
