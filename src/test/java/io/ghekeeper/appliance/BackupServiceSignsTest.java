package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupServiceSignsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disk no;snapshots no;running no | none | 0",
                "disk yes;snapshots no;running no | seen | 1",
                "disk yes;snapshots yes;running yes | seen | 3",
                "disk unknown;snapshots yes;running no | seen | 1",
                "disk no;snapshots unknown;running no | unknown | 0",
                "disk no;disk yes;snapshots no;running no | unknown | 0",
                "welcome to disk yes | unknown | 0",
                "'' | unknown | 0"
            })
    void whatIsNotClearlyYesOrNoIsUnknown(String lines, String word, int seen) {
        BackupServiceSigns signs = BackupServiceSigns.read(lines.replace(";", "\r\n"));

        assertThat(signs.word()).isEqualTo(word);
        assertThat(signs.seen()).hasSize(seen);
    }
}
