package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks for threads of lanes, which other tests have, too")
class PackLanesTest {
    private final AtomicReference<RuntimeException> end = new AtomicReference<>();
    private final CountedProgress progress = new CountedProgress(() -> {}, () -> {
        if (end.get() != null) {
            throw end.get();
        }
    });

    /** Tests before this one may have left some that hang. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @TempDir
    Path volume;

    @Test
    void allTasksAreDoneWhenItIsFinished() throws IOException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        try (PackLanes lanes = new PackLanes(3, progress)) {
            for (int i = 0; i < 100; i++) {
                lanes.submit(done::incrementAndGet);
            }
            lanes.finish();
            assertThat(done).hasValue(100);
        }
        requireNoThread();
    }

    @Test
    void neverMoreTasksWaitThanThereAreLanes() throws IOException, InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger submitted = new AtomicInteger();
        try (PackLanes lanes = new PackLanes(2, progress)) {
            Thread producer = new Thread(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        lanes.submit(go::await);
                        submitted.incrementAndGet();
                    }
                    lanes.finish();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            producer.start();
            await().untilAsserted(() -> assertThat(submitted).hasValue(4));
            await().until(() -> producer.getState() == Thread.State.TIMED_WAITING);
            assertThat(submitted).hasValue(4);
            go.countDown();
            producer.join();
            assertThat(submitted).hasValue(10);
        }
        requireNoThread();
    }

    @Test
    void theFirstFailureEndsAll() {
        IOException failure = new IOException("the first");
        CountDownLatch forEver = new CountDownLatch(1);

        assertThatThrownBy(() -> {
                    try (PackLanes lanes = new PackLanes(2, progress)) {
                        lanes.submit(forEver::await);
                        lanes.submit(() -> {
                            throw failure;
                        });
                        lanes.finish();
                    }
                })
                .isSameAs(failure);
        requireNoThread();
    }

    @Test
    void aRunThatHasToEndDoesNotWaitForAStoreThatHangs() throws IOException, InterruptedException {
        ArchiveBox box = new ArchiveBox(volume).filled(ArchiveBox.FIRST).seal(ArchiveBox.FIRST);
        box.progress = progress;
        FailingStore store = FailingStore.hangingAt(box.store(), "packs/");
        RuntimeException cancelled = new IllegalStateException("cancelled");
        Thread canceller = new Thread(() -> {
            try {
                store.awaitHanging();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            end.set(cancelled);
        });
        canceller.start();

        assertThatThrownBy(() -> box.archive(ArchiveBox.FIRST, store, new LocalDisk()))
                .isSameAs(cancelled);

        canceller.join();
        requireNoThread();
        end.set(null);
        box.archive(ArchiveBox.FIRST);
        assertThat(box.orphans()).isEmpty();
    }

    private void requireNoThread() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("archive-") && !before.contains(thread));
    }
}
