package io.ghekeeper.lab;

import com.sun.net.httpserver.HttpExchange;
import io.ghekeeper.text.Sha256;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Holds a request to its signature as AWS does (Signature Version 4, "AWS4-HMAC-SHA256"): key, scope, time within five minutes,
 * and each signed header and byte.
 */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/,]+)/(\\d{8})/([^/,]+)/"
                    + "([^/,]+)/aws4_request, *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SLACK = Duration.ofMinutes(5);
    private static final List<String> SIGNED = List.of("content-type", "host", "x-amz-date");

    private final String accessKey;
    private final String secretKey;
    private final String region;
    private final String service;
    private final Clock clock;

    SignatureCheck(String accessKey, String secretKey, String region, String service, Clock clock) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.region = region;
        this.service = service;
        this.clock = clock;
    }

    /** The code of the error; nothing where the request is as its signer made it. */
    Optional<String> error(HttpExchange exchange, byte[] body) {
        String header = header(exchange, "Authorization");
        if (header.isEmpty()) {
            return Optional.of("MissingAuthenticationToken");
        }
        Matcher matcher = AUTHORIZATION.matcher(header);
        if (!matcher.matches() || !matcher.group(1).equals(accessKey)) {
            return Optional.of("AuthFailure");
        }
        String time = header(exchange, "X-Amz-Date");
        Instant signedAt = TIME.parse(time, Instant::from);
        if (Duration.between(signedAt, clock.instant()).abs().compareTo(SLACK) > 0) {
            return Optional.of("RequestExpired");
        }
        List<String> names = List.of(matcher.group(5).split(";"));
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String given = Stream.of(2, 3, 4).map(matcher::group).collect(Collectors.joining("/", "", "/aws4_request"));
        return names.containsAll(SIGNED)
                        && given.equals(scope)
                        && matcher.group(6).equals(signature(exchange, body, names, time, scope))
                ? Optional.empty()
                : Optional.of("SignatureDoesNotMatch");
    }

    /**
     * What the address of a call says that its signer lets others send for a while.
     *
     * @return its parameters; nothing where it is not as its signer made it, or its time is over
     */
    Optional<Map<String, String>> presigned(URI url) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : String.valueOf(url.getRawQuery()).split("&", -1)) {
            String[] both = (pair + "=").split("=", -1);
            query.put(both[0], both[1]);
        }
        String given = query.remove("X-Amz-Signature");
        String time = query.getOrDefault("X-Amz-Date", "");
        String scope = time.substring(0, Math.min(8, time.length())) + "/" + region + "/" + service + "/aws4_request";
        String seconds = query.getOrDefault("X-Amz-Expires", "");
        if (!(accessKey + "/" + scope).equals(decoded(query.get("X-Amz-Credential")))
                || !"host".equals(query.get("X-Amz-SignedHeaders"))
                || !seconds.matches("[1-9][0-9]{0,5}")
                || TIME.parse(time, Instant::from)
                        .plusSeconds(Long.parseLong(seconds))
                        .isBefore(clock.instant())) {
            return Optional.empty();
        }
        String canonical = "GET\n/\n"
                + query.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining("&"))
                + "\nhost:" + url.getRawAuthority() + "\n\nhost\n" + hex(new byte[0]);
        if (!signature(canonical, time, scope).equals(given)) {
            return Optional.empty();
        }
        query.replaceAll((name, value) -> decoded(value));
        return Optional.of(query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    private String signature(HttpExchange exchange, byte[] body, List<String> names, String time, String scope) {
        String headers = names.stream()
                .map(name -> name + ":" + header(exchange, name).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String canonical = exchange.getRequestMethod() + "\n"
                + exchange.getRequestURI().getRawPath() + "\n"
                + Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("") + "\n" + headers + "\n"
                + String.join(";", names) + "\n" + hex(body);
        return signature(canonical, time, scope);
    }

    private String signature(String canonical, String time, String scope) {
        String toSign =
                "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static String hex(byte[] content) {
        MessageDigest digest = Sha256.digest();
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
