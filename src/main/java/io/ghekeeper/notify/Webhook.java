package io.ghekeeper.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.monitor.Json;

/**
 * Posts each message as JSON: {@code text} as Slack, Mattermost and Rocket.Chat show it, and fields that programs can rely
 * on.
 */
final class Webhook implements Receiver {
    private final Secret url;
    private final HttpSender post;

    Webhook(Secret url, HttpSender post) {
        this.url = url;
        this.post = post;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public String place() {
        return SecretText.place(SecretText.url(url));
    }

    @Override
    public void deliver(Notification notice) {
        post.send(SecretText.url(url), "application/json", body(notice));
    }

    static String body(Notification notice) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", marked("*" + notice.subject() + "*\n" + notice.text()));
        body.put("source", "ghe-keeper");
        body.put("format", 1);
        body.put("topic", notice.topic().word());
        body.put("state", notice.state());
        body.put("subject", notice.subject());
        body.put("message", notice.text());
        body.put("appliance", notice.appliance());
        Json.put(body, "run", notice.run());
        Json.put(body, "at", notice.at());
        return body.toString();
    }

    /** Else what a record says could be a link, or call everybody ({@code <!channel>}). */
    private static String marked(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
