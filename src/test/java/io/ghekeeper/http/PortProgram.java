package io.ghekeeper.http;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** The port in a process of its own, with the options of the product: the JDK's server has its limits but once a JVM. */
public final class PortProgram {
    /** More than the system takes up by itself between a server and a client. */
    static final int LARGE = 16 * 1024 * 1024;

    static final Limits QUICK = quick(5);

    private PortProgram() {}

    /** The product's or less, and enough for a client on a busy machine; {@code seconds} for a request. */
    private static Limits quick(int seconds) {
        return new Limits(
                256,
                16 * 1024,
                64,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(6),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                Duration.ofSeconds(3),
                Duration.ofMillis(100));
    }

    /** Its argument is the seconds for a request. It prints its port, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        Document large = new Document(200, "application/octet-stream", ByteBuffer.allocate(LARGE), Optional.empty());
        Map<String, Supplier<Document>> documents = Map.of(
                "/",
                () -> Document.text(200, "well\n"),
                "/large",
                () -> large,
                "/stuck",
                PortProgram::stuck,
                "/fails",
                () -> {
                    throw new IllegalStateException("planted");
                },
                "/figures",
                PortProgram::figures);
        Limits limits = quick(Integer.parseInt(arguments[0]));
        try (HttpPort port = new HttpPort(new HttpSettings.Listen("127.0.0.1", 0), documents, limits)) {
            port.begin();
            Awaitility.await().until(() -> port.address().isPresent());
            System.out.println(port.address().orElseThrow().getPort());
            while (System.in.read() >= 0) {
                // Until the other side closes the pipe or ends.
            }
        }
    }

    /** As a source that looks at a volume that does not answer. */
    private static Document stuck() {
        try {
            return Document.text(200, "let go " + new CountDownLatch(1).await(15, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Threads that answer, threads that a run would feel, KiB of the heap, KiB beside it, threads that make documents. */
    private static Document figures() {
        System.gc();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        long answering = threads.stream()
                .filter(thread -> thread.getName().startsWith("http-"))
                .count();
        long felt = threads.stream()
                .filter(thread -> thread.getName().matches("(?i)http-.*|cached-value|.*timeout-task"))
                .filter(thread -> !thread.isDaemon() || thread.getPriority() > Thread.MIN_PRIORITY)
                .count();
        long making = threads.stream()
                .filter(thread -> thread.getName().equals("cached-value"))
                .count();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return Document.text(200, answering + " " + felt + " " + heap + " " + direct / 1024 + " " + making);
    }

    static Process start(int seconds, Path errors) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("bin", "java.options").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PortProgram.class.getName(),
                        Integer.toString(seconds))
                .redirectError(errors.toFile())
                .start();
    }
}
