package io.ghekeeper.cli;

import io.ghekeeper.cache.CachedValue;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.http.Document;
import io.ghekeeper.journal.Run;
import io.ghekeeper.metrics.Build;
import io.ghekeeper.metrics.Metrics;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.Observer;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.StatusJson;
import io.ghekeeper.page.StatusPage;
import io.ghekeeper.probe.Readiness;
import io.ghekeeper.supervise.Heartbeat;
import io.ghekeeper.text.PlainText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is answered at each path of the port. Reads, and nothing else. */
final class Endpoints {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /** Longer than an observation lasts: this check may read files that are on no volume of ours. */
    private static final Duration READINESS_LASTS = Duration.ofSeconds(5);

    /** Those who ask are sent the format that all of them take. */
    private static final String ANY = "";

    private final Observer observer;
    private final CachedValue<List<Readiness.ReadyPart>> readiness;
    private final Heartbeat heartbeat;
    private final Metrics metrics;
    private final Whose whose;
    private final StatusPage page = new StatusPage("ghe-keeper " + VersionText.number());

    /**
     * Whose backups they are.
     *
     * @param appliance its host, as it is configured
     * @param zone of the schedule
     */
    record Whose(String appliance, ZoneId zone) {}

    Endpoints(Whose whose, Observer observer, Readiness readiness, Heartbeat heartbeat) {
        this.whose = whose;
        this.observer = observer;
        this.readiness =
                new CachedValue<>(READINESS_LASTS, Observer.READ_TIMEOUT, () -> readiness.parts(this::lastReason));
        this.heartbeat = heartbeat;
        this.metrics = new Metrics(
                new Build(VersionText.number(), Optional.empty(), System.getProperty("java.version")),
                whose.appliance(),
                this::isReady);
    }

    private Optional<Run.Reason> lastReason() {
        return Optional.ofNullable(observer.observe().latest().get(Run.Kind.BACKUP))
                .flatMap(RunDetails::reason);
    }

    /** By path. */
    Map<String, Supplier<Document>> documents() {
        return Map.of(
                "/healthz", this::health,
                "/readyz", this::ready,
                "/metrics", this::metrics,
                "/api/status",
                        observed(
                                seen -> Document.json(OK, StatusJson.write(seen.status()) + "\n"),
                                why -> Document.json(
                                        UNAVAILABLE, StatusJson.unseen(Instant.now(), whose.appliance(), why) + "\n")),
                "/",
                        observed(
                                seen -> Document.page(OK, page.render(seen), StatusPage.STYLE_HASH),
                                why -> Document.page(
                                        UNAVAILABLE,
                                        page.unseen(Instant.now(), whose.zone(), whose.appliance(), why),
                                        StatusPage.STYLE_HASH)));
    }

    /** Where nothing can be seen, that is a metric, too: an alert can rest on it. */
    private Document metrics() {
        readiness.prepare(); // it reads the configuration while the volume is read
        byte[] text;
        try {
            text = metrics.write(observer.observe(), ANY);
        } catch (Failure unseen) {
            text = metrics.writeUnseen(unseen.kind(), ANY);
        }
        return new Document(OK, metrics.contentType(ANY), ByteBuffer.wrap(text), Optional.empty());
    }

    private boolean isReady() {
        try {
            return isReady(Observer.inTime(readiness));
        } catch (Failure hanging) {
            return false;
        }
    }

    private static boolean isReady(List<Readiness.ReadyPart> parts) {
        return parts.stream().allMatch(part -> part.state() == Readiness.PartState.IN_ORDER);
    }

    private Document health() {
        return heartbeat.isAlive()
                ? Document.text(OK, "alive\n")
                : Document.text(UNAVAILABLE, "the supervisor's loop stands still, or has not begun\n");
    }

    private Document ready() {
        try {
            List<Readiness.ReadyPart> parts = Observer.inTime(readiness);
            return Document.text(
                    isReady(parts) ? OK : UNAVAILABLE,
                    parts.stream().map(Endpoints::line).collect(Collectors.joining()));
        } catch (Failure hanging) {
            return unavailable(hanging);
        }
    }

    private static String line(Readiness.ReadyPart part) {
        String state = switch (part.state()) {
            case IN_ORDER -> "in order";
            case NOT_IN_ORDER -> "NOT in order: " + part.words();
            case UNKNOWN -> "unknown: " + part.words();
        };
        return String.format("%-15s%s%n", part.name(), state);
    }

    private Supplier<Document> observed(Function<Observation, Document> written, Function<Failure, Document> unseen) {
        return () -> {
            Observation seen;
            try {
                seen = observer.observe();
            } catch (Failure why) {
                return unseen.apply(why);
            }
            return written.apply(seen);
        };
    }

    private static Document unavailable(Failure failure) {
        return Document.text(
                UNAVAILABLE, PlainText.of(failure.getMessage()) + "\n" + PlainText.of(failure.hint()) + "\n");
    }
}
