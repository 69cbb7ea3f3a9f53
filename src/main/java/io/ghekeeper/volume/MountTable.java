package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted, as {@code /proc/self/mountinfo} tells it; its form is described by proc(5). */
public final class MountTable {
    private static final String END_OF_OPTIONAL_FIELDS = " - ";
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;
    private static final int TYPE = 0;
    private static final int SUPER_OPTIONS = 2;

    /** The kernel writes blank, tab, newline and backslash like this. */
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private final List<MountPoint> mounts;

    private MountTable(List<MountPoint> mounts) {
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
        List<MountPoint> mounts = new ArrayList<>();
        mountinfo.lines().forEach(line -> mount(line).ifPresent(mounts::add));
        return new MountTable(mounts);
    }

    private static Optional<MountPoint> mount(String line) {
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
        return Optional.of(new MountPoint(Path.of(unescape(mount[MOUNT_POINT])), fileSystem[TYPE], readOnly));
    }

    private static boolean isReadOnly(String options) {
        return List.of(options.split(",", -1)).contains("ro");
    }

    private static String unescape(String text) {
        return OCTAL.matcher(text)
                .replaceAll(octal -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(octal.group(1), 8))));
    }

    /** What is mounted within a folder, or on it. */
    public List<Path> within(Path realPath) {
        return mounts.stream()
                .map(MountPoint::path)
                .filter(path -> path.startsWith(realPath))
                .toList();
    }

    /** The mount that a real path lies on: the longest way to it, and of several on one point the last, which is on top. */
    Optional<MountPoint> holding(Path realPath) {
        return mounts.stream()
                .filter(mount -> realPath.startsWith(mount.path()))
                .reduce((a, b) -> b.path().getNameCount() >= a.path().getNameCount() ? b : a);
    }
}
