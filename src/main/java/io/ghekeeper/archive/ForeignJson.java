package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads JSON that lies in a store, where others may write. No table of its names grows with it, and no word of it is long. It
 * is UTF-8: whatever its first bytes look like, what is damaged fails as a document, and not as a disk.
 */
final class ForeignJson {
    private static final int LONGEST_WORD = 32 << 10;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_WORD)
                    .maxNameLength(LONGEST_WORD)
                    .build())
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private ForeignJson() {}

    /** Token by token; closes the stream. */
    static JsonParser parser(InputStream document) throws IOException {
        return FACTORY.createParser(new InputStreamReader(document, StandardCharsets.UTF_8));
    }

    /**
     * A short one as a whole; nothing where it is no JSON object.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is damaged
     */
    static Optional<JsonNode> object(InputStream document) throws IOException {
        try (JsonParser json = parser(document)) {
            return Optional.<JsonNode>ofNullable(MAPPER.readTree(json)).filter(JsonNode::isObject);
        }
    }
}
