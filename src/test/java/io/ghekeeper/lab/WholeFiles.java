package io.ghekeeper.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** The files that every snapshot needs, small and each in its true form. */
public final class WholeFiles {
    /** A dump of one key, {@code user}, with its checksum. */
    private static final byte[] REDIS = HexFormat.of()
            .parseHex("5245444953303030" + "39fa0972656469732d76657205362e322e36fe00fb01000004757365720"
                    + "46d6f6e61ffc4fb83828003" + "0629");

    private static final int BLOCK = 512;

    private WholeFiles() {}

    /** Writes all of them but {@code version} and {@code strategy}. */
    public static void write(Path snapshot, String uuid) throws IOException {
        for (String name : List.of("settings.json", "authorized-keys.json")) {
            Files.writeString(snapshot.resolve(name), "{\"of\": \"" + name + "\"}\n");
        }
        Files.writeString(snapshot.resolve("enterprise.ghl"), "a licence\n");
        Files.writeString(snapshot.resolve("uuid"), uuid + "\n");
        Files.write(snapshot.resolve("ssh-host-keys.tar"), tar("ssh_host_ed25519_key.pub", "ssh-ed25519 AAAA"));
        Files.write(snapshot.resolve("redis.rdb"), redis());
        Files.write(snapshot.resolve("mysql.sql.gz"), packed("CREATE TABLE users (id int);\n"));
    }

    /** A dump of Redis. */
    public static byte[] redis() {
        return REDIS.clone();
    }

    /** One of so many bytes, without a checksum. */
    public static byte[] redis(int bytes) {
        byte[] dump = new byte[bytes];
        new Random(bytes).nextBytes(dump);
        System.arraycopy("REDIS0009".getBytes(StandardCharsets.ISO_8859_1), 0, dump, 0, 9);
        dump[bytes - 9] = (byte) 0xff;
        for (int i = bytes - 8; i < bytes; i++) {
            dump[i] = 0;
        }
        return dump;
    }

    /** Text in gzip. */
    public static byte[] packed(String text) throws IOException {
        return packed(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes in gzip. */
    public static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    /** An archive of one file, as ustar. */
    public static byte[] tar(String name, String content) {
        byte[] archive = new byte[(content.length() + BLOCK - 1) / BLOCK * BLOCK + 3 * BLOCK];
        put(archive, 0, name);
        put(archive, 100, "0000600\0" + "0000000\0" + "0000000\0");
        put(archive, 124, String.format(Locale.ROOT, "%011o ", content.length()) + "00000000000 " + "        0");
        put(archive, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[i] & 0xff;
        }
        put(archive, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        put(archive, BLOCK, content);
        return archive;
    }

    private static void put(byte[] archive, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, archive, at, bytes.length);
    }
}
