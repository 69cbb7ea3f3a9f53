package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteCountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1.0 KiB",
        "1048524, 1023.9 KiB",
        "1048575, 1.0 MiB",
        "3328599654, 3.1 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void readsWell(long bytes, String words) {
        assertThat(new ByteCount(bytes)).hasToString(words);
    }
}
