package io.ghekeeper.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    @Test
    void whatIsScarcerIsLacking() {
        assertThat(new DiskSpace(24_000_000, 11_000_000, 5000, 7).lacksInodes()).isTrue();
        assertThat(new DiskSpace(24_000_000, 4096, 5000, 4000).lacksInodes()).isFalse();
        assertThat(new DiskSpace(24_000_000, 0, 5000, 0).lacksInodes()).isFalse();
        assertThat(new DiskSpace(24_000_000, 23_999_999, 5_000_000, 4_999_000).lacksInodes())
                .isFalse();
        assertThat(new DiskSpace(24_000_000, 4096, 0, 0).lacksInodes())
                .as("no limit")
                .isFalse();
    }

    @Test
    void isFullWhenNextToNothingCanBeWritten() {
        assertThat(new DiskSpace(24_000_000, 4096, 5000, 4000).isFull()).isTrue();
        assertThat(new DiskSpace(24_000_000, 11_000_000, 5000, 5).isFull()).isTrue();
        assertThat(new DiskSpace(1L << 40, 1L << 29, 0, 0).isFull()).isTrue();
        assertThat(new DiskSpace(24_000_000, 11_000_000, 5000, 4000).isFull()).isFalse();
        assertThat(new DiskSpace(24_000_000, 11_000_000, 0, 0).isFull())
                .as("no limit")
                .isFalse();
    }
}
