package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isNotHeldUpByAPipe() throws Exception {
        Path pipe = folder.resolve("key");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(new FileSource(pipe)::read)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.KEY_MISSING))
                .hasMessageContaining(pipe + " is no regular file");
    }

    @Test
    void followsALinkAsSecretsOfKubernetesAre() throws IOException {
        Path value = Files.writeString(folder.resolve("value"), "a key");
        Path link = Files.createSymbolicLink(folder.resolve("key"), value);

        assertThat(new FileSource(link).read()).isEqualTo("a key");
    }
}
