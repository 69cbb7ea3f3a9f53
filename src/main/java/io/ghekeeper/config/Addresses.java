package io.ghekeeper.config;

import io.ghekeeper.http.HttpSettings;
import java.util.Optional;

/** The types that name hosts and ports. */
public final class Addresses {
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String NAME = LABEL + "(\\." + LABEL + ")*";
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
    private static final int LONGEST_NAME = 253;

    private Addresses() {}

    /** Why this cannot be the name of an appliance, in words that go after "is not"; nothing where it can be. */
    public static Optional<String> hostRefusal(String text) {
        try {
            host().parser().parse(text);
            return Optional.empty();
        } catch (ValueType.UnfitValue unfit) {
            String advice = unfit.getMessage();
            return Optional.of("a host name or an IPv4 address" + (advice.isEmpty() ? "" : " (" + advice + ")"));
        }
    }

    /** What backup-utils can be given as a host: it splits at colons, so no port and no IPv6. */
    static ValueType.Scalar<String> host() {
        return new ValueType.Scalar<>("host", "a host name or an IPv4 address", text -> {
            if (isHost(text)) {
                return text;
            }
            throw new ValueType.UnfitValue(hostAdvice(text));
        });
    }

    /** Its length first: the pattern takes some of the stack for each part of a name. */
    private static boolean isHost(String text) {
        return text.length() <= LONGEST_NAME && text.matches(text.matches("[0-9.]+") ? IPV4 : NAME);
    }

    private static String hostAdvice(String text) {
        if (text.contains("://")) {
            return "the name alone, without " + text.substring(0, text.indexOf("://") + 3);
        }
        if (text.contains("@")) {
            return "appliance.user sets the user";
        }
        if (text.matches("[^:]+:[0-9]*")) {
            return "appliance.port sets the port";
        }
        return text.matches("\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?\\]?(:[0-9]+)?")
                ? "backup-utils cannot use IPv6 addresses, a name for it works"
                : "";
    }

    static ValueType.Scalar<Integer> port() {
        return Types.number(1, 65535);
    }

    static ValueType.Scalar<String> user() {
        return Types.text(
                "user", "a user's name of small letters, digits, _ and -, as admin", "[a-z_][a-z0-9_-]{0,31}");
    }

    /** An address of this machine and a port, or none. */
    static ValueType.Scalar<Optional<HttpSettings.Listen>> listen() {
        String wanted = "an address and a port, as 0.0.0.0:8080 or [::1]:8080, or off";
        return new ValueType.Scalar<>("address", wanted, text -> {
            if (text.equals("off")) {
                return Optional.empty();
            }
            int colon = text.lastIndexOf(':');
            String address = text.substring(0, Math.max(colon, 0));
            String port = text.substring(colon + 1);
            boolean portFits = port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65535;
            if (!portFits || !(isHost(address) || address.matches("\\[[0-9A-Fa-f:.]{2,45}\\]"))) {
                throw new ValueType.UnfitValue("");
            }
            return Optional.of(new HttpSettings.Listen(address, Integer.parseInt(port)));
        });
    }

    /** A server that mail is handed to. */
    static ValueType.Scalar<String> mailHost() {
        return new ValueType.Scalar<>("host", "a host name or an IPv4 address", text -> {
            if (!isHost(text)) {
                throw new ValueType.UnfitValue(text.matches("[^:]+:[0-9]*") ? "notify.smtp-port sets the port" : "");
            }
            return text;
        });
    }

    /** An address that any mail server accepts. The standard allows more, but such addresses are not in use. */
    static ValueType.Scalar<String> mail() {
        return new ValueType.Scalar<>("mail address", "a mail address, as ghe-backup@example.com", text -> {
            int at = text.lastIndexOf('@');
            boolean fits = text.length() <= LONGEST_NAME
                    && text.substring(0, Math.max(at, 0)).matches("[A-Za-z0-9._+-]{1,64}")
                    && isHost(text.substring(at + 1));
            if (!fits) {
                throw new ValueType.UnfitValue("");
            }
            return text;
        });
    }
}
