package io.ghekeeper.demo;

import io.ghekeeper.lab.Asking;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures scrapes of {@code /metrics}, and in turns a shell that reads the same from the volume. */
final class ScrapeBench {
    /** The mark and the release of each snapshot, the room, and the newest runs. */
    private static final String BY_HAND = """
            for snapshot in "$1"/[0-9]*; do
              [ -e "$snapshot/incomplete" ] || read -r version <"$snapshot/version"
            done
            stat -f -c '%a %b %c %d' "$1"
            cd "$2/runs"
            ls | tail -n 60 | sed 's,$,/run.json,' | xargs cat
            """;

    /** Longer than an observation lasts, so that each scrape reads the volume again. */
    private static final int SECONDS_BETWEEN = 3;

    private final Asking asking;
    private final Path data;
    private final Path state;
    private final List<Long> scrapes = new ArrayList<>();
    private final List<Long> byHand = new ArrayList<>();

    ScrapeBench(Asking asking, Path data, Path state) {
        this.asking = asking;
        this.data = data;
        this.state = state;
    }

    /** Scrapes once, and then so many times. */
    void measure(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round <= rounds; round++) {
            scrapes.add(millis(this::scrape));
            byHand.add(millis(this::readByHand));
            TimeUnit.SECONDS.sleep(SECONDS_BETWEEN);
        }
    }

    /** The supervisor reads all runs then. */
    long first() {
        return scrapes.get(0);
    }

    List<Long> next() {
        return scrapes.subList(1, scrapes.size());
    }

    List<Long> byHand() {
        return byHand;
    }

    private void scrape() throws IOException, InterruptedException {
        if (asking.get("/metrics").statusCode() != 200) {
            throw new IllegalStateException("no metrics");
        }
    }

    private void readByHand() throws IOException, InterruptedException {
        int status = new ProcessBuilder("bash", "-c", BY_HAND, "bash", data.toString(), state.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("the shell ended with " + status);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static long millis(Work work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}
