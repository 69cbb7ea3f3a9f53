package io.ghekeeper.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One bucket of S3 with versions and Object Lock, in memory: conditional PUT, range GET, lists in pages of two, DELETE of a
 * version, retention. Refuses what S3 refuses: no signature, a wrong checksum, a locked version. It may break at one
 * request, or lie.
 */
public final class FakeS3 implements AutoCloseable {
    /** How an answer is wrong. */
    public enum Lie {
        NONE,
        SHORT_BODY,
        OTHER_RANGE,
        WHOLE_OBJECT,
        OTHER_CHECKSUM,
        CUT_LIST,
        ENDLESS_LIST,
        NO_LOCK,
        NO_VERSIONS,
        DEFAULT_RETENTION,
        LOCK_NOT_ENFORCED,
        CONDITION_IGNORED,
        CHECKSUM_IGNORED
    }

    /** How a request ends that is broken. */
    public enum Break {
        REFUSED_BEFORE,
        LOST_AFTER
    }

    private static final int PAGE = 2;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final Pattern UNTIL = Pattern.compile("<RetainUntilDate>([^<]+)<");

    private final FakeVersions objects = new FakeVersions();
    private final Set<String> denied = new HashSet<>();
    private final HttpServer server;
    private final String bucket;
    private final Map<String, String> cold = new HashMap<>();
    private int requests;
    private int brokenAt;
    private Break how = Break.REFUSED_BEFORE;
    private Lie lie = Lie.NONE;

    public FakeS3(String bucket) throws IOException {
        this.bucket = bucket;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "S3");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** By which the SDK finds it in this process. */
    public Map<String, String> properties() {
        return Map.of(
                "aws.endpointUrlS3", endpoint(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
    }

    public synchronized int requests() {
        return requests;
    }

    public synchronized void answerWith(Lie what) {
        lie = what;
    }

    /** Breaks the n-th request from now on, from 1 on. */
    public synchronized void breakAt(int n, Break how) {
        requests = 0;
        brokenAt = n;
        this.how = how;
    }

    /** An object of another program's. */
    public synchronized void plant(String key, String content) {
        objects.put(key, content.getBytes(StandardCharsets.UTF_8), "", Instant.EPOCH);
    }

    /** How many objects have such a key. */
    public synchronized long count(String prefix) {
        return objects.keys().stream().filter(key -> key.startsWith(prefix)).count();
    }

    /** As another program does who deletes an object and names no version. */
    public synchronized void hide(String key) {
        objects.hide(key);
    }

    /** As a lifecycle rule does: moves all whose keys begin so to a class from which nothing is read at once. */
    public synchronized void freeze(String prefix) {
        objects.keys().stream().filter(key -> key.startsWith(prefix)).forEach(key -> cold.put(key, ""));
    }

    /** Lets the copies be there that were asked for. */
    public synchronized void warm() {
        cold.replaceAll((key, copy) -> copy.isEmpty() ? "" : "ongoing-request=\"false\", expiry-date=\"x\"");
    }

    /** Refuses a method to this role from now on: {@code DELETE ?versionId}, or {@code GET ?versioning}. */
    public synchronized void deny(String method) {
        denied.add(method);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        // The limits of the port, which hold for all servers of the process, end connections that wait for another
        // request.
        exchange.getResponseHeaders().set("Connection", "close");
        requests++;
        boolean broken = requests == brokenAt;
        if (broken && how == Break.REFUSED_BEFORE) {
            error(exchange, 403, "AccessDenied");
        } else if (!exchange.getRequestHeaders()
                .getOrDefault("Authorization", List.of(""))
                .get(0)
                .startsWith("AWS4-HMAC-SHA256 ")) {
            error(exchange, 403, "AccessDenied");
        } else if (denied.contains(method(exchange))) {
            error(exchange, 403, "AccessDenied");
        } else {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String path = exchange.getRequestURI().getPath().substring(1);
            String key = path.startsWith(bucket + "/") ? path.substring(bucket.length() + 1) : "";
            if (!(path + "/").startsWith(bucket + "/")) {
                error(exchange, 404, "NoSuchBucket");
            } else {
                new Exchange(exchange, key, query, body, broken).answer();
            }
        }
        exchange.close();
    }

    private static String method(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        boolean ofBucket = "versioning".equals(query) || "object-lock".equals(query);
        boolean ofVersion = exchange.getRequestMethod().equals("DELETE") && query != null;
        return exchange.getRequestMethod() + (ofBucket ? " ?" + query : ofVersion ? " ?versionId" : "");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : (raw == null ? "" : raw).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                        + "</Code><Message>refused</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : xml.length);
        if (!head) {
            exchange.getResponseBody().write(xml);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One request and its answer. */
    private final class Exchange {
        private final HttpExchange http;
        private final String key;
        private final Map<String, String> query;
        private final byte[] body;
        private final boolean lost;

        Exchange(HttpExchange http, String key, Map<String, String> query, byte[] body, boolean lost) {
            this.http = http;
            this.key = key;
            this.query = query;
            this.body = body;
            this.lost = lost;
        }

        void answer() throws IOException {
            switch (http.getRequestMethod()) {
                case "HEAD", "GET" -> read();
                case "PUT" -> write();
                case "DELETE" -> delete();
                case "POST" -> askForCopy();
                default -> error(http, 405, "MethodNotAllowed");
            }
        }

        private void askForCopy() throws IOException {
            String copy = cold.get(key);
            if (!query.containsKey("restore") || asked().isEmpty()) {
                error(http, 405, "MethodNotAllowed");
            } else if (copy == null) {
                error(http, 403, "InvalidObjectState");
            } else if (copy.contains("true")) {
                error(http, 409, "RestoreAlreadyInProgress");
            } else {
                cold.put(key, copy.isEmpty() ? "ongoing-request=\"true\"" : copy);
                send(copy.isEmpty() ? 202 : 200, "");
            }
        }

        private void read() throws IOException {
            if (query.containsKey("list-type")) {
                list();
            } else if (query.containsKey("versions")) {
                listVersions();
            } else if (query.containsKey("versioning")) {
                send(
                        200,
                        "<VersioningConfiguration>"
                                + (lie == Lie.NO_VERSIONS ? "" : "<Status>Enabled</Status>")
                                + "</VersioningConfiguration>");
            } else if (query.containsKey("object-lock")) {
                send(
                        200,
                        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                                + (lie == Lie.DEFAULT_RETENTION
                                        ? "<Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>30</Days></DefaultRetention></Rule>"
                                        : "")
                                + "</ObjectLockConfiguration>");
            } else {
                readObject();
            }
        }

        private Optional<FakeVersions.Version> asked() {
            String id = query.get("versionId");
            return id == null ? objects.current(key) : objects.named(key, id);
        }

        private void readObject() throws IOException {
            FakeVersions.Version found = asked().orElse(null);
            if (found == null) {
                error(http, 404, query.containsKey("versionId") ? "NoSuchVersion" : "NoSuchKey");
            } else if (found.marker()) {
                error(http, 405, "MethodNotAllowed");
            } else if (!query.containsKey("retention")) {
                content(found);
            } else if (found.until().equals(Instant.EPOCH)) {
                error(http, 404, "NoSuchObjectLockConfiguration");
            } else {
                send(
                        200,
                        "<Retention><Mode>" + found.mode() + "</Mode><RetainUntilDate>" + found.until()
                                + "</RetainUntilDate></Retention>");
            }
        }

        private void content(FakeVersions.Version found) throws IOException {
            http.getResponseHeaders().set("x-amz-version-id", found.id());
            http.getResponseHeaders().set("ETag", found.etag());
            String copy = cold.getOrDefault(key, "false");
            if (http.getRequestMethod().equals("GET") && !copy.contains("false")) {
                error(http, 403, "InvalidObjectState");
                return;
            }
            if (cold.containsKey(key)) {
                http.getResponseHeaders().set("x-amz-storage-class", "GLACIER");
            }
            if (copy.contains("ongoing")) {
                http.getResponseHeaders().set("x-amz-restore", copy);
            }
            if (!found.until().equals(Instant.EPOCH)) {
                http.getResponseHeaders().set("x-amz-object-lock-mode", found.mode());
                http.getResponseHeaders()
                        .set(
                                "x-amz-object-lock-retain-until-date",
                                found.until().toString());
            }
            String range = http.getRequestHeaders().getFirst("Range");
            Matcher asked = RANGE.matcher(String.valueOf(range));
            if (!asked.matches() || lie == Lie.WHOLE_OBJECT) {
                send(200, found.bytes());
                return;
            }
            int from = Integer.parseInt(asked.group(1));
            int to = Integer.parseInt(asked.group(2)) + 1;
            if (from >= found.bytes().length) {
                error(http, 416, "InvalidRange");
                return;
            }
            to = Math.min(to, found.bytes().length) - (lie == Lie.SHORT_BODY ? 1 : 0);
            int shown = lie == Lie.OTHER_RANGE ? from + 1 : from;
            http.getResponseHeaders()
                    .set("Content-Range", "bytes " + shown + "-" + (to - 1) + "/" + found.bytes().length);
            send(206, Arrays.copyOfRange(found.bytes(), from, to));
        }

        private void list() throws IOException {
            String after = query.getOrDefault("continuation-token", "");
            List<String> keys = objects.keys().stream()
                    .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
                    .filter(name -> objects.current(name).isPresent())
                    .filter(name -> name.compareTo(after) > 0 || lie == Lie.ENDLESS_LIST)
                    .toList();
            List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
            boolean more = keys.size() > page.size();
            StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + bucket + "</Name><KeyCount>"
                    + page.size() + "</KeyCount><IsTruncated>" + more + "</IsTruncated>");
            page.stream()
                    .map(name -> objects.current(name).orElseThrow())
                    .forEach(found -> xml.append("<Contents><Key>" + found.key() + "</Key><Size>" + found.bytes().length
                            + "</Size><ETag>" + found.etag() + "</ETag></Contents>"));
            if (more && lie != Lie.CUT_LIST) {
                xml.append("<NextContinuationToken>" + page.get(page.size() - 1) + "</NextContinuationToken>");
            }
            send(200, xml.append("</ListBucketResult>").toString());
        }

        private void listVersions() throws IOException {
            List<FakeVersions.Version> all = objects.keys().stream()
                    .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
                    .flatMap(name -> objects.of(name).stream())
                    .toList();
            int from = 0;
            if (query.containsKey("key-marker") && lie != Lie.ENDLESS_LIST) {
                FakeVersions.Version marker = objects.named(query.get("key-marker"), query.get("version-id-marker"))
                        .orElseThrow();
                from = all.indexOf(marker) + 1;
            }
            List<FakeVersions.Version> page = all.subList(from, Math.min(from + PAGE, all.size()));
            boolean more = all.size() > from + page.size();
            StringBuilder xml = new StringBuilder("<ListVersionsResult><IsTruncated>" + more + "</IsTruncated>");
            page.forEach(version -> xml.append(entry(version)));
            if (more && lie != Lie.CUT_LIST) {
                FakeVersions.Version last = page.get(page.size() - 1);
                xml.append("<NextKeyMarker>" + last.key() + "</NextKeyMarker><NextVersionIdMarker>" + last.id()
                        + "</NextVersionIdMarker>");
            }
            send(200, xml.append("</ListVersionsResult>").toString());
        }

        private String entry(FakeVersions.Version version) {
            String kind = version.marker() ? "DeleteMarker" : "Version";
            boolean latest = objects.of(version.key()).get(0).id().equals(version.id());
            return "<" + kind + "><Key>" + version.key() + "</Key><VersionId>" + version.id() + "</VersionId><IsLatest>"
                    + latest + "</IsLatest><LastModified>" + version.modified().truncatedTo(ChronoUnit.MILLIS)
                    + "</LastModified>"
                    + (version.marker()
                            ? ""
                            : "<Size>" + version.bytes().length + "</Size><ETag>" + version.etag()
                                    + "</ETag><StorageClass>"
                                    + (cold.containsKey(version.key()) ? "GLACIER" : "STANDARD") + "</StorageClass>")
                    + "</" + kind + ">";
        }

        private void write() throws IOException {
            String checksum = http.getRequestHeaders().getFirst("x-amz-checksum-sha256");
            if (query.containsKey("retention")) {
                retain();
            } else if (checksum == null || !(checksum.equals(sha256(body)) || lie == Lie.CHECKSUM_IGNORED)) {
                error(http, 400, checksum == null ? "InvalidRequest" : "BadDigest");
            } else if (lie != Lie.CONDITION_IGNORED
                    && "*".equals(http.getRequestHeaders().getFirst("If-None-Match"))
                    && objects.current(key).isPresent()) {
                error(http, 412, "PreconditionFailed");
            } else {
                put(checksum);
            }
        }

        private void put(String checksum) throws IOException {
            String mode = http.getRequestHeaders().getFirst("x-amz-object-lock-mode");
            String until = http.getRequestHeaders().getFirst("x-amz-object-lock-retain-until-date");
            if ((mode == null) != (until == null)
                    || (until != null && Instant.parse(until).isBefore(Instant.now()))) {
                error(http, 400, "InvalidRequest");
                return;
            }
            if (until == null && lie == Lie.DEFAULT_RETENTION) {
                mode = "GOVERNANCE";
                until = Instant.now().plus(30, ChronoUnit.DAYS).toString();
            }
            boolean locked = until != null && lie != Lie.NO_LOCK;
            FakeVersions.Version put =
                    objects.put(key, body, locked ? mode : "", locked ? Instant.parse(until) : Instant.EPOCH);
            http.getResponseHeaders().set("x-amz-version-id", put.id());
            http.getResponseHeaders().set("ETag", put.etag());
            if (lie != Lie.CHECKSUM_IGNORED) {
                http.getResponseHeaders()
                        .set("x-amz-checksum-sha256", lie == Lie.OTHER_CHECKSUM ? sha256(new byte[1]) : checksum);
            }
            send(200, "");
        }

        private void retain() throws IOException {
            String text = new String(body, StandardCharsets.UTF_8);
            Matcher until = UNTIL.matcher(text);
            FakeVersions.Version found = asked().orElse(null);
            boolean checked = http.getRequestHeaders().keySet().stream()
                    .anyMatch(name -> name.equalsIgnoreCase("Content-MD5")
                            || name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-checksum-"));
            if (found == null) {
                error(http, 404, "NoSuchKey");
            } else if (!checked || !until.find()) {
                error(http, 400, "InvalidRequest");
            } else {
                Instant asked = Instant.parse(until.group(1));
                if (asked.isBefore(found.until())) {
                    error(http, 403, "AccessDenied");
                    return;
                }
                if (lie != Lie.NO_LOCK) {
                    objects.lock(found, text.contains("COMPLIANCE") ? "COMPLIANCE" : "GOVERNANCE", asked);
                }
                send(200, "");
            }
        }

        private void delete() throws IOException {
            if (!query.containsKey("versionId")) {
                objects.hide(key);
                send(204, "");
                return;
            }
            FakeVersions.Version found = asked().orElse(null);
            if (found != null && found.locked() && lie != Lie.LOCK_NOT_ENFORCED) {
                error(http, 403, "AccessDenied");
            } else {
                if (found != null) {
                    objects.remove(found);
                }
                send(204, "");
            }
        }

        private void send(int status, String xml) throws IOException {
            send(status, xml.getBytes(StandardCharsets.UTF_8));
        }

        private void send(int status, byte[] bytes) throws IOException {
            if (lost) {
                return; // closed without an answer
            }
            if (http.getRequestMethod().equals("HEAD")) {
                http.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
                http.sendResponseHeaders(status, -1);
                return;
            }
            http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                http.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
