package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".a", "a/.b", "a\nb", "a\n", "a\0b",
                "a b", "a\\b", "\u00e4", "a:b", "a*", "a%2f..", "\u202ea"
            })
    void aNameThatAStoreCouldMistakeIsNoKey(String name) {
        assertThatThrownBy(() -> new ObjectKey(name))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContainPattern("[\\x00-\\x1f\\u202e]");
        assertThat(ObjectKey.listed(name)).isEmpty();
    }

    @Test
    void aNameIsBounded() {
        assertThat(ObjectKey.listed("a".repeat(128))).isPresent();
        assertThat(ObjectKey.listed("a".repeat(129))).isEmpty();
        assertThat(ObjectKey.listed("abc/".repeat(128) + "a")).isEmpty();
    }
}
