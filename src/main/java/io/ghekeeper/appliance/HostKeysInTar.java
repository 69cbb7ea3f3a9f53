package io.ghekeeper.appliance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The public host keys in a snapshot's {@code ssh-host-keys.tar}, which its target shows once it is restored. The archive
 * came over the network: it is read in memory, never unpacked, and one that is not as an appliance makes it holds no key.
 */
public final class HostKeysInTar {
    /** Bytes; an appliance's have about 20 KiB. */
    private static final int LONGEST_TAR = 1024 * 1024;

    private static final int LONGEST_KEY = 16 * 1024;
    private static final int MOST_ENTRIES = 200;
    private static final String SUFFIX = "_key.pub";

    private HostKeysInTar() {}

    /** None where it cannot be read to its end. */
    public static List<HostKey> of(Path tar) {
        try {
            return keys(whole(tar));
        } catch (IOException | RuntimeException unreadable) {
            // The library throws several of the latter at what is no tar.
            return List.of();
        }
    }

    private static byte[] whole(Path tar) throws IOException {
        if (!Files.isRegularFile(tar)) {
            throw new IOException("no file"); // a pipe would hold us
        }
        try (InputStream in = Files.newInputStream(tar)) {
            byte[] bytes = in.readNBytes(LONGEST_TAR + 1);
            if (bytes.length > LONGEST_TAR) {
                throw new IOException("too long");
            }
            return bytes;
        }
    }

    private static List<HostKey> keys(byte[] bytes) throws IOException {
        List<HostKey> keys = new ArrayList<>();
        int entries = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                // A sparse file may claim to be of any length, and would be skipped byte by byte.
                if (++entries > MOST_ENTRIES || entry.isSparse() || entry.getSize() > bytes.length) {
                    throw new IOException("not as an appliance makes it");
                }
                if (isPublicKey(entry)) {
                    key(tar.readNBytes(LONGEST_KEY)).ifPresent(keys::add);
                }
            }
        }
        return List.copyOf(keys);
    }

    private static boolean isPublicKey(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && entry.getSize() <= LONGEST_KEY
                && entry.getName().endsWith(SUFFIX);
    }

    private static Optional<HostKey> key(byte[] file) {
        String[] words = new String(file, StandardCharsets.ISO_8859_1).strip().split("[ \t\r\n]+", 3);
        return words.length < 2 ? Optional.empty() : KnownHostsLine.key(words[0], words[1]);
    }
}
