package io.ghekeeper.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Damage as a disk does it: other content, with the size, the time and the inode that the file had. */
public final class FlippedBit {
    private FlippedBit() {}

    /** Flips the last bit of a file that is not empty. */
    public static void in(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Tool.run("chmod", "u+w", file.toString());
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
    }
}
