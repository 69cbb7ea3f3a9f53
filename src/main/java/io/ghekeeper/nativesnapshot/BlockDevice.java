package io.ghekeeper.nativesnapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The disk under a folder, as the kernel shows it below {@code /sys/dev/block}; readable for each user, also in a container.
 *
 * @param name as {@code nvme1n1}
 * @param volume the EBS volume that its serial names; nothing where it names none
 * @param bytes its size
 */
record BlockDevice(String name, Optional<String> volume, long bytes) {
    /** EBS gives an NVMe device the serial {@code vol0123456789abcdef0}, without the hyphen. */
    private static final Pattern SERIAL = Pattern.compile("vol-?([0-9a-f]{8}(?:[0-9a-f]{9})?)");

    private static final List<String> SERIALS = List.of("serial", "device/serial");
    private static final int SECTOR = 512;
    private static final int MOST_LAYERS = 10;

    /**
     * The disk that a folder's file system is on: not its partition, and the one disk below a mapped device.
     *
     * @param sys {@code /sys}
     * @return nothing where there is no such disk, or more than one below
     * @throws IOException where the kernel does not show it
     */
    static Optional<BlockDevice> under(Path folder, Path sys) throws IOException {
        return of((long) Files.getAttribute(folder, "unix:dev"), sys);
    }

    /** The same for a device number as stat(2) has it, in the encoding of the GNU C library. */
    static Optional<BlockDevice> of(long device, Path sys) throws IOException {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        Path entry = sys.resolve("dev/block/" + major + ":" + minor);
        if (!Files.exists(entry)) {
            return Optional.empty(); // as of overlay file systems, btrfs and network file systems
        }
        Optional<Path> disk = disk(entry.toRealPath());
        return disk.isEmpty() ? Optional.empty() : Optional.of(read(disk.get()));
    }

    private static Optional<Path> disk(Path found) throws IOException {
        Path device = found;
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            if (Files.exists(device.resolve("partition"))) {
                device = device.getParent();
            }
            List<Path> below = below(device);
            if (below.isEmpty()) {
                return Optional.of(device);
            }
            if (below.size() > 1) {
                return Optional.empty();
            }
            device = below.get(0).toRealPath();
        }
        return Optional.empty();
    }

    private static List<Path> below(Path device) throws IOException {
        Path slaves = device.resolve("slaves");
        if (!Files.isDirectory(slaves, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(slaves)) {
            return entries.toList();
        }
    }

    private static BlockDevice read(Path device) throws IOException {
        String size = text(device.resolve("size"));
        if (!size.matches("[0-9]{1,15}")) {
            throw new IOException(device + " has no size");
        }
        return new BlockDevice(device.getFileName().toString(), volume(device), Long.parseLong(size) * SECTOR);
    }

    private static Optional<String> volume(Path device) throws IOException {
        for (String name : SERIALS) {
            Path serial = device.resolve(name);
            if (Files.isReadable(serial)) {
                Matcher matcher = SERIAL.matcher(text(serial));
                return matcher.matches() ? Optional.of("vol-" + matcher.group(1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    }
}
