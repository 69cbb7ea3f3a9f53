package io.ghekeeper.pack;

import static io.ghekeeper.lab.SampleContent.random;
import static io.ghekeeper.lab.SampleContent.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdFramesTest {
    private static final byte[] SKIPPED = "index".getBytes(StandardCharsets.US_ASCII);
    private static final int MEBIBYTE = ZstdFrames.FRAME;

    /** Header of 9 bytes, and of 3 for each block of 128 KiB. */
    private static final int STORED = MEBIBYTE + 9 + 8 * 3;

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                255,
                256,
                65536,
                65537,
                131071,
                131072,
                131073,
                MEBIBYTE - 1,
                MEBIBYTE,
                MEBIBYTE + 1,
                3 * MEBIBYTE
            })
    void whatWentInComesOut(int length) throws IOException {
        assertThat(frames(random(length), 1000).tar()).isEqualTo(random(length));
        assertThat(frames(text(length), length).tar()).isEqualTo(text(length));
    }

    @Test
    void whatDoesNotCompressIsStored() throws IOException {
        assertThat(frames(random(2 * MEBIBYTE), 4096).frames()).containsExactly(STORED, STORED);
    }

    @Test
    void whatCompressesIsCompressed() throws IOException {
        assertThat(frames(text(2 * MEBIBYTE), 4096).frames())
                .hasSize(2)
                .allSatisfy(length -> assertThat(length).isLessThan(MEBIBYTE / 20));
    }

    /** A frame is looked at everywhere, and each for itself. */
    @Test
    void aFrameThatCompressesInPartIsCompressed() throws IOException {
        byte[] bytes = random(2 * MEBIBYTE);
        System.arraycopy(text(MEBIBYTE / 4), 0, bytes, MEBIBYTE / 2, MEBIBYTE / 4);

        assertThat(frames(bytes, 4096).frames().get(0)).isLessThan(MEBIBYTE * 4 / 5);
        assertThat(frames(bytes, 4096).frames().get(1)).isEqualTo(STORED);
    }

    /** The price of a sample: what lies between its pieces is not seen. */
    @Test
    void aSampleDecidesForItsFrame() throws IOException {
        byte[] bytes = random(MEBIBYTE);
        System.arraycopy(text(60_000), 0, bytes, 5000, 60_000);

        assertThat(frames(bytes, 4096).frames()).containsExactly(STORED);
    }

    @Test
    void theLastFrameIsSkipped() throws IOException {
        assertThat(frames(new byte[0], 1).tar()).isEmpty();
        assertThat(frames(text(10), 1).skipped()).isEqualTo(SKIPPED);
    }

    private static PackFrames frames(byte[] input, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdFrames frames = new ZstdFrames(out)) {
            for (int at = 0; at < input.length; at += piece) {
                frames.write(Arrays.copyOfRange(input, at, Math.min(input.length, at + piece)));
            }
            frames.finish(SKIPPED);
        }
        return PackFrames.of(out.toByteArray());
    }
}
