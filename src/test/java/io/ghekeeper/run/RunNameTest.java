package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class RunNameTest {
    @Test
    void aThreadCarriesTheNameAsLongAsItWorksForTheRun() {
        RunName.log("outer", () -> {
            assertThat(RunName.within("inner", () -> MDC.get("run"))).isEqualTo("inner");
            assertThat(MDC.get("run")).isEqualTo("outer");
        });

        assertThat(MDC.get("run")).isNull();
    }

    @Test
    void theWatchAndItsThreadsCarryTheSameRun() {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread thread = RunName.within(
                "20261121T135424Z-backup-b2fb", () -> new Thread(RunName.sameIn(() -> seen.complete(MDC.get("run")))));

        thread.start();

        assertThat(seen.join()).isEqualTo("20261121T135424Z-backup-b2fb");
    }

    @Test
    void anotherThreadOfNoRunIsOfNone() {
        CompletableFuture<String> seen = new CompletableFuture<>();

        new Thread(RunName.sameIn(() -> seen.complete(String.valueOf(MDC.get("run"))))).start();

        assertThat(seen.join()).isEqualTo("null");
    }
}
