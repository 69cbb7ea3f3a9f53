package io.ghekeeper.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own for a test, with the limits and faults that real volumes have. Needs root. */
public final class Mount implements AutoCloseable {
    private final Path point;

    /** Over the folder around it; nothing where the mount must not be seen to go elsewhere. */
    private final Optional<Path> shared;

    private Mount(Path point, Optional<Path> shared) {
        this.point = point;
        this.shared = shared;
    }

    /** Whether this user may mount; a test that needs it assumes so. */
    public static boolean possible() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/mount"));
    }

    /** A tmpfs over an empty folder, with options of mount(8), as {@code size=4m,nr_inodes=200}. */
    public static Mount memory(Path point, String options) {
        Tool.run("mount", "-t", "tmpfs", "-o", options + ",mode=0755", "ghe-keeper-test", point.toString());
        return new Mount(point, Optional.empty());
    }

    /**
     * An ext4 in a file, over an empty folder; it turns read-only when it finds a fault in itself. Where it is unmounted,
     * it goes from the mount name spaces of other runs as well, as on a machine with systemd.
     */
    public static Mount disk(Path point, Path image, int mebibytes) {
        Tool.run("truncate", "-s", mebibytes + "m", image.toString());
        Tool.run("mkfs.ext4", "-q", "-F", image.toString());
        String around = point.getParent().toString();
        Tool.run("mount", "--bind", around, around);
        Tool.run("mount", "--make-shared", around);
        mountImage(point, image);
        return new Mount(point, Optional.of(point.getParent()));
    }

    private static void mountImage(Path point, Path image) {
        Tool.run("mount", "-o", "loop,errors=remount-ro", image.toString(), point.toString());
    }

    /** What an administrator does after a {@link #fault}: checks it and mounts it again. Nothing may be open on it. */
    public void repair(Path image) {
        Tool.run("umount", point.toString());
        // e2fsck ends with 1 when it has put something right.
        Tool.run("bash", "-c", "e2fsck -fp \"$0\" || [ $? -eq 1 ]", image.toString());
        mountImage(point, image);
    }

    public void remount(String options) {
        Tool.run("mount", "-o", "remount," + options, point.toString());
    }

    /**
     * Turns it read-only as a kernel does that meets an I/O error: at once, whatever is open. What was written before is on
     * the disk by then, as it is some seconds after a backup.
     */
    public void fault() {
        Tool.run("sync", "-f", point.toString());
        String device =
                Tool.run("findmnt", "-n", "-o", "SOURCE", point.toString()).strip();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        try {
            Files.writeString(trigger, "1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Tool.run("umount", "-l", point.toString());
        shared.ifPresent(around -> Tool.run("umount", "-l", around.toString()));
    }
}
