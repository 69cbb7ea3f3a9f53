package io.ghekeeper.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A keeper's process, in a form that no other process shares. Pids come again after a restart, so the boot and the time of
 * the start belong to it.
 *
 * @param host the machine's or pod's name
 * @param bootId the kernel's random id of this boot; {@code unknown} where the kernel does not show it
 */
public record ProcessIdentity(String host, String bootId, long pid, Instant began) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** The kernel counts a process's start in ticks since the boot. The boot's own time moves when the clock is set. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    public ProcessIdentity {
        Objects.requireNonNull(host);
        Objects.requireNonNull(bootId);
        Objects.requireNonNull(began);
    }

    /** This process. */
    public static ProcessIdentity thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessIdentity(
                hostName(),
                bootIdOfKernel(),
                self.pid(),
                self.info().startInstant().orElseGet(Instant::now));
    }

    /** Whether that process is proven gone, as far as is seen from here: for those who only look, and take no lease. */
    public boolean isProvenGone() {
        if (!host.equals(Here.PROCESS.host)) {
            return false; // its processes cannot be seen from here
        }
        if (!bootId.equals(Here.PROCESS.bootId)) {
            return true;
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(start -> !isNear(start))
                .orElseGet(() -> ProcessHandle.of(pid).isEmpty());
    }

    /** Whether it is, or was, a process of this machine since it booted: its pid means something here. */
    public boolean isOfThisMachine() {
        return host.equals(Here.PROCESS.host) && bootId.equals(Here.PROCESS.bootId);
    }

    /** Whether that process is seen alive from here. One on another machine is neither alive nor proven gone. */
    public boolean isSeenAlive() {
        return isOfThisMachine()
                && ProcessHandle.of(pid)
                        .flatMap(process -> process.info().startInstant())
                        .filter(this::isNear)
                        .isPresent();
    }

    private boolean isNear(Instant start) {
        return Duration.between(start, began).abs().compareTo(CLOCK_SLACK) <= 0;
    }

    /** Asked once: the name of the machine may come from a slow name service. */
    private static final class Here {
        static final ProcessIdentity PROCESS = thisProcess();
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
