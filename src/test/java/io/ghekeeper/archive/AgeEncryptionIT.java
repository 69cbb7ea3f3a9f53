package io.ghekeeper.archive;

import static io.ghekeeper.lab.SampleContent.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.OwnPrograms;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encryption by the program age, and by programs that are not as it is. */
@Isolated
class AgeEncryptionIT {
    private static final int MEGABYTES = 3 << 20;

    @TempDir
    Path volume;

    private final OwnPrograms programs = new OwnPrograms();

    private PackBox box;
    private AgeKeys keys;

    @BeforeEach
    void make() throws IOException {
        box = new PackBox(volume);
        keys = new AgeKeys(volume);
    }

    @AfterEach
    void noProgramIsLeft() {
        programs.requireEnded();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, MEGABYTES})
    void eachIdentityAloneReadsIt(int length) throws IOException {
        byte[] plain = random(length);

        ObjectFile object = write(new LocalDisk(), keys.encryption(), plain);

        assertThat(object.key().text()).endsWith(".mtree.zst.age");
        for (Path identity : keys.identities()) {
            assertThat(keys.decrypt(identity, object.file())).isEqualTo(plain);
        }
    }

    @Test
    void aProgramThatIsMissingIsNamedWithItsPackage() {
        assertThatThrownBy(() -> write("no-such-age", 0))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.ENCRYPTION_FAILED);
                    assertThat(failure.hint()).contains("Debian's package age");
                })
                .hasMessage("cannot encrypt: no-such-age cannot be started: No such file or directory");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            echo 'age: it broke' >&2 && exit 3          ; ended with 3: age: it broke
            cat >/dev/null && exit 1                    ; ended with 1
            cat >/dev/null && kill -KILL $$             ; was ended by signal 9
            exec <&- && exec sleep 0.5                  ; ended before it had read everything
            exit 0                                      ; ended before it had read everything
            cat >/dev/null                              ; what age wrote is not in the format of age
            cat                                         ; what age wrote is not in the format of age
            age "$@" >$0.out && head -c 1000000 $0.out  ; age read 3145728 bytes, and wrote 1000000 only
            cat /dev/zero >&2 & cat >/dev/null && kill $! && exit 4 ; ended with 4
            """)
    void aProgramThatFailsMakesNoObject(String script, String message) throws IOException {
        assertThatThrownBy(() -> write(program(script), MEGABYTES))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ENCRYPTION_FAILED))
                .hasMessageStartingWith("cannot encrypt: ")
                .hasMessageContaining(message);
        assertThat(box.outbox()).isEmpty();
    }

    @Test
    void whatAProgramComplainsOfIsCleaned() {
        assertThatThrownBy(() -> write(program("printf 'bad\\033[2J\\033]0;x\\007\\n' >&2; exit 1"), 0))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("ended with 1: bad");
    }

    /** It neither reads nor writes, or writes into a pipe that is full; a child of its own holds its pipes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec sleep 1000",
                "sleep 1000 & wait",
                "trap '' TERM; while :; do sleep 1000; done",
                "kill -STOP $$",
                "cat >/dev/null; exec sleep 1000",
                "exec >&-; cat >/dev/null; sleep 1000"
            })
    void aProgramThatHangsIsEndedWhenTheRunMustEnd(String script) throws IOException {
        Failure reason = new Failure(FailureKind.RUN_OVERDUE, "it took too long", "wait");
        AtomicInteger asked = new AtomicInteger();
        ArchiveProgress progress = new CountedProgress(() -> {}, () -> {
            if (asked.incrementAndGet() == 3) {
                throw reason;
            }
        });

        assertThatThrownBy(() -> write(new LocalDisk(), keys.encryption(program(script)), random(MEGABYTES), progress))
                .isSameAs(reason);
        assertThat(box.outbox()).isEmpty();
    }

    @Test
    void aProgramThatHangsIsEndedWhenTheThreadIsInterrupted() throws IOException {
        Thread thread = Thread.currentThread();
        ArchiveProgress progress = new CountedProgress(() -> {}, thread::interrupt);

        assertThatThrownBy(() ->
                        write(new LocalDisk(), keys.encryption(program("sleep 1000")), random(MEGABYTES), progress))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(box.outbox()).isEmpty();
    }

    @Test
    void aDiskThatIsFullIsTheReasonAndNotTheProgram() throws IOException {
        FaultyDisk counting = FaultyDisk.sound();
        ObjectFile object = write(counting, keys.encryption(), random(MEGABYTES));
        Files.delete(object.file());

        for (int n = 1; n <= counting.operations(); n++) {
            FaultyDisk disk = FaultyDisk.failingOnce(n);
            assertThatThrownBy(() -> write(disk, keys.encryption(), random(MEGABYTES)))
                    .as("at %d", n)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL));
            assertThat(box.outbox()).as("at %d", n).isEmpty();
        }
    }

    @Test
    void theProgramSeesNothingOfOurEnvironment() throws IOException {
        assertThatThrownBy(() -> write(program("/usr/bin/env >&2; exit 1"), 0))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("LC_ALL=C")
                .satisfies(failure -> assertThat(failure.getMessage().lines().filter(line -> line.contains("=")))
                        .hasSizeLessThanOrEqualTo(4));
    }

    private ObjectFile write(String program, int length) throws IOException {
        return write(new LocalDisk(), keys.encryption(program), random(length));
    }

    private ObjectFile write(Disk disk, Encryption encryption, byte[] content) throws IOException {
        return write(disk, encryption, content, new CountedProgress());
    }

    private ObjectFile write(Disk disk, Encryption encryption, byte[] content, ArchiveProgress progress)
            throws IOException {
        try (ObjectStream object = box.objects(disk, encryption).begin("units", ".mtree.zst", progress)) {
            object.write(content);
            assertThat(object.written()).isEqualTo(content.length);
            return object.finish();
        }
    }

    private String program(String script) throws IOException {
        Path program = volume.resolve("age");
        Files.writeString(program, "#!/bin/bash\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }
}
