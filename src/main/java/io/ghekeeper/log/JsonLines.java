package io.ghekeeper.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line. Logback's own encoder writes the time in milliseconds since 1970 and the run's id two levels
 * down, with a dozen fields of no use here.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = {};

    /** As many as a line of text has. */
    private static final String FRAMES = "20";

    private final ThrowableProxyConverter exceptions = new ThrowableProxyConverter();

    @Override
    public void start() {
        exceptions.setContext(getContext());
        exceptions.setOptionList(List.of(FRAMES));
        exceptions.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject line = new JsonObject()
                .field("timestamp", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .field("level", event.getLevel().toString())
                .field("logger", event.getLoggerName())
                .field("thread", event.getThreadName())
                .field("message", String.valueOf(event.getFormattedMessage()));
        String run = event.getMDCPropertyMap().get("run");
        if (run != null) {
            line.field("run", run);
        }
        List<KeyValuePair> further = event.getKeyValuePairs();
        if (further != null) {
            further.forEach(pair -> line.field(pair.key, String.valueOf(pair.value)));
        }
        if (event.getThrowableProxy() != null) {
            line.field("exception", exceptions.convert(event));
        }
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
