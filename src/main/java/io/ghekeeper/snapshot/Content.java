package io.ghekeeper.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Whether there is anything in a file: an export that failed quietly leaves one that only looks full. */
final class Content {
    private static final int TAR_BLOCK = 512;
    private static final int SHORT = 4096;

    private Content() {}

    /** Reads no more of it than the beginning. */
    static boolean isEmpty(Path file, long size) throws IOException {
        if (size == 0) {
            return true;
        }
        String name = file.getFileName().toString();
        boolean gzip = name.endsWith(".gz");
        boolean tar = name.endsWith(".tar");
        if (!gzip && !tar && size > SHORT) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            if (gzip) {
                return unpacksToNothing(in);
            }
            return tar ? beginsWithTheEnd(in) : blank(in);
        }
    }

    private static boolean unpacksToNothing(InputStream in) throws IOException {
        try (GzipMembers unpacked = new GzipMembers(in)) {
            return unpacked.read() < 0;
        } catch (EOFException cutOff) {
            return true;
        } catch (ZipException notPacked) {
            // A binary dump of MySQL bears the name mysql.sql.gz, too, and is no gzip.
            return false;
        }
    }

    /** An archive ends with blocks of zeros; one that has nothing else is empty. */
    private static boolean beginsWithTheEnd(InputStream in) throws IOException {
        for (byte b : in.readNBytes(TAR_BLOCK)) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** An option that is set to nothing is exported as an empty line. */
    private static boolean blank(InputStream in) throws IOException {
        return new String(in.readNBytes(SHORT), StandardCharsets.ISO_8859_1).isBlank();
    }
}
