package io.ghekeeper.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * EC2's query API over {@link FakeEbs}, at an HTTP endpoint of this machine, as strict as EC2: it refuses a wrong signature or
 * time, a right that is missing, and each action and parameter that it does not know. Lists come in pages of two.
 */
public final class FakeEc2 implements AutoCloseable {
    /** What it knows its caller by. */
    public static final String ACCESS_KEY = "AKIDOFTHELAB";

    private static final String SECRET_KEY = "secret-of-the-lab";
    private static final Set<String> THROTTLED = Set.of("RequestLimitExceeded");
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** How a call ends that is broken. */
    public enum Break {
        /** The connection ends, and nothing was done. */
        LOST_BEFORE,
        /** It was done, and the connection ends without an answer. */
        LOST_AFTER,
        /** It was done, and 500 is answered. */
        FAILED_AFTER,
        /** It was not done: EC2 asks to slow down. */
        THROTTLED
    }

    /**
     * A call that came, with all its parameters.
     *
     * @param dry whether it only asked whether it may
     */
    public record Call(String action, Map<String, String> parameters, boolean dry) {}

    private final SettableClock clock = new SettableClock();
    private final FakeEbs ebs = new FakeEbs(clock);
    private final FakeInstances instances = new FakeInstances(ebs);
    private final String region;
    private final Ec2Answers answers;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Break> breaks = new HashMap<>();
    private final Map<String, Integer> breakAfter = new HashMap<>();
    private final Set<String> denied = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private Optional<String> body = Optional.empty();

    /** Of the Region eu-west-1. */
    public FakeEc2() throws IOException {
        this("eu-west-1");
    }

    /** Of a Region. */
    public FakeEc2(String region) throws IOException {
        this.region = region;
        answers = new Ec2Answers(ebs, instances, region);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "EC2");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its volumes and snapshots. */
    public FakeEbs ebs() {
        return ebs;
    }

    /** Its Region. */
    public String region() {
        return region;
    }

    /** Lets snapshots of another Region be copied here. */
    public synchronized void copiesFrom(FakeEc2 source) {
        answers.protection()
                .copiesFrom(
                        source.region,
                        source.ebs,
                        new SignatureCheck(ACCESS_KEY, SECRET_KEY, source.region, "ec2", clock));
    }

    /** Its instances. */
    public FakeInstances instances() {
        return instances;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** By which a process finds it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_EC2", endpoint(),
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                "AWS_REGION", region);
    }

    /** By which the SDK in this process has its credentials. */
    public Map<String, String> properties() {
        return Map.of(
                "aws.accessKeyId", ACCESS_KEY,
                "aws.secretAccessKey", SECRET_KEY,
                "aws.region", region);
    }

    /** Breaks the next calls of an action until {@link #repair}. */
    public synchronized void breaks(String action, Break how) {
        breaks.put(action, how);
        breakAfter.remove(action);
    }

    /** Breaks the n-th call of an action from now on, from 1 on, and those after it. */
    public synchronized void breakFrom(String action, int n, Break how) {
        breaks.put(action, how);
        breakAfter.put(action, n);
    }

    /** Lets all calls work again. */
    public synchronized void repair() {
        breaks.clear();
        breakAfter.clear();
        denied.clear();
        body = Optional.empty();
    }

    /** Takes the right to an action away. */
    public synchronized void deny(String action) {
        denied.add(action);
    }

    /** Answers each call with this document. */
    public synchronized void answer(String document) {
        body = Optional.of(document);
    }

    /** Sets the clock that signatures and answers have, so far from the true one. */
    public void clockOff(Duration by) {
        clock.off = by;
    }

    /** All calls up to now. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many calls of an action changed something, or were to. */
    public synchronized long count(String action) {
        return calls.stream()
                .filter(call -> call.action().equals(action) && !call.dry())
                .count();
    }

    private static final class SettableClock extends Clock {
        private volatile Duration off = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        byte[] form = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Connection", "close");
        Map<String, String> parameters = parameters(new String(form, StandardCharsets.US_ASCII));
        String action = parameters.getOrDefault("Action", "");
        boolean dry = "true".equals(parameters.get("DryRun"));
        calls.add(new Call(action, parameters, dry));
        Optional<String> unsigned =
                new SignatureCheck(ACCESS_KEY, SECRET_KEY, region, "ec2", clock).error(exchange, form);
        if (unsigned.isPresent()) {
            error(exchange, unsigned.get().equals("AuthFailure") ? 401 : 400, unsigned.get(), "refused");
            return;
        }
        Optional<Break> broken = breakNow(action);
        if (broken.filter(Break.LOST_BEFORE::equals).isPresent()) {
            exchange.close();
            return;
        }
        if (broken.filter(Break.THROTTLED::equals).isPresent()) {
            error(exchange, 503, "RequestLimitExceeded", "Request limit exceeded.");
            return;
        }
        try {
            String answer = body.isPresent() ? body.get() : answer(action, parameters, dry);
            if (broken.filter(Break.LOST_AFTER::equals).isPresent()) {
                exchange.close();
            } else if (broken.isPresent()) {
                error(exchange, 500, "InternalError", "An internal error has occurred.");
            } else {
                send(exchange, 200, answer);
            }
        } catch (FakeEbs.Refused e) {
            int status = THROTTLED.contains(e.code) ? 503 : e.code.equals("DryRunOperation") ? 412 : 400;
            error(exchange, e.code.equals("UnauthorizedOperation") ? 403 : status, e.code, e.getMessage());
        }
    }

    private Optional<Break> breakNow(String action) {
        int left = breakAfter.merge(action, -1, Integer::sum);
        return left > 0 ? Optional.empty() : Optional.ofNullable(breaks.get(action));
    }

    private String answer(String action, Map<String, String> parameters, boolean dry) throws FakeEbs.Refused {
        Ec2RequestRules.require(action, parameters);
        if (denied.contains(action)
                || (denied.contains("CreateTags") && parameters.containsKey("TagSpecification.1.ResourceType"))) {
            throw new FakeEbs.Refused("UnauthorizedOperation", "You are not authorized to perform this operation.");
        }
        if (dry) {
            throw new FakeEbs.Refused("DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
        return answers.of(action, parameters);
    }

    private void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(
                exchange,
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>" + code
                        + "</Code><Message>" + Ec2Documents.escaped(message)
                        + "</Message></Error></Errors><RequestID>r-1</RequestID></Response>");
    }

    private void send(HttpExchange exchange, int status, String document) throws IOException {
        byte[] content = document.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Date", DATE.format(clock.instant()));
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : form.split("&", -1)) {
            String[] both = pair.split("=", 2);
            parameters.put(
                    URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
