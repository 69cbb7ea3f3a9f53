package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.WholeFiles;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file that a restore needs is read to its end, whatever its size. */
class FileChecksTest {
    private static final String FIRST = "-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)\n";
    private static final String CLOSING = "-- Dump completed on 2026-11-28 03:17:05\n";

    @TempDir
    Path snapshot;

    @Test
    void aDumpIsReadUpToItsClosingLine() throws IOException {
        dump(FIRST + rows(4000) + CLOSING);
        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.PASSED);

        dump(FIRST + rows(4000));
        assertThat(check("mysql.sql.gz").line())
                .isEqualTo("mysql.sql.gz: is a dump that mysqldump did not finish: its closing line is missing");

        dump(FIRST + CLOSING + rows(4000));
        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.FAILED);
    }

    @Test
    void aDumpOfOneLineIsReadToo() throws IOException {
        dump(FIRST + CLOSING);
        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.PASSED);
    }

    @Test
    void aDumpWithoutCommentsNeedsNoClosingLine() throws IOException {
        dump(rows(100));
        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.PASSED);
    }

    @Test
    void noiseInTheMiddleOfALargeDumpIsFound() throws IOException {
        Path dump = dump(FIRST + rows(200_000) + CLOSING);
        try (RandomAccessFile file = new RandomAccessFile(dump.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[20_000]);
        }
        try (FileChannel file = FileChannel.open(dump)) {
            assertThat(GzipForm.defect(FormReading.ends(file), 0))
                    .as("the ends alone")
                    .isEmpty();
        }

        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.FAILED);
    }

    @Test
    void theChecksumOfALargeRedisDumpIsVerified() throws IOException {
        Path dump = snapshot.resolve("redis.rdb");
        try (RandomAccessFile file = new RandomAccessFile(dump.toFile(), "rw")) {
            file.write("REDIS0009".getBytes(StandardCharsets.US_ASCII));
            file.seek(65L << 20);
            file.write(0xff);
            file.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }

        assertThat(check("redis.rdb").words()).hasValue("is a damaged Redis dump: its checksum differs");
    }

    @Test
    void eachFileHasAResultByItsName() throws IOException {
        Files.writeString(snapshot.resolve("version"), "v3.12.1\n");
        Files.writeString(snapshot.resolve("settings.json"), "{\"a\": [1, 2");
        Files.writeString(snapshot.resolve("ssh-host-keys.tar"), "no archive");
        Files.writeString(snapshot.resolve("other"), "its form is not known here");
        Files.createDirectory(snapshot.resolve("folder.tar"));

        assertThat(outcomes())
                .containsOnly(
                        Map.entry("version", CheckVerdict.PASSED),
                        Map.entry("settings.json", CheckVerdict.FAILED),
                        Map.entry("ssh-host-keys.tar", CheckVerdict.FAILED));
    }

    @Test
    void nothingIsSaidOfADumpInAFormOfItsOwn() throws IOException {
        Files.writeString(snapshot.resolve("mysql-binary-backup-sentinel"), "x\n");
        Files.write(snapshot.resolve("mysql.sql.gz"), "XBSTCK01\0P\20\0\0".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.UNKNOWN);
    }

    @Test
    void allBytesOfADumpAreCounted() throws IOException {
        Path dump = dump(FIRST + rows(50_000) + CLOSING);
        AtomicLong read = new AtomicLong();

        FileChecks.of(snapshot()).results(read::addAndGet);

        assertThat(read.get()).isEqualTo(Files.size(dump));
    }

    @Test
    void aDumpOfTwoPartsIsReadToTheEndOfTheSecondOne() throws IOException {
        // The first ends where a piece that is read ends: only what is left of the file says that another follows.
        int header = 10;
        int piece = 1 << 16;
        int length = piece - 1000;
        while (stored(length).length - header < piece) {
            length++;
        }
        assertThat(stored(length)).hasSize(header + piece);
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        dump.write(stored(length));
        dump.write(WholeFiles.packed(CLOSING));
        Files.write(snapshot.resolve("mysql.sql.gz"), dump.toByteArray());

        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.PASSED);
    }

    @Test
    void aDumpMayHaveAnyNumberOfEmptyParts() throws IOException {
        byte[] empty = WholeFiles.packed("");
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        for (int part = 0; part < 20_000; part++) {
            dump.write(empty);
        }
        dump.write(WholeFiles.packed(FIRST + CLOSING));
        for (int part = 0; part < 20_000; part++) {
            dump.write(empty);
        }
        dump.write(new byte[1000]);
        Files.write(snapshot.resolve("mysql.sql.gz"), dump.toByteArray());

        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.PASSED);
    }

    @Test
    void whatIsBehindTheEndOfADumpIsFound() throws IOException {
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        dump.write(WholeFiles.packed(FIRST + CLOSING));
        dump.write("noise".getBytes(StandardCharsets.US_ASCII));
        Files.write(snapshot.resolve("mysql.sql.gz"), dump.toByteArray());

        assertThat(outcomes()).containsEntry("mysql.sql.gz", CheckVerdict.FAILED);
    }

    @Test
    void aHeaderThatIsNoneOfGzipIsDamage() throws IOException {
        byte[] dump = WholeFiles.packed(FIRST + CLOSING);
        dump[2] = 7; // a method of packing that does not exist
        Files.write(snapshot.resolve("mysql.sql.gz"), dump);

        assertThat(FileChecks.of(snapshot()).results(read -> {}))
                .anyMatch(check -> check.words().orElse("").equals("is a damaged gzip file"));
    }

    @Test
    void soManyFilesAreCheckedAtMostAndTheOthersAreCounted() throws IOException {
        for (int file = 0; file < 250; file++) {
            Files.writeString(snapshot.resolve(file + ".tar"), "noise");
        }

        List<ContentCheck> results = FileChecks.of(snapshot()).results(read -> {});

        assertThat(results).hasSize(201);
        assertThat(results.get(200).name()).isEqualTo("others");
        assertThat(results.get(200).outcome()).isEqualTo(CheckVerdict.UNKNOWN);
        assertThat(results.get(200).words().orElseThrow()).matches("5\\d more were not checked");
    }

    /** The beginning of a dump in gzip, not made smaller. */
    private static byte[] stored(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        };
        try (gzip) {
            gzip.write((FIRST + "x".repeat(length - FIRST.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Test
    void aReadThatFailedIsNotForgottenByWhoReadsForAnotherPurpose() throws IOException {
        try (FileChannel folder = FileChannel.open(snapshot)) {
            ContentStream content = new ContentStream(folder, (bytes, from, count) -> {});

            assertThatThrownBy(content::read).isInstanceOf(IOException.class);
            assertThatThrownBy(content::requireRead).isInstanceOf(IOException.class);
        }
    }

    private Path dump(String sql) throws IOException {
        Path plain = Files.writeString(snapshot.resolve("plain"), sql);
        Path dump = snapshot.resolve("mysql.sql.gz");
        Tool.run("bash", "-c", "pigz <\"$0\" >\"$1\"", plain.toString(), dump.toString());
        Files.delete(plain);
        return dump;
    }

    /** No two are alike, so that packing leaves them large. */
    private static String rows(int count) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append("INSERT INTO `repositories` VALUES (")
                    .append(i * 7919L * 104_729 % 1_000_003)
                    .append(");\n");
        }
        return rows.toString();
    }

    private Map<String, CheckVerdict> outcomes() throws IOException {
        return checks().stream().collect(Collectors.toMap(ContentCheck::name, ContentCheck::outcome));
    }

    private ContentCheck check(String name) throws IOException {
        return checks().stream()
                .collect(Collectors.toMap(ContentCheck::name, Function.identity()))
                .get(name);
    }

    private List<ContentCheck> checks() throws IOException {
        return FileChecks.of(snapshot()).results(bytes -> {});
    }

    private Snapshot snapshot() {
        return new Snapshot("20261118T031700", snapshot, true, true, Optional.of("v3.12.1"));
    }
}
