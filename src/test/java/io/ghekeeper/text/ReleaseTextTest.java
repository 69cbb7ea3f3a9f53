package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"3.12.1", "v3.12.1", "3.22", "3.0.0.rc", "v3.0.0.rc1", "3.13.0-beta2", "3.10.0.20230914gm1"})
    void aReleaseIsReadAsItIsWritten(String text) {
        assertThat(ReleaseText.read(" " + text + "\n")).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "3.",
                "3.11.",
                "3.11.03.14.0",
                "3.11.0 3.14.0",
                "3.11.0\n3.14.0",
                "3.11.0.14",
                "3.11.0-14",
                "3.11.0.rc1.14.0",
                "03.11.0",
                "3.011.0",
                "3.11.00",
                "3.11.0rc",
                "3.11.x",
                "3.11.0.",
                "3.11.0.rc1;reboot",
                "3.99999.0",
                "vv3.11.0",
                "$(reboot)",
                "-3.11.0",
                "\u0663.11.0"
            })
    void whateverElseIsNoRelease(String text) {
        assertThat(ReleaseText.read(text)).isEmpty();
    }
}
