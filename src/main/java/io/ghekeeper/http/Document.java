package io.ghekeeper.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is answered at one path. Encoded once, however many are sent it, slowly, at the same time.
 *
 * @param status of HTTP: 200, or the status of a fault (400 to 599)
 * @param contentType with the character set, where it is text
 * @param body read only
 * @param styleHash of the one {@code <style>} of a page; nothing where the document has none
 */
public record Document(int status, String contentType, ByteBuffer body, Optional<String> styleHash) {
    private static final Pattern STYLE_HASH = Pattern.compile("sha256-[A-Za-z0-9+/]{43}=");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\x20-\\x7e]{1,120}");

    public Document {
        Objects.requireNonNull(styleHash);
        if (status != 200 && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("status " + status);
        }
        if (!CONTENT_TYPE.matcher(contentType).matches()) {
            throw new IllegalArgumentException("content type " + contentType);
        }
        if (styleHash.filter(hash -> !STYLE_HASH.matcher(hash).matches()).isPresent()) {
            throw new IllegalArgumentException("hash of a style " + styleHash.get());
        }
        body = body.asReadOnlyBuffer();
    }

    public static Document text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    public static Document json(int status, String json) {
        return of(status, "application/json", json);
    }

    public static Document of(int status, String contentType, String text) {
        return new Document(status, contentType, encoded(text), Optional.empty());
    }

    /** @param styleHash of its one {@code <style>}, as a content security policy names it, without the quotes */
    @SuppressWarnings("MissingSummary")
    public static Document page(int status, String html, String styleHash) {
        return new Document(status, "text/html; charset=utf-8", encoded(html), Optional.of(styleHash));
    }

    private static ByteBuffer encoded(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
