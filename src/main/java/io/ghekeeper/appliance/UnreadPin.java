package io.ghekeeper.appliance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Why a known_hosts file does not pin the key that a host shows, although the key stands in it. What ssh(1) reads is in
 * sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
 *
 * @param text of the file, one character a byte
 * @param name the host as {@link HostKey#nameOf} calls it
 */
record UnreadPin(Path file, String text, String name, HostKey shown) {
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
    private static final String BLANKS = "[ \t]+";

    /** In words that go on after the file's name; nothing where the key is not in it. */
    Optional<String> reason() {
        if (text.indexOf('\0') >= 0) {
            return Optional.of(text.replace("\0", ""))
                    .filter(plain -> plain.contains(shown.base64()) || plain.contains(host()))
                    .map(plain -> "the file is in UTF-16, which ssh does not read");
        }
        String[] lines = text.split("\n", -1);
        return IntStream.range(0, lines.length)
                .filter(i -> lines[i].contains(shown.base64()))
                .mapToObj(i -> "line " + (i + 1) + " has it, but " + fault(lines[i]))
                .findFirst()
                .or(this::broken)
                .or(() -> another(lines));
    }

    private Optional<String> broken() {
        return text.replaceAll("[\\s\\\\]", "").contains(shown.base64())
                ? Optional.of("the file has it, but broken into several lines, which ssh does not read")
                : Optional.empty();
    }

    /** A line that is meant to pin another key of this host: read, it would decide which key the host is asked for. */
    private Optional<String> another(String[] lines) {
        return IntStream.range(0, lines.length)
                .filter(i -> lines[i].contains(host()) && lines[i].contains(" AAAA"))
                .filter(i -> !lines[i].strip().startsWith("#") && !isRead(lines[i]))
                .mapToObj(i -> "line " + (i + 1) + " has another key of this host, but " + fault(lines[i]))
                .findFirst();
    }

    /** Whether ssh reads it, of whatever host. */
    private boolean isRead(String line) {
        String misnamed = name.replace("[", "").replace("]", "");
        return KnownHostsLine.read(file, 0, line)
                .filter(read ->
                        !line.startsWith(BYTE_ORDER_MARK) && !read.names().equals(misnamed))
                .isPresent();
    }

    private String fault(String line) {
        if (line.startsWith(BYTE_ORDER_MARK)) {
            return "begins with a byte order mark, which ssh takes for a part of the name";
        }
        String words = line.strip();
        if (words.startsWith("#")) {
            return "is a comment";
        }
        if (words.startsWith("@cert-authority")) {
            return "as that of a certificate authority";
        }
        if (words.indexOf('\r') >= 0) {
            return "ends in a carriage return without a line feed";
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(words)) {
            return "with an invisible or foreign character in it";
        }
        return KnownHostsLine.read(file, 0, line)
                .map(read -> "for " + ConnectionFailures.fit(read.names()) + instead(read.names()))
                .orElseGet(() -> form(words.split(BLANKS)));
    }

    /** The names of a line that ssh reads, and that is not for this host and port. */
    private String instead(String names) {
        return ", and ssh looks for " + name + (names.startsWith("|") ? " (that name is hashed)" : "");
    }

    private String form(String[] words) {
        if (words[0].equals(shown.type())) {
            return "without a host name before it; ssh looks for " + name;
        }
        if (words[0].matches("[\"'`(\\[{<>|-].*") && !words[0].startsWith("[" + host())) {
            return "in quotes, brackets or marks that ssh takes for a part of the name";
        }
        int type = IntStream.range(0, words.length)
                .filter(i -> words[i].equals(shown.type()))
                .findFirst()
                .orElse(-1);
        if (type > 1) {
            return "with a blank within the name; ssh looks for " + name;
        }
        return type < 0 ? "without its type " + shown.type() + " before it" : "in a form that ssh does not read";
    }

    private String host() {
        return name.replaceFirst("^\\[(.*)\\]:\\d+$", "$1");
    }
}
