package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an archive of host keys gives, and what hostile ones do not take. */
@Timeout(300)
class HostKeysInTarIT {
    private static final HostKey ECDSA = SomeKeys.ecdsa();
    private static final HostKey ED25519 = SomeKeys.ed25519();

    @TempDir
    private Path folder;

    private ByteArrayOutputStream bytes;
    private TarArchiveOutputStream tar;

    @BeforeEach
    void begin() {
        bytes = new ByteArrayOutputStream();
        tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    @Test
    void publicKeysAreReadAndNothingElse() throws IOException {
        put("ssh_host_ecdsa_key", "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        put("ssh_host_ecdsa_key.pub", line(ECDSA) + " root@there\n");
        put("etc/ssh/ssh_host_ed25519_key.pub", line(ED25519) + "\r\n");
        put("ssh_host_rsa_key.pub.old", line(SomeKeys.rsa()));
        put("ssh_host_dsa_key.pub", "ssh-dss AAAA\n");
        put("ssh_host_empty_key.pub", "");

        assertThat(HostKeysInTar.of(written())).containsExactly(ECDSA, ED25519);
    }

    @Test
    void anArchiveMadeByTarItselfIsRead() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("ssh_host_ecdsa_key.pub"), line(ECDSA) + "\n");
        for (String format : new String[] {"gnu", "ustar", "pax", "v7"}) {
            Path file = folder.resolve(format + ".tar");
            Process made = new ProcessBuilder(
                            "tar",
                            "-C",
                            folder.toString(),
                            "--format",
                            format,
                            "-cf",
                            file.toString(),
                            "ssh_host_ecdsa_key.pub")
                    .inheritIO()
                    .start();
            assertThat(made.waitFor()).isZero();

            assertThat(HostKeysInTar.of(file)).containsExactly(ECDSA);
        }
    }

    @Test
    void linksFoldersAndDevicesAreNoKeys() throws IOException {
        for (byte type : new byte[] {
            TarConstants.LF_SYMLINK,
            TarConstants.LF_LINK,
            TarConstants.LF_DIR,
            TarConstants.LF_CHR,
            TarConstants.LF_FIFO
        }) {
            TarArchiveEntry entry = new TarArchiveEntry("x" + type + "_key.pub", type);
            entry.setLinkName("/etc/passwd");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        put("ssh_host_ecdsa_key.pub", line(ECDSA));

        assertThat(HostKeysInTar.of(written())).containsExactly(ECDSA);
    }

    @Test
    void nothingIsUnpackedWhereverANameLeads() throws IOException {
        put("../../escaped_key.pub", line(ECDSA));
        put(folder.resolve("absolute_key.pub").toString().substring(1), line(ECDSA));
        Path file = written();

        assertThat(HostKeysInTar.of(file)).hasSize(2);

        assertThat(folder).isDirectoryContaining(file::equals);
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void whatIsCutOffGivesNoKeyAtAll() throws IOException {
        put("ssh_host_ecdsa_key.pub", line(ECDSA));
        put("ssh_host_ed25519_key.pub", line(ED25519));
        byte[] whole = Files.readAllBytes(written());

        for (int length : new int[] {1, 511, 512, 600, 1024 + 512 + 10}) {
            assertThat(HostKeysInTar.of(file(Arrays.copyOf(whole, length))))
                    .as("the first %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoTarGivesNone() throws IOException {
        byte[] noise = new byte[100_000];
        for (int seed = 0; seed < 50; seed++) {
            new Random(seed).nextBytes(noise);
            assertThat(HostKeysInTar.of(file(noise))).isEmpty();
        }
        assertThat(HostKeysInTar.of(file(new byte[0]))).isEmpty();
        assertThat(HostKeysInTar.of(folder)).isEmpty();
        assertThat(HostKeysInTar.of(folder.resolve("missing"))).isEmpty();
        assertThat(HostKeysInTar.of(Path.of("/dev/zero"))).isEmpty();
    }

    @Test
    void oneByteThatIsWrongNeverHarms() throws IOException {
        put("ssh_host_ecdsa_key.pub", line(ECDSA));
        byte[] whole = Files.readAllBytes(written());
        Random random = new Random(1);

        for (int i = 0; i < 2000; i++) {
            byte[] wrong = whole.clone();
            wrong[random.nextInt(1024)] = (byte) random.nextInt(256);
            assertThat(HostKeysInTar.of(file(wrong))).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aHugeArchiveIsNotRead() throws IOException {
        put("ssh_host_ecdsa_key.pub", line(ECDSA));
        put("noise", "x".repeat(2_000_000));

        assertThat(HostKeysInTar.of(written())).isEmpty();
    }

    @Test
    void anEntryThatClaimsToBeHugeIsNotWaitedFor() throws IOException {
        put("ssh_host_ecdsa_key.pub", line(ECDSA));
        tar.close();
        byte[] whole = bytes.toByteArray();
        byte[] header = Arrays.copyOf(whole, 512);
        // 8 GiB less one: the most that the field holds in octal digits.
        byte[] size = "77777777777".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        byte[] checksum = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, header, 148, checksum.length);
        System.arraycopy(header, 0, whole, 0, header.length);

        assertThat(HostKeysInTar.of(file(whole))).isEmpty();
    }

    @Test
    void aSparseFileOfExabytesIsNotWaitedFor() throws IOException, InterruptedException {
        Path sparse = folder.resolve("a_key.pub");
        try (OutputStream out = Files.newOutputStream(sparse)) {
            out.write(line(ECDSA).getBytes(StandardCharsets.US_ASCII));
        }
        for (String format : new String[] {"gnu", "pax"}) {
            Path file = folder.resolve(format + ".tar");
            Process made = new ProcessBuilder(
                            "bash",
                            "-c",
                            "cd \"$1\" && truncate -s 4T a_key.pub && tar --format \"$2\" -S -cf \"$3\" a_key.pub",
                            "bash",
                            folder.toString(),
                            format,
                            file.toString())
                    .inheritIO()
                    .start();
            assertThat(made.waitFor()).isZero();

            assertThat(HostKeysInTar.of(file)).isEmpty();
        }
    }

    @Test
    void moreEntriesThanAnApplianceMakesGiveNone() throws IOException {
        for (int i = 0; i < 300; i++) {
            put("ssh_host_" + i + "_key.pub", line(ECDSA));
        }

        assertThat(HostKeysInTar.of(written())).isEmpty();
    }

    private static String line(HostKey key) {
        return key.type() + " " + key.base64();
    }

    private void put(String name, String content) throws IOException {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
    }

    private Path written() throws IOException {
        tar.close();
        return file(bytes.toByteArray());
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("ssh-host-keys.tar"), content);
    }
}
