package io.ghekeeper.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A check as healthchecks.io defines it (https://healthchecks.io/docs/http_api/). It receives begin, success and failure,
 * and raises the alarm by itself when the pings stop.
 */
final class Ping implements Receiver {
    private final Secret url;
    private final HttpSender post;

    Ping(Secret url, HttpSender post) {
        this.url = url;
        this.post = post;
    }

    /** What a ping reports. */
    enum Signal {
        START("/start"),
        SUCCESS(""),
        FAIL("/fail"),
        /** Noted there, and changes nothing. */
        LOG("/log");

        private final String path;

        Signal(String path) {
            this.path = path;
        }
    }

    @Override
    public String name() {
        return "ping";
    }

    @Override
    public String place() {
        return SecretText.place(SecretText.url(url));
    }

    /** A success would be a lie, so it is only noted. */
    @Override
    public void deliver(Notification notice) {
        signal(Signal.LOG, Optional.empty(), notice.subject() + "\n" + notice.text());
    }

    /**
     * Sends it.
     *
     * @param run by which begin and end are known to belong together
     * @throws DeliveryException where it did not take it
     */
    void signal(Signal signal, Optional<UUID> run, String words) {
        String answer = post.send(address(SecretText.url(url), signal, run), "text/plain; charset=utf-8", words)
                .toLowerCase(Locale.ROOT);
        // It answers 200 to what it does not take.
        if (answer.contains("not found")) {
            throw new DeliveryException(DeliveryException.RetryChance.STAYS, "it knows no such check");
        }
        if (answer.contains("rate limited")) {
            throw new DeliveryException(DeliveryException.RetryChance.CAN_PASS, "it was asked too often");
        }
    }

    /** Below the check's own path, whatever its URL ends in. */
    static URI address(URI check, Signal signal, Optional<UUID> run) {
        String path = check.getRawPath() == null ? "" : check.getRawPath().replaceFirst("/+\\z", "");
        List<String> query = new ArrayList<>();
        Optional.ofNullable(check.getRawQuery()).filter(own -> !own.isEmpty()).ifPresent(query::add);
        run.ifPresent(id -> query.add("rid=" + id));
        return URI.create(check.getScheme() + "://" + check.getRawAuthority() + path + signal.path
                + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    }
}
