package io.ghekeeper.volume;

import io.ghekeeper.text.ByteCount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads files of the volume that are small as a rule, and may be anything by now: a pipe, on which one would wait for
 * ever, a link to somewhere else, or more than memory holds.
 */
public final class SmallFile {
    private SmallFile() {}

    /**
     * All that is in it.
     *
     * @param most bytes; a larger file is not read
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws IOException when it is larger, no regular file, or cannot be read; the message goes on after its name
     */
    public static byte[] read(Path file, int most) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("is no regular file");
        }
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = stream.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException("is larger than " + ByteCount.words(most));
            }
            return content;
        }
    }
}
