package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.WholeFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormTest {
    private static final ShrinkageSettings BOUNDS = new ShrinkageSettings(10, 50, 50);
    private static final String PAGE = "<!DOCTYPE html>\n<html><body>503</body></html>\n";

    @TempDir
    private Path snapshot;

    @BeforeEach
    void makeWhole() throws IOException {
        WholeFiles.write(snapshot, "7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        Files.writeString(snapshot.resolve("version"), "v3.11.0\n");
        Files.writeString(snapshot.resolve("strategy"), "rsync\n");
    }

    @Test
    void aWholeSnapshotHasNoDefect() {
        assertThat(losses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql.sql.gz",
                "redis.rdb",
                "settings.json",
                "authorized-keys.json",
                "ssh-host-keys.tar",
                "uuid",
                "version",
                "strategy"
            })
    void noiseIsADefectOfEachFile(String name) throws IOException {
        Files.write(snapshot.resolve(name), noise(20_000));

        assertThat(losses()).singleElement().asString().startsWith(name + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql.sql.gz",
                "redis.rdb",
                "settings.json",
                "authorized-keys.json",
                "ssh-host-keys.tar",
                "uuid",
                "version",
                "enterprise.ghl",
                "strategy"
            })
    void anErrorPageIsADefectOfEachFile(String name) throws IOException {
        Files.writeString(snapshot.resolve(name), PAGE);

        assertThat(losses()).containsExactly(name + ": is an HTML page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql.sql.gz", "redis.rdb", "settings.json", "authorized-keys.json", "ssh-host-keys.tar"})
    void aFileThatIsCutOffAnywhereIsADefect(String name) throws IOException {
        byte[] whole = Files.readAllBytes(snapshot.resolve(name));
        // An archive has more than one block of zeros at its end.
        int last = name.endsWith(".tar")
                ? whole.length - 1025
                : name.endsWith(".json") ? whole.length - 2 : whole.length - 1;
        for (int length : new int[] {last, last - 1, last - 4, whole.length / 2, 12}) {
            Files.write(snapshot.resolve(name), Arrays.copyOf(whole, length));

            assertThat(losses())
                    .as(name + " of " + length + " bytes")
                    .singleElement()
                    .asString()
                    .startsWith(name);
        }
    }

    /** As the appliance packs it; of a dump of terabytes, only the beginning and the end are read. */
    @Test
    void theEndOfALargeDumpIsUnpacked() throws IOException {
        Path plain = Files.write(snapshot.resolve("dump.sql"), sql(3 << 20));
        Path dump = snapshot.resolve("mysql.sql.gz");
        Tool.run("bash", "-c", "pigz <\"$0\" >\"$1\"", plain.toString(), dump.toString());
        assertThat(large(dump)).isEmpty();

        byte[] packed = Files.readAllBytes(dump);
        for (int less : new int[] {1, 7, 8, 9, 100, 10_000, 500_000}) {
            Files.write(dump, Arrays.copyOf(packed, packed.length - less));

            assertThat(large(dump)).as(less + " bytes less").hasValue("is a gzip file that is cut off");
        }
    }

    private static Optional<String> large(Path dump) throws IOException {
        try (FileChannel file = FileChannel.open(dump)) {
            return GzipForm.defect(FormReading.ends(file), 0);
        }
    }

    @Test
    void aDumpThatUnpacksToNoiseOrAPageIsADefect() throws IOException {
        Files.write(snapshot.resolve("mysql.sql.gz"), WholeFiles.packed(noise(20_000)));
        assertThat(losses()).containsExactly("mysql.sql.gz: unpacks to no SQL");

        Files.write(snapshot.resolve("mysql.sql.gz"), WholeFiles.packed(PAGE));
        assertThat(losses()).containsExactly("mysql.sql.gz: unpacks to an HTML page");
    }

    @Test
    void aBinaryDumpOfMysqlNeedsNoGzipAndIsNoText() throws IOException {
        Files.writeString(snapshot.resolve("mysql-binary-backup-sentinel"), "NO_ADDITIONAL_COMPRESSION\n");
        Files.write(
                snapshot.resolve("mysql.sql.gz"), "XBSTCK01\0P\20\0\0\0ibdata1".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(losses()).isEmpty();

        Files.writeString(snapshot.resolve("mysql.sql.gz"), "ghe-export-mysql: command not found\n");
        assertThat(losses()).singleElement().asString().startsWith("mysql.sql.gz: is text");
    }

    @Test
    void theScriptOfAnExternalDatabaseMayWriteAnyForm() throws IOException {
        Files.writeString(snapshot.resolve("external-mysql-password"), "secret\n");
        Files.writeString(snapshot.resolve("mysql.sql.gz"), "arn:aws:rds:snapshot\n");
        assertThat(losses()).isEmpty();

        Files.writeString(snapshot.resolve("logical-external-database-backup-sentinel"), "LOGICAL_EXTERNAL_BACKUP\n");
        assertThat(losses()).containsExactly("mysql.sql.gz: is no gzip file");
    }

    @Test
    void aRedisDumpMayHaveTheLineThatBackupUtilsWritesBehindIt() throws IOException {
        byte[] dump = WholeFiles.redis();
        write("redis.rdb", dump, "ghe-backup-redis took 2s\n");
        assertThat(losses()).isEmpty();

        write("redis.rdb", dump, "something else\n");
        assertThat(losses()).containsExactly("redis.rdb: is a Redis dump that is cut off");
        write("redis.rdb", Arrays.copyOf(dump, dump.length - 3), "ghe-backup-redis took 2s\n");
        assertThat(losses()).containsExactly("redis.rdb: is a Redis dump that is cut off");
    }

    @Test
    void aSmallRedisDumpIsHeldToItsChecksum() throws IOException {
        Files.write(snapshot.resolve("redis.rdb"), HexFormat.of().parseHex("524544495330303036ffdcb343f05adcf256"));
        assertThat(losses()).as("the dump of an empty Redis").isEmpty();

        byte[] dump = WholeFiles.redis();
        dump[20] ^= 1;
        Files.write(snapshot.resolve("redis.rdb"), dump);
        assertThat(losses()).containsExactly("redis.rdb: is a damaged Redis dump: its checksum differs");
    }

    @Test
    void archivesOfTarAreWholeWhateverTheirFormat() throws IOException {
        Path files = Files.createDirectory(snapshot.resolve("pages"));
        String longName = "n".repeat(180);
        Files.writeString(files.resolve(longName), "content");
        try (RandomAccessFile sparse = new RandomAccessFile(files.resolve("big").toFile(), "rw")) {
            sparse.setLength(3 << 20);
        }
        for (String format : List.of("gnu", "pax", "ustar", "oldgnu")) {
            String name = format.equals("ustar") ? "big" : ".";
            Tool.run(
                    "tar",
                    "-C",
                    files.toString(),
                    "--format=" + format,
                    "-cf",
                    snapshot.resolve("github-secrets.tar").toString(),
                    name);

            assertThat(losses()).as(format).isEmpty();
        }
    }

    @Test
    void jsonWithSomethingBehindItsEndIsADefect() throws IOException {
        Files.writeString(snapshot.resolve("settings.json"), "{\"a\": 1}\n" + PAGE);
        assertThat(losses()).singleElement().asString().startsWith("settings.json: is ");

        Files.writeString(snapshot.resolve("settings.json"), "\"error\"\n");
        assertThat(losses()).containsExactly("settings.json: is no JSON");
    }

    @Test
    void jsonThatIsCutOffIsNamedAsSuch() throws IOException {
        for (String cut : List.of("{\"enterprise\": {\"private_mode\"", "{\"a\": [1, 2", "[\"a\", ", "{")) {
            Files.writeString(snapshot.resolve("settings.json"), cut);
            assertThat(losses()).as(cut).containsExactly("settings.json: is JSON that is cut off");
        }
    }

    private void write(String name, byte[] content, String behind) throws IOException {
        byte[] all = Arrays.copyOf(content, content.length + behind.length());
        System.arraycopy(behind.getBytes(StandardCharsets.ISO_8859_1), 0, all, content.length, behind.length());
        Files.write(snapshot.resolve(name), all);
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        return noise;
    }

    /** Text that packs badly. */
    private static byte[] sql(int bytes) {
        byte[] text = noise(bytes);
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) (' ' + (text[i] & 0x3f));
        }
        return text;
    }

    private List<String> losses() {
        Snapshot found = new Snapshot("20261120T031700", snapshot, true, true, Optional.empty());
        return Comparison.losses(Optional.empty(), Inventory.top(found), BOUNDS).stream()
                .map(Shrinkage::sentence)
                .toList();
    }
}
