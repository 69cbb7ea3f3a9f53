package io.ghekeeper.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that shows the device of another folder as {@code /sys} does: a disk of a size, with a serial. */
public final class FakeSys {
    private static final long SECTORS_OF_A_GIB = (1L << 30) / 512;

    private final Path root;
    private final long device;

    private FakeSys(Path root, long device) {
        this.root = root;
        this.device = device;
    }

    /** Nothing is shown yet. */
    public static FakeSys of(Path root, Path folder) throws IOException {
        Files.createDirectories(root.resolve("dev/block"));
        return new FakeSys(root, (long) Files.getAttribute(folder, "unix:dev"));
    }

    public Path root() {
        return root;
    }

    /** A disk, which is the device of the folder. */
    public Path disk(String name, long gib, String serial) throws IOException {
        Path disk = make(name, gib, serial);
        show(disk);
        return disk;
    }

    /** A disk beside it. */
    public Path make(String name, long gib, String serial) throws IOException {
        Path disk = Files.createDirectories(root.resolve("devices/" + name));
        Files.writeString(disk.resolve("size"), gib * SECTORS_OF_A_GIB + "\n");
        if (!serial.isEmpty()) {
            Files.writeString(Files.createDirectories(disk.resolve("device")).resolve("serial"), serial + "   \n");
        }
        return disk;
    }

    /** Lets a device be that of the folder, in the encoding of the GNU C library. */
    public void show(Path shown) throws IOException {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        Path link = root.resolve("dev/block/" + major + ":" + minor);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, shown);
    }
}
