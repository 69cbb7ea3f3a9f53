package io.ghekeeper.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;

/** An export as JSON: one object or array, whole. Read as a stream of tokens, none of which is kept. */
final class JsonForm {
    /** Never closes the file, which is the caller's. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    /** Far more than settings and keys take; the rest of a larger one is not looked at. */
    private static final long MOST = 64L << 20;

    private JsonForm() {}

    static Optional<String> defect(FormReading reading) throws IOException {
        long most = reading.bound(MOST);
        JsonParser parser = FACTORY.createParser(reading.content());
        try {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                return Optional.of("is no JSON");
            }
            for (int depth = 1; depth > 0 && parser.currentLocation().getByteOffset() < most; ) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return Optional.of("is JSON that is cut off");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            boolean more = parser.currentLocation().getByteOffset() < most && parser.nextToken() != null;
            return more ? Optional.of("is JSON with something behind its end") : Optional.empty();
        } catch (JsonProcessingException broken) {
            return Optional.of(
                    parser.currentLocation().getByteOffset() >= reading.file().size() - 1
                            ? "is JSON that is cut off"
                            : "is no JSON");
        }
    }
}
