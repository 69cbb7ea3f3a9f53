package io.ghekeeper.http;

import java.time.Duration;

/**
 * What the port bears. Most of it is held by the JDK's server, which reads its limits from system properties once, when
 * its first class is loaded; they then hold for every such server of this JVM.
 *
 * @param connections open at once; one more is closed as soon as it is accepted. As many threads answer them, so that a
 *     slow client delays only its own thread
 * @param headBytes of a request: its line and its headers, each counted with 32 more. Beyond it the connection is closed
 * @param headers of a request, of different names
 * @param request from the first byte to the end of the head; also until the first byte. In whole seconds
 * @param response from the end of the head to the last byte that is taken up. In whole seconds
 * @param look how often the JDK's server looks for those who take too long
 * @param idle a thread without work ends after it
 * @param fresh a document is this old at most when it is sent to one more
 * @param patience with a document that somebody else has begun to make
 * @param again after an attempt to take up the address in vain
 */
record Limits(
        int connections,
        int headBytes,
        int headers,
        Duration request,
        Duration response,
        Duration look,
        Duration idle,
        Duration fresh,
        Duration patience,
        Duration again) {
    static final Limits USUAL = new Limits(
            256,
            16 * 1024,
            64,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /** Before the first server is made, and whatever the command line says. */
    void impose() {
        set("jdk.httpserver.maxConnections", connections);
        set("sun.net.httpserver.maxReqHeaderSize", headBytes);
        set("sun.net.httpserver.maxReqHeaders", headers);
        set("sun.net.httpserver.maxReqTime", request.toSeconds());
        set("sun.net.httpserver.maxRspTime", response.toSeconds());
        set("sun.net.httpserver.timerMillis", look.toMillis());
        // Those who never send a byte are waited for as long as the shorter of this one and maxReqTime.
        set("sun.net.httpserver.idleInterval", request.toSeconds());
        set("sun.net.httpserver.clockTick", look.toMillis());
        // One request a connection, and of a body not a byte.
        set("sun.net.httpserver.maxIdleConnections", 0);
        set("sun.net.httpserver.drainAmount", 0);
        // Else the end of a long document waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static void set(String property, long value) {
        System.setProperty(property, Long.toString(value));
    }
}
