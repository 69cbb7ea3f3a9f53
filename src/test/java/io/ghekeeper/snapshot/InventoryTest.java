package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {
    @TempDir
    Path data;

    private Path snapshot;

    @BeforeEach
    void make() throws IOException {
        snapshot = Files.createDirectory(data.resolve("20261120T031700"));
    }

    @Test
    void countsFilesBytesAndWhatIsNew() throws IOException {
        file("pages/1/index.html", "12345");
        file("storage/a/ab/object", "1234567");
        Files.createLink(data.resolve("elsewhere"), snapshot.resolve("storage/a/ab/object"));
        Files.createSymbolicLink(snapshot.resolve("pages/latest"), Path.of("1"));

        Inventory inventory = inventory();

        assertThat(inventory.files()).isEqualTo(2);
        assertThat(inventory.bytes()).isEqualTo(12);
        assertThat(inventory.linked()).isEqualTo(1);
        assertThat(inventory.newBytes()).isEqualTo(5);
        assertThat(inventory.percent()).isEqualTo(50);
        assertThat(inventory.newInodes())
                .as("the snapshot, pages, pages/1, storage, storage/a, storage/a/ab, a file and a link")
                .isEqualTo(8);
        assertThat(inventory.unreadable()).isZero();
    }

    @Test
    void whatWasPutAsideIsNoContent() throws IOException {
        file("pages/1/index.html", "12345");
        file(Snapshot.PUT_ASIDE + "/1/index.html", "damage");

        assertThat(inventory().files()).isEqualTo(1);
        assertThat(inventory().parts()).containsOnlyKeys("pages");
    }

    @Test
    void countsEachPart() throws IOException {
        file("pages/1/index.html", "12345");
        file("pages/2/index.html", "123");
        file("redis.rdb", "REDIS0009");
        Files.createDirectory(snapshot.resolve("storage"));

        assertThat(inventory().parts())
                .containsOnlyKeys("pages", "redis.rdb", "storage")
                .containsEntry("pages", new Inventory.Part(true, 2, 8, false))
                .containsEntry(
                        "redis.rdb",
                        new Inventory.Part(false, 1, 9, false, Optional.of("is a Redis dump that is cut off")))
                .containsEntry("storage", new Inventory.Part(true, 0, 0, true));
    }

    @Test
    void countsRepositoriesWikisAndGistsButNoneInsideAnother() throws IOException {
        file("repositories/1/nw/1a/2b/3c/7/7.git/HEAD", "ref");
        file("repositories/1/nw/1a/2b/3c/7/7.wiki.git/HEAD", "ref");
        file("repositories/1/1a/2b/3c/gist/9.git/HEAD", "ref");
        file("repositories/1/nw/1a/2b/3c/7/7.git/refs/heads/odd.git/main", "a branch");
        file("repositories/1/nw/1a/2b/3c/7/no.git", "a file");
        file("pages/like.git/index.html", "a page");

        assertThat(inventory().repositories()).isEqualTo(3);
    }

    /** As a target is counted after a restore. */
    @Test
    void countsWhatBackupUtilsWouldRestoreAndNothingElse() throws IOException {
        file("repositories/1/1a/2b/3c/gist/9.git/HEAD", "ref");
        file("repositories/1/gist/1a/2b/8.git/HEAD", "ref");
        file("storage/a/aa/bb/object", "an object");
        file("storage/a/aa/bb/cc/too-deep", "no object");
        file("storage/too-high", "no object");
        file("pages/4/c8/1e/72/9/index.html", "a page");
        file("pages/4/c8/1e/72/9/deep/index.html", "the same page");
        file("pages/index.html", "no page");
        file("git-hooks/repos/1/pre-receive", "a hook");
        file("git-hooks/environments/tarballs/1/environment.tar.gz", "an environment");
        file("git-hooks/environments/1/unpacked", "no hook");
        file("audit-log/audit_log-1.gz", "packed");
        file("audit-log/audit_log-1.gz.size", "6");

        assertThat(inventory().contents()).isEqualTo(new Inventory.Contents(1, 1, 1, 2, 1));
    }

    @Test
    void followsNoLinks() throws IOException {
        Path outside = Files.createDirectory(data.resolve("outside"));
        Files.writeString(outside.resolve("file"), "outside");
        file("pages/index.html", "1");
        Files.createSymbolicLink(snapshot.resolve("pages/out"), outside);
        Files.createSymbolicLink(snapshot.resolve("storage"), outside);

        Inventory inventory = inventory();

        assertThat(inventory.files()).isEqualTo(1);
        assertThat(inventory.parts()).containsEntry("storage", new Inventory.Part(false, 0, 0, true));
    }

    @Test
    void saysHowMuchCouldNotBeRead() throws IOException {
        file("pages/1/index.html", "1");
        Path closed = snapshot.resolve("pages/1");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            // Root reads it all the same.
            assertThat(inventory().unreadable()).isEqualTo(Files.isReadable(closed) ? 0 : 1);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aSnapshotThatIsGoneIsUnreadableAndNotEmpty() throws IOException {
        Files.delete(snapshot);

        assertThat(inventory().unreadable()).isEqualTo(1);
    }

    @Test
    void anyDepthIsWalkedOrCounted() throws IOException {
        Path deep = snapshot;
        for (int level = 0; level < 300; level++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("file"), "1");

        assertThat(inventory().files()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \n\n"})
    void aFileOfBlanksIsEmpty(String content) throws IOException {
        file("password-pepper", content);

        assertThat(inventory().parts().get("password-pepper").empty()).isTrue();
    }

    @Test
    void aDumpThatUnpacksToNothingIsEmpty() throws IOException {
        Files.write(snapshot.resolve("mysql.sql.gz"), packed(""));

        assertThat(inventory().parts().get("mysql.sql.gz").empty()).isTrue();
    }

    @Test
    void aDumpThatUnpacksToSomethingIsNot() throws IOException {
        Files.write(snapshot.resolve("mysql.sql.gz"), packed("x"));

        assertThat(inventory().parts().get("mysql.sql.gz").empty()).isFalse();
    }

    @Test
    void aBinaryDumpIsNotPackedAndNotEmpty() throws IOException {
        file("mysql.sql.gz", "XBSTCK01");

        assertThat(inventory().parts().get("mysql.sql.gz").empty()).isFalse();
    }

    @Test
    void aDumpThatIsCutOffInItsFirstBytesIsEmpty() throws IOException {
        Files.write(snapshot.resolve("mysql.sql.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

        assertThat(inventory().parts().get("mysql.sql.gz").empty()).isTrue();
    }

    @Test
    void anArchiveOfZerosIsEmpty() throws IOException {
        Files.write(snapshot.resolve("ssh-host-keys.tar"), new byte[10_240]);
        file("saml-keys.tar", "idp.crt");

        assertThat(inventory().parts().get("ssh-host-keys.tar").empty()).isTrue();
        assertThat(inventory().parts().get("saml-keys.tar").empty()).isFalse();
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private void file(String path, String content) throws IOException {
        Files.createDirectories(snapshot.resolve(path).getParent());
        Files.writeString(snapshot.resolve(path), content);
    }

    private Inventory inventory() {
        return Inventory.of(new Snapshot("20261120T031700", snapshot, true, true, Optional.empty()));
    }
}
