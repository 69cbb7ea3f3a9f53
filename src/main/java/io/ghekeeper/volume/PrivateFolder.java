package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A folder of ghe-keeper's own on the volume, which only its user may enter. */
public final class PrivateFolder {
    private PrivateFolder() {}

    /** Makes it where it is missing, in a folder that is there; its name has reached the disk then. */
    public static void make(Disk disk, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(folder);
            disk.sync(folder.toAbsolutePath().getParent());
        }
    }
}
