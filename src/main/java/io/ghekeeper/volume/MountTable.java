package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mounts, as {@code /proc/self/mountinfo} lists them; proc(5) describes its form. */
public final class MountTable {
    private static final String END_OF_OPTIONAL_FIELDS = " - ";
    private static final int DEVICE = 2;
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;
    private static final int TYPE = 0;
    private static final int SUPER_OPTIONS = 2;

    /** The kernel's major number for file systems without a disk of their own. */
    private static final String NO_BLOCK_DEVICE = "0:";

    /** Docker, containerd and the kubelet write these on the host, for each container or pod. */
    private static final Set<Path> RUNTIMES_OWN =
            Set.of(Path.of("/etc/hosts"), Path.of("/etc/hostname"), Path.of("/etc/resolv.conf"));

    /** The kernel writes blank, tab, newline and backslash like this. */
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private final List<Mounted> mounts;

    private MountTable(List<Mounted> mounts) {
        this.mounts = mounts;
    }

    /** As this process sees it now. */
    public static MountTable ofThisProcess() throws IOException {
        return read(Path.of("/proc/self/mountinfo"));
    }

    static MountTable read(Path mountinfo) throws IOException {
        return parse(new String(Files.readAllBytes(mountinfo), StandardCharsets.UTF_8));
    }

    /** Lines of another form are passed over. */
    static MountTable parse(String mountinfo) {
        List<Mounted> mounts = new ArrayList<>();
        mountinfo.lines().forEach(line -> mount(line).ifPresent(mounts::add));
        return new MountTable(mounts);
    }

    /**
     * One line.
     *
     * @param device {@code major:minor} of the file system
     * @param root what of that file system is seen here: {@code /}, or the directory that was bound
     */
    private record Mounted(MountPoint point, String device, Path root) {}

    private static Optional<Mounted> mount(String line) {
        int end = line.indexOf(END_OF_OPTIONAL_FIELDS);
        if (end < 0) {
            return Optional.empty();
        }
        String[] mount = line.substring(0, end).split(" ", -1);
        String[] fileSystem =
                line.substring(end + END_OF_OPTIONAL_FIELDS.length()).split(" ", -1);
        if (mount.length <= OPTIONS || fileSystem.length <= SUPER_OPTIONS) {
            return Optional.empty();
        }
        boolean readOnly = isReadOnly(mount[OPTIONS]) || isReadOnly(fileSystem[SUPER_OPTIONS]);
        MountPoint point = new MountPoint(Path.of(unescape(mount[MOUNT_POINT])), fileSystem[TYPE], readOnly);
        return Optional.of(new Mounted(point, mount[DEVICE], Path.of(unescape(mount[ROOT]))));
    }

    /** Kernels from 6.15 on leave {@code rw} there when an ext4 turns read-only by a fault of its own. */
    private static boolean isReadOnly(String options) {
        List<String> all = List.of(options.split(",", -1));
        return all.contains("ro") || all.contains("emergency_ro") || all.contains("shutdown");
    }

    private static String unescape(String text) {
        return OCTAL.matcher(text)
                .replaceAll(octal -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(octal.group(1), 8))));
    }

    /** What is mounted within a folder, or on it. */
    public List<Path> within(Path realPath) {
        return mounts.stream()
                .map(mounted -> mounted.point().path())
                .filter(path -> path.startsWith(realPath))
                .toList();
    }

    /** The mount that a real path lies on: the longest way to it, and of several on one point the last, which is on top. */
    Optional<MountPoint> holding(Path realPath) {
        return line(realPath).map(Mounted::point);
    }

    private Optional<Mounted> line(Path realPath) {
        return mounts.stream()
                .filter(mounted -> realPath.startsWith(mounted.point().path()))
                .reduce((a, b) ->
                        b.point().path().getNameCount() >= a.point().path().getNameCount() ? b : a);
    }

    /**
     * Whether a container's path is a directory of its host's own disk, which looks like a volume from within: what is
     * bound into the container when nothing was mounted at that directory, and Kubernetes' emptyDir.
     *
     * <p>It is when the same disk holds files that the container's runtime keeps on the host and binds into each
     * container, and less than the whole disk is seen. Nothing is concluded where those files are in memory (podman), or
     * on what is no block device: one such file system may show several disks (virtiofs, btrfs).
     *
     * @return that directory's path on the disk
     */
    Optional<Path> hostDirectory(Path realPath) {
        return line(realPath)
                .filter(data -> data.root().getNameCount() > 0 && isBlockDevice(data.device()))
                .filter(data -> mounts.stream().anyMatch(own -> isOfTheRuntime(own) && isOnOneDisk(own, data)))
                .map(Mounted::root);
    }

    private static boolean isOfTheRuntime(Mounted mounted) {
        return RUNTIMES_OWN.contains(mounted.point().path());
    }

    private static boolean isOnOneDisk(Mounted a, Mounted b) {
        return a.device().equals(b.device());
    }

    private static boolean isBlockDevice(String device) {
        return !device.startsWith(NO_BLOCK_DEVICE);
    }
}
