package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.WholeFiles;
import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that lie directly in a snapshot are checked in the reading that the seal needs. */
class CheckedSealTest {
    private static final String UUID = "5a1f0b1c-33aa-4a6e-9d0b-000000000001";
    private static final int LARGE = 3 << 20;

    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        WholeFiles.write(box.snapshot(FIRST), UUID);
        Files.write(box.snapshot(FIRST).resolve("redis.rdb"), WholeFiles.redis(LARGE));
        Files.write(box.snapshot(FIRST).resolve("mysql.sql.gz"), dump());
    }

    @Test
    void eachFileIsReadOnceForItsDigestAndItsCheck() throws IOException {
        FileChecks checks = checks(FIRST);

        box.seal(FIRST, checks, bytes -> {});

        assertThat(box.bytesRead()).isEqualTo(allBytes(FIRST));
        assertThat(readFor(checks)).isZero();
        assertThat(outcomes(checks))
                .hasSize(8)
                .allSatisfy((name, outcome) -> assertThat(outcome).as(name).isEqualTo(CheckVerdict.PASSED));
        assertSealedAsTheyAre();
    }

    @Test
    void aFileThatFailsItsCheckIsSealedAsItIs() throws IOException {
        byte[] dump = dump();
        Arrays.fill(dump, dump.length / 2, dump.length / 2 + 5000, (byte) 0);
        Files.write(box.snapshot(FIRST).resolve("mysql.sql.gz"), dump);
        byte[] redis = WholeFiles.redis(LARGE);
        redis[LARGE - 1] = 1; // a checksum, and not that of the dump
        Files.write(box.snapshot(FIRST).resolve("redis.rdb"), redis);
        byte[] archive = noise(LARGE);
        Files.write(box.snapshot(FIRST).resolve("ssh-host-keys.tar"), archive);
        box.file(FIRST, "settings.json", "[1, 2, }" + "x".repeat(LARGE));
        FileChecks checks = checks(FIRST);

        box.seal(FIRST, checks, bytes -> {});

        assertThat(box.bytesRead()).isEqualTo(allBytes(FIRST));
        assertThat(outcomes(checks).entrySet().stream()
                        .filter(check -> check.getValue() == CheckVerdict.FAILED)
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("mysql.sql.gz", "redis.rdb", "ssh-host-keys.tar", "settings.json");
        assertSealedAsTheyAre();
    }

    @Test
    void aFileThatChangesWhileItIsCheckedFailsTheSeal() throws IOException {
        Path dump = box.snapshot(FIRST).resolve("mysql.sql.gz");
        AtomicBoolean written = new AtomicBoolean();
        FileChecks checks = checks(FIRST);

        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> box.seal(FIRST, checks, bytes -> {
                    if (bytes > 0 && !written.getAndSet(true)) {
                        append(dump);
                    }
                }));

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_FAILED);
        assertThat(failure).hasMessageContaining("mysql.sql.gz").hasMessageContaining("it changed while it was read");
        assertThat(box.files().root(FIRST)).doesNotExist();
    }

    @Test
    void whoStopsTheSealStopsItsChecks() throws IOException {
        Failure cancelled = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");
        AtomicLong read = new AtomicLong();
        FileChecks checks = checks(FIRST);

        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> box.seal(FIRST, checks, bytes -> {
                    if (read.addAndGet(bytes) > 0) {
                        throw cancelled;
                    }
                }));

        assertThat(failure).isSameAs(cancelled);
        assertThat(box.files().root(FIRST)).doesNotExist();
    }

    @Test
    void whatAnEarlierSealKnowsIsCheckedAfterwards() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        FileChecks checks = checks(SECOND);

        box.seal(SECOND, checks, bytes -> {});

        assertThat(box.bytesRead()).isZero();
        assertThat(outcomes(checks)).hasSize(8).containsEntry("mysql.sql.gz", CheckVerdict.PASSED);
        assertThat(readFor(checks(SECOND)))
                .isGreaterThan(Files.size(box.snapshot(SECOND).resolve("mysql.sql.gz")));
    }

    @Test
    void whatLiesInAFolderIsNotChecked() throws IOException {
        box.file(FIRST, "pages/settings.json", "no JSON");
        FileChecks checks = checks(FIRST);

        box.seal(FIRST, checks, bytes -> {});

        assertThat(outcomes(checks))
                .containsEntry("settings.json", CheckVerdict.PASSED)
                .hasSize(8);
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChecks checks(String snapshot) throws IOException {
        return FileChecks.of(box.snapshotOf(snapshot));
    }

    private static Map<String, CheckVerdict> outcomes(FileChecks checks) {
        return checks.results(bytes -> {}).stream()
                .collect(Collectors.toMap(ContentCheck::name, ContentCheck::outcome));
    }

    private static long readFor(FileChecks checks) {
        AtomicLong read = new AtomicLong();
        checks.results(read::addAndGet);
        return read.get();
    }

    private long allBytes(String snapshot) throws IOException {
        long bytes = 0;
        for (Path file : filesOf(snapshot)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private List<Path> filesOf(String snapshot) throws IOException {
        try (Stream<Path> files = Files.list(box.snapshot(snapshot))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void assertSealedAsTheyAre() throws IOException {
        Map<String, SealEntry> sealed = box.entries(FIRST);
        for (Path file : filesOf(FIRST)) {
            String name = file.getFileName().toString();
            assertThat(sealed.get(name).digest().orElseThrow())
                    .as(name)
                    .isEqualTo(Sha256.digest().digest(Files.readAllBytes(file)));
        }
    }

    /** Not packed much smaller, so that it is read in many pieces. */
    private static byte[] dump() throws IOException {
        StringBuilder sql = new StringBuilder("-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)\n");
        Random random = new Random(7);
        while (sql.length() < LARGE) {
            sql.append("INSERT INTO `users` VALUES (").append(random.nextLong()).append(");\n");
        }
        return WholeFiles.packed(sql + "-- Dump completed on 2026-11-28 03:17:05\n");
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }
}
