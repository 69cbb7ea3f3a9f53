package io.ghekeeper.notify;

/** One way to notify people. */
public interface Receiver {
    /** As it is called in the configuration: {@code webhook}, {@code mail}, {@code ping}. */
    String name();

    /**
     * Where it is, for people: a host, and never more of an address that is a secret.
     *
     * @throws DeliveryException where that cannot be found out
     */
    String place();

    /**
     * Tries once.
     *
     * @throws DeliveryException with the reason, in words that hold no secret
     */
    void deliver(Notification notice);
}
