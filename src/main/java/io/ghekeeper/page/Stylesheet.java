package io.ghekeeper.page;

import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The one stylesheet, in the page itself; a browser takes it by its hash, and no other. */
record Stylesheet(String text) {
    Stylesheet {
        if (text.contains("<") || text.contains("&")) {
            throw new IllegalStateException("would be read as something else in XML than in HTML");
        }
    }

    static Stylesheet read() {
        try (InputStream stream = Stylesheet.class.getResourceAsStream("status.css")) {
            return new Stylesheet(new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a content security policy has it. */
    String hash() {
        return Sha256.policyHash(text.getBytes(StandardCharsets.UTF_8));
    }
}
