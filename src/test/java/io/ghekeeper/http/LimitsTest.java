package io.ghekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void holdWhateverTheCommandLineSays() {
        System.setProperty("jdk.httpserver.maxConnections", "-1");
        System.setProperty("sun.net.httpserver.maxReqTime", "0");

        Limits.USUAL.impose();

        assertThat(System.getProperty("jdk.httpserver.maxConnections")).isEqualTo("256");
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("5");
    }
}
