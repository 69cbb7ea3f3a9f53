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
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One bucket of S3 with versions and Object Lock, in memory: conditional PUT, range GET, ListObjectsV2 in pages of two,
 * DELETE of a version, retention. Refuses what S3 refuses: no signature, a wrong checksum, a locked version. It may break
 * at one request, or lie.
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
        NO_LOCK
    }

    /** How a request ends that is broken. */
    public enum Break {
        REFUSED_BEFORE,
        LOST_AFTER
    }

    private static final int PAGE = 2;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final Pattern UNTIL = Pattern.compile("<RetainUntilDate>([^<]+)<");

    @SuppressWarnings("ArrayRecordComponent")
    private record Version(String id, byte[] bytes, Instant until) {}

    private final TreeMap<String, Version> objects = new TreeMap<>();
    private final HttpServer server;
    private final String bucket;
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
        objects.put(key, new Version("planted", content.getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests++;
        boolean broken = requests == brokenAt;
        if (broken && how == Break.REFUSED_BEFORE) {
            error(exchange, 403, "AccessDenied");
        } else if (!exchange.getRequestHeaders()
                .getOrDefault("Authorization", List.of(""))
                .get(0)
                .startsWith("AWS4-HMAC-SHA256 ")) {
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
                default -> error(http, 405, "MethodNotAllowed");
            }
        }

        private void read() throws IOException {
            if (query.containsKey("list-type")) {
                list();
                return;
            }
            Version found = objects.get(key);
            if (found == null) {
                error(http, 404, "NoSuchKey");
            } else if (query.containsKey("retention")) {
                if (found.until().equals(Instant.EPOCH)) {
                    error(http, 404, "NoSuchObjectLockConfiguration");
                } else {
                    send(
                            200,
                            "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>" + found.until()
                                    + "</RetainUntilDate></Retention>");
                }
            } else {
                content(found);
            }
        }

        private void content(Version found) throws IOException {
            http.getResponseHeaders().set("x-amz-version-id", found.id());
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
            List<String> keys = objects.keySet().stream()
                    .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
                    .filter(name -> name.compareTo(after) > 0 || lie == Lie.ENDLESS_LIST)
                    .toList();
            List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
            boolean more = keys.size() > page.size();
            StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + bucket + "</Name><KeyCount>"
                    + page.size() + "</KeyCount><IsTruncated>" + more + "</IsTruncated>");
            page.forEach(name -> xml.append("<Contents><Key>" + name + "</Key><Size>"
                    + objects.get(name).bytes().length + "</Size></Contents>"));
            if (more && lie != Lie.CUT_LIST) {
                xml.append("<NextContinuationToken>" + page.get(page.size() - 1) + "</NextContinuationToken>");
            }
            send(200, xml.append("</ListBucketResult>").toString());
        }

        private void write() throws IOException {
            String checksum = http.getRequestHeaders().getFirst("x-amz-checksum-sha256");
            if (query.containsKey("retention")) {
                retain();
            } else if (checksum == null || !checksum.equals(sha256(body))) {
                error(http, 400, checksum == null ? "InvalidRequest" : "BadDigest");
            } else if ("*".equals(http.getRequestHeaders().getFirst("If-None-Match")) && objects.containsKey(key)) {
                error(http, 412, "PreconditionFailed");
            } else {
                objects.put(key, new Version("v" + requests, body, Instant.EPOCH));
                http.getResponseHeaders()
                        .set("x-amz-checksum-sha256", lie == Lie.OTHER_CHECKSUM ? sha256(new byte[1]) : checksum);
                send(200, "");
            }
        }

        private void retain() throws IOException {
            Matcher until = UNTIL.matcher(new String(body, StandardCharsets.UTF_8));
            Version found = objects.get(key);
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
                    objects.put(key, new Version(found.id(), found.bytes(), asked));
                }
                send(200, "");
            }
        }

        private void delete() throws IOException {
            Version found = objects.get(key);
            if (found != null && !found.id().equals(query.get("versionId"))) {
                error(http, 400, "InvalidArgument"); // S3 hides it behind a marker, and nothing would be removed
            } else if (found != null && found.until().isAfter(Instant.now())) {
                error(http, 403, "AccessDenied");
            } else {
                objects.remove(key);
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
            http.getResponseHeaders().set("ETag", "\"" + key.hashCode() + "\"");
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
