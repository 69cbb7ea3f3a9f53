package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownContentTest {
    private static final int COUNT = 500_000;

    private static byte[] digest(Random random) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        return digest;
    }

    @Test
    void whatWasAddedIsKnownAndLittleElseSeemsToBe() {
        KnownContent known = new KnownContent(0);
        Random random = new Random(1);
        int mistaken = 0;
        for (int i = 0; i < COUNT; i++) {
            mistaken += known.add(digest(random)) ? 0 : 1;
        }

        Random again = new Random(1);
        for (int i = 0; i < COUNT; i++) {
            assertThat(known.add(digest(again))).isFalse();
        }
        assertThat(mistaken).isLessThan(COUNT / 100);
    }

    @Test
    void aLineOfTheStateIsTheContentThatItNames() {
        KnownContent known = new KnownContent(1);
        byte[] digest = digest(new Random(2));

        known.addLine(HexFormat.of().formatHex(digest) + " 000001of000001 pack");

        assertThat(known.add(digest)).isFalse();
        assertThat(known.add(digest(new Random(3)))).isTrue();
    }
}
