package io.ghekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256-", "sha256-x'; script-src *; '", "'unsafe-inline'"})
    void takesNothingButAHashIntoThePolicy(String hash) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Document(200, "text/html", NOTHING, Optional.of(hash)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/html\r\nSet-Cookie: a=b", "text/h\u00e4"})
    void takesNoContentTypeThatIsMoreThanOneHeader(String contentType) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Document(200, contentType, NOTHING, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 201, 204, 301, 304, 600})
    void isThereOrReportsAFault(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> Document.text(status, ""));
    }

    @Test
    void cannotBeChangedByWhomItIsGivenTo() {
        assertThat(Document.text(200, "well").body().isReadOnly()).isTrue();
    }
}
