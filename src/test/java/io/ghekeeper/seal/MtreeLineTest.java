package io.ghekeeper.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MtreeLineTest {
    @Test
    void everyByteOfANameComesBack() throws IOException {
        StringBuilder all = new StringBuilder();
        for (char c = 1; c < 256; c++) {
            if (c != '/') {
                all.append(c);
            }
        }
        EntryFacts link = facts(EntryType.LINK, 0, Optional.of(all.toString()));

        String line = MtreeLine.of("pages/" + all, link, Optional.empty());

        assertThat(line).matches("[\\x21-\\x7e ]+\n").doesNotContain("#").doesNotContain("*");
        SealEntry read = MtreeLine.parse(line.strip());
        assertThat(read.path()).isEqualTo("pages/" + all);
        assertThat(read.facts()).isEqualTo(link);
    }

    @Test
    void everyFactComesBack() throws IOException {
        Random random = new Random(7);
        for (EntryType type : EntryType.values()) {
            for (int i = 0; i < 100; i++) {
                EntryFacts facts = new EntryFacts(
                        type,
                        random.nextInt(010000),
                        random.nextInt(),
                        random.nextInt(),
                        type == EntryType.FILE ? random.nextLong(Long.MAX_VALUE) : 0,
                        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                        type == EntryType.LINK ? Optional.of("../a b") : Optional.empty(),
                        type.isDevice() ? random.nextLong() : 0);
                assertThat(MtreeLine.parse(MtreeLine.of("a", facts, Optional.empty())
                                        .strip())
                                .facts())
                        .isEqualTo(facts);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "./a",
                "a type=file mode=0644 uid=0 gid=0 size=1 time=1.000000000",
                "./a type=file mode=0644 uid=0 gid=0 time=1.000000000",
                "./a type=folder mode=0644 uid=0 gid=0 time=1.000000000",
                "./a type=dir mode=0948 uid=0 gid=0 time=1.000000000",
                "./a type=dir mode=0755 uid=0 gid=0 time=1.0",
                "./a\\0 type=dir mode=0755 uid=0 gid=0 time=1.000000000",
                "./a type=file mode=0644 uid=0 gid=0 size=1 time=1.000000000 sha256digest=xy",
            })
    void aLineThatIsDamagedIsRefused(String line) {
        assertThatThrownBy(() -> MtreeLine.parse(line)).isInstanceOf(IOException.class);
    }

    private static EntryFacts facts(EntryType type, long size, Optional<String> target) {
        return new EntryFacts(type, 0644, 0, 0, size, Instant.EPOCH, target, 0);
    }
}
