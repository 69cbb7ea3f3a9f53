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
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * EC2's query API over {@link FakeEbs}, at an HTTP endpoint of this machine, as strict as EC2: it refuses a wrong signature or
 * time, a right that is missing, and each action and parameter that it does not know. Lists come in pages of two.
 */
public final class FakeEc2 implements AutoCloseable {
    /** What it knows its caller by. */
    public static final String ACCESS_KEY = "AKIDOFTHELAB";

    private static final String SECRET_KEY = "secret-of-the-lab";
    private static final String REGION = "eu-west-1";
    private static final int PAGE = 2;
    private static final int MOST_TAGS = 50;
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
    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Break> breaks = new HashMap<>();
    private final Map<String, Integer> breakAfter = new HashMap<>();
    private final Set<String> denied = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, NextPage> nextPages = new HashMap<>();
    private Optional<String> body = Optional.empty();

    public FakeEc2() throws IOException {
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

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** By which a process finds it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_EC2", endpoint(),
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                "AWS_REGION", REGION);
    }

    /** By which the SDK in this process has its credentials. */
    public Map<String, String> properties() {
        return Map.of(
                "aws.accessKeyId", ACCESS_KEY,
                "aws.secretAccessKey", SECRET_KEY,
                "aws.region", REGION);
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

    /** Where a list goes on, and the query that it is of. */
    private record NextPage(Map<String, String> query, int from) {}

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
                new SignatureCheck(ACCESS_KEY, SECRET_KEY, REGION, "ec2", clock).error(exchange, form);
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
        return switch (action) {
            case "DescribeVolumes" -> volumes(parameters);
            case "DescribeSnapshots" -> snapshots(parameters);
            case "DescribeLockedSnapshots" ->
                page(
                        parameters,
                        "snapshotSet",
                        ebs.seen().stream()
                                .filter(one -> !one.lock.isEmpty())
                                .map(one -> "<snapshotId>" + one.id + "</snapshotId><lockState>" + one.lock
                                        + "</lockState><lockExpiresOn>2030-01-01T00:00:00.000Z</lockExpiresOn>")
                                .toList());
            case "DescribeImages" -> images(parameters);
            case "CreateSnapshot" ->
                document(
                        "CreateSnapshotResponse",
                        snapshot(ebs.create(
                                parameters.get("VolumeId"),
                                parameters.getOrDefault("Description", ""),
                                tags(parameters))));
            default -> {
                ebs.delete(parameters.get("SnapshotId"));
                yield document("DeleteSnapshotResponse", "<return>true</return>");
            }
        };
    }

    private String volumes(Map<String, String> parameters) throws FakeEbs.Refused {
        String id = parameters.get("VolumeId.1");
        if (id != null && ebs.volumes().stream().noneMatch(one -> one.id().equals(id))) {
            throw new FakeEbs.Refused("InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
        }
        Predicate<Map<String, String>> fits = filter(parameters);
        return page(
                parameters,
                "volumeSet",
                ebs.volumes().stream()
                        .filter(one -> id == null || one.id().equals(id))
                        .filter(one -> fits.test(attributes(one.tags(), Map.of("volume-id", one.id()))))
                        .map(one -> "<volumeId>" + one.id() + "</volumeId><size>" + one.sizeGib()
                                + "</size><availabilityZone>eu-west-1a</availabilityZone><status>" + one.state()
                                + "</status>"
                                + (one.instance().isEmpty()
                                        ? "<attachmentSet/>"
                                        : "<attachmentSet><item><instanceId>" + one.instance()
                                                + "</instanceId></item></attachmentSet>")
                                + tagSet(one.tags()))
                        .toList());
    }

    private String snapshots(Map<String, String> parameters) throws FakeEbs.Refused {
        String id = parameters.get("SnapshotId.1");
        boolean own = "self".equals(parameters.get("Owner.1"));
        Predicate<Map<String, String>> fits = filter(parameters);
        List<FakeEbs.Snapshot> seen = ebs.seen();
        if (id != null && seen.stream().noneMatch(one -> one.id.equals(id))) {
            throw new FakeEbs.Refused("InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
        }
        return page(
                parameters,
                "snapshotSet",
                seen.stream()
                        .filter(one -> id == null || one.id.equals(id))
                        .filter(one -> !own || one.owner.equals(FakeEbs.OWN_ACCOUNT))
                        .filter(one ->
                                fits.test(attributes(one.tags, Map.of("volume-id", one.volume, "status", one.state))))
                        .map(FakeEc2::snapshot)
                        .toList());
    }

    private String images(Map<String, String> parameters) throws FakeEbs.Refused {
        List<String> wanted = values(parameters, 1);
        return page(
                parameters,
                "imagesSet",
                ebs.images().entrySet().stream()
                        .filter(image -> image.getValue().stream().anyMatch(wanted::contains))
                        .map(image -> "<imageId>" + image.getKey() + "</imageId><blockDeviceMapping>"
                                + image.getValue().stream()
                                        .map(id -> "<item><ebs><snapshotId>" + id + "</snapshotId></ebs></item>")
                                        .collect(Collectors.joining())
                                + "</blockDeviceMapping>")
                        .toList());
    }

    private static Map<String, String> attributes(Map<String, String> tags, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        tags.forEach((key, value) -> all.put("tag:" + key, value));
        return all;
    }

    private static Predicate<Map<String, String>> filter(Map<String, String> parameters) {
        Predicate<Map<String, String>> all = attributes -> true;
        for (int i = 1; parameters.containsKey("Filter." + i + ".Name"); i++) {
            String name = parameters.get("Filter." + i + ".Name");
            List<String> values = values(parameters, i);
            all = all.and(attributes -> values.contains(attributes.get(name)));
        }
        return all;
    }

    private static List<String> values(Map<String, String> parameters, int filter) {
        List<String> values = new ArrayList<>();
        for (int i = 1; parameters.containsKey("Filter." + filter + ".Value." + i); i++) {
            values.add(parameters.get("Filter." + filter + ".Value." + i));
        }
        return values;
    }

    private static Map<String, String> tags(Map<String, String> parameters) throws FakeEbs.Refused {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 1; parameters.containsKey("TagSpecification.1.Tag." + i + ".Key"); i++) {
            String key = parameters.get("TagSpecification.1.Tag." + i + ".Key");
            String value = parameters.get("TagSpecification.1.Tag." + i + ".Value");
            if (key.isEmpty() || key.length() > 128 || key.startsWith("aws:") || value.length() > 256) {
                throw new FakeEbs.Refused("InvalidParameterValue", "Tag key or value is invalid: " + key);
            }
            tags.put(key, value);
        }
        if (tags.size() > MOST_TAGS) {
            throw new FakeEbs.Refused("TagLimitExceeded", "More than 50 tags.");
        }
        return tags;
    }

    private static String snapshot(FakeEbs.Snapshot one) {
        return "<snapshotId>" + one.id + "</snapshotId><volumeId>" + one.volume + "</volumeId><status>" + one.state
                + "</status><startTime>" + one.started + "</startTime><progress>" + one.progress
                + "%</progress><ownerId>" + one.owner + "</ownerId><volumeSize>" + one.sizeGib
                + "</volumeSize><description>" + escaped(one.description) + "</description>" + tagSet(one.tags);
    }

    private static String tagSet(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> "<item><key>" + escaped(tag.getKey()) + "</key><value>" + escaped(tag.getValue())
                        + "</value></item>")
                .collect(Collectors.joining("", "<tagSet>", "</tagSet>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("[\\x00-\\x1f]", "");
    }

    private String page(Map<String, String> parameters, String list, List<String> items) throws FakeEbs.Refused {
        Map<String, String> query = new TreeMap<>(parameters);
        NextPage page = Optional.ofNullable(query.remove("NextToken"))
                .map(token -> nextPages.getOrDefault(token, new NextPage(Map.of(), 0)))
                .orElse(new NextPage(query, 0));
        if (!page.query().equals(query)) {
            throw new FakeEbs.Refused("InvalidParameterValue", "The token is not valid.");
        }
        int from = Math.min(items.size(), page.from());
        int to = Math.min(items.size(), from + PAGE);
        String shown = items.subList(from, to).stream()
                .map(item -> "<item>" + item + "</item>")
                .collect(Collectors.joining("", "<" + list + ">", "</" + list + ">"));
        String next = "";
        if (to < items.size()) {
            String token = UUID.randomUUID().toString();
            nextPages.put(token, new NextPage(query, to));
            next = "<nextToken>" + token + "</nextToken>";
        }
        return document(parameters.get("Action") + "Response", shown + next);
    }

    private static String document(String root, String content) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root
                + " xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>" + content + "</"
                + root
                + ">";
    }

    private void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(
                exchange,
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>" + code
                        + "</Code><Message>" + escaped(message)
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
