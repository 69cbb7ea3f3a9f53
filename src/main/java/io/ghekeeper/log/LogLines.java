package io.ghekeeper.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.ghekeeper.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * Lines of the log, as text or as one JSON object each. Logback's own JSON encoder writes the time in milliseconds since
 * 1970 and the run's id two levels down, with a dozen fields of no use here.
 *
 * <p>Names and records come from outside. None may control a terminal, or look like a line of ours.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = {};
    private static final String RUN = "run";

    /** Of a stack trace. */
    private static final String FRAMES = "20";

    private volatile LogSettings.Format format = LogSettings.Format.TEXT;
    private final ThrowableProxyConverter exceptions = new ThrowableProxyConverter();

    @Override
    public void start() {
        exceptions.setContext(getContext());
        exceptions.setOptionList(List.of(FRAMES));
        exceptions.start();
        super.start();
    }

    LogSettings.Format format() {
        return format;
    }

    void setFormat(LogSettings.Format format) {
        this.format = format;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = switch (format) {
            case TEXT -> text(event);
            case JSON -> json(event);
        };
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private String text(ILoggingEvent event) {
        String run = event.getMDCPropertyMap().getOrDefault(RUN, "");
        return String.format(
                        Locale.ROOT,
                        "%s %-5s %s%n",
                        time(event),
                        event.getLevel(),
                        PlainText.of(run + " " + event.getFormattedMessage()))
                + PlainText.lines(exceptions.convert(event));
    }

    private static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    private String json(ILoggingEvent event) {
        JsonObject line = new JsonObject()
                .field("timestamp", time(event))
                .field("level", event.getLevel().toString())
                .field("logger", event.getLoggerName())
                .field("thread", event.getThreadName())
                .field("message", String.valueOf(event.getFormattedMessage()));
        String run = event.getMDCPropertyMap().get(RUN);
        if (run != null) {
            line.field(RUN, run);
        }
        List<KeyValuePair> further = event.getKeyValuePairs();
        if (further != null) {
            further.forEach(pair -> line.field(pair.key, String.valueOf(pair.value)));
        }
        if (event.getThrowableProxy() != null) {
            line.field("exception", exceptions.convert(event));
        }
        return line + "\n";
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
