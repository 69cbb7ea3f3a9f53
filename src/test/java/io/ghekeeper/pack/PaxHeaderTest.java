package io.ghekeeper.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.EntryType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers as another program reads them. The programs that people have are those of {@code PackFormatIT}. */
class PaxHeaderTest {
    private static final Instant WHOLE = Instant.parse("2026-11-18T03:17:00Z");
    private static final int FITS = 07777777;

    @Test
    void whatFitsIntoAnOldHeaderHasNoOther() throws IOException {
        byte[] header = PaxHeader.of("n".repeat(100), facts(FITS, WHOLE), 07777777_7777L);

        assertThat(header).hasSize(PaxHeader.BLOCK);
        TarArchiveEntry entry = entry(header);
        assertThat(entry.getName()).isEqualTo("n".repeat(100));
        assertThat(entry.getSize()).isEqualTo(07777777_7777L);
        assertThat(entry.getLongUserId()).isEqualTo(FITS);
        assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(WHOLE);
        assertThat(entry.getMode()).isEqualTo(06751);
        assertThat(entry.isFile()).isTrue();
    }

    @Test
    void numbersThatDoNotFitAreInTheOtherHeader() throws IOException {
        byte[] header = PaxHeader.of("file", facts(-2, WHOLE), 1L << 40);

        TarArchiveEntry entry = entry(header);
        assertThat(entry.getSize()).isEqualTo(1L << 40);
        assertThat(entry.getLongUserId()).isEqualTo(4294967294L);
        assertThat(entry.getLongGroupId()).isEqualTo(4294967294L);
        assertThat(entry(PaxHeader.of("file", facts(0, WHOLE), 1L << 33)).getSize())
                .isEqualTo(1L << 33);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 101, 155, 256, 950, 985, 987, 988, 990, 991, 9985, 9986, 9990, 9991})
    void aLengthCountsItsOwnDigits(int length) throws IOException {
        String name = "x".repeat(length - 1) + "y";

        assertThat(entry(PaxHeader.of(name, facts(0, WHOLE), 0)).getName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-18T03:17:00.000000001Z, 1794971820.000000001",
        "1970-01-01T00:00:00.5Z,         0.500000000",
        "1969-12-31T23:59:59.5Z,         -0.500000000",
        "1969-12-31T23:59:58.5Z,         -1.500000000",
        "1969-12-31T23:59:58.000000001Z, -1.999999999",
        "1969-12-31T23:59:58Z,           -2",
        "2300-01-01T00:00:00Z,           10413792000"
    })
    void aTimeIsADecimalFractionOfSeconds(Instant time, String text) {
        String records = new String(PaxHeader.of("f", facts(0, time), 0), StandardCharsets.ISO_8859_1);

        assertThat(records).contains(" mtime=" + text + "\n");
    }

    @Test
    void aNameThatIsNoUtf8SaysSoAndIsItsBytes() {
        String path = "caf\u00e9/\u0000\u0001\u00ff".replace("\u0000", "");
        String records = new String(PaxHeader.of(path, facts(0, WHOLE), 0), StandardCharsets.ISO_8859_1);

        assertThat(records).contains("21 hdrcharset=BINARY\n", " path=" + path + "\n");
        assertThat(new String(PaxHeader.of("caf\u00c3\u00a9", facts(0, WHOLE), 0), StandardCharsets.ISO_8859_1))
                .contains("14 path=caf\u00c3\u00a9\n")
                .doesNotContain("hdrcharset");
    }

    @Test
    void aLongNameThatIsCutOffAtASlashIsNoFolder() throws IOException {
        byte[] header = PaxHeader.of("d".repeat(99) + "/file", facts(0, WHOLE), 0);

        assertThat(entry(header).getName()).isEqualTo("d".repeat(99) + "/file");
        assertThat(header[2 * PaxHeader.BLOCK + 98]).isEqualTo((byte) 'd');
        assertThat(header[2 * PaxHeader.BLOCK + 99]).isZero();
    }

    private static TarArchiveEntry entry(byte[] header) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(header), StandardCharsets.ISO_8859_1.name())) {
            return tar.getNextEntry();
        }
    }

    private static EntryFacts facts(int owner, Instant time) {
        return new EntryFacts(EntryType.FILE, 06751, owner, owner, 0, time, Optional.empty(), 0);
    }
}
