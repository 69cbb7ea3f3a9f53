package io.ghekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ghekeeper.lab.OwnPrograms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class FilterProgramIT {
    private static final int MANY = 20 << 20;

    private final OwnPrograms programs = new OwnPrograms();

    @AfterEach
    void noProgramIsLeft() {
        programs.requireEnded();
    }

    @Test
    void whatGoesInComesOutHoweverFullThePipesAre() throws Exception {
        byte[] bytes = new byte[MANY];
        new Random(1).nextBytes(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        try (FilterProgram cat = FilterProgram.start(List.of("cat"), out, () -> {})) {
            int at = 0;
            for (int piece : new int[] {1, 0, 262_143, 262_144, 262_145, 3 << 20}) {
                cat.write(bytes, at, piece);
                at += piece;
            }
            cat.write(bytes, at, MANY - at);
            cat.finish();
        }

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void wordsAreHandedToTheProgramAndToNoShell() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        try (FilterProgram printf = FilterProgram.start(List.of("printf", "%s", "$(id); a  b"), out, () -> {})) {
            printf.finish();
        }

        assertThat(out).hasToString("$(id); a  b");
    }

    @Test
    void whatTheReceiverThrowsEndsTheProgramAndIsThrown() throws Exception {
        IllegalStateException full = new IllegalStateException("full");
        OutputStream receiver = new OutputStream() {
            @Override
            public void write(int one) {
                throw full;
            }
        };

        try (FilterProgram yes = FilterProgram.start(List.of("yes"), receiver, () -> {})) {
            assertThatThrownBy(yes::finish).isSameAs(full);
        }
        try (FilterProgram cat = FilterProgram.start(List.of("cat"), receiver, () -> {})) {
            assertThatThrownBy(() -> cat.write(new byte[MANY], 0, MANY)).isSameAs(full);
        }
    }

    @Test
    void theReceiverGetsNothingAfterTheEnd() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean written = new AtomicBoolean();
        OutputStream receiver = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                writing.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                written.set(true);
            }
        };
        FilterProgram echo = FilterProgram.start(List.of("echo"), receiver, () -> {});
        writing.await();
        Thread closing = new Thread(echo::close);

        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        assertThat(written).isFalse();
        release.countDown();
        closing.join();

        assertThat(written).isTrue();
    }

    /** The pipe holds 64 KiB, and the rest waits here. */
    @Test
    void aProgramThatEndsWellAndReadNothingFails() throws Exception {
        try (FilterProgram none = FilterProgram.start(List.of("true"), OutputStream.nullOutputStream(), () -> {})) {
            none.write(new byte[300_000], 0, 300_000);

            assertThatThrownBy(none::finish)
                    .isInstanceOf(IOException.class)
                    .hasMessage("true ended before it had read everything");
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        FilterProgram.start(List.of("no-such-program"), OutputStream.nullOutputStream(), () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("no-such-program cannot be started: No such file or directory");
        assertThatThrownBy(() -> FilterProgram.start(List.of("/etc/passwd"), OutputStream.nullOutputStream(), () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("/etc/passwd cannot be started: Permission denied");
    }
}
