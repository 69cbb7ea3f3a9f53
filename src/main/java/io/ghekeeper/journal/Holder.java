package io.ghekeeper.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/**
 * A keeper's process, told apart from every other one: pids come again after a restart, so the boot and the time of the
 * start belong to it.
 *
 * @param host the machine's or pod's name
 * @param bootId the kernel's random id of this boot; {@code unknown} where the kernel does not tell it
 */
public record Holder(String host, String bootId, long pid, Instant began) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    public Holder {
        Objects.requireNonNull(host);
        Objects.requireNonNull(bootId);
        Objects.requireNonNull(began);
    }

    /** This process. */
    public static Holder thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Holder(
                hostName(),
                bootIdOfKernel(),
                self.pid(),
                self.info().startInstant().orElseGet(Instant::now));
    }

    @Override
    public String toString() {
        return "pid " + pid + " on " + host;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException unresolvable) {
            String variable = System.getenv("HOSTNAME");
            return variable == null ? "unknown" : variable;
        }
    }

    private static String bootIdOfKernel() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException hidden) {
            return "unknown";
        }
    }
}
