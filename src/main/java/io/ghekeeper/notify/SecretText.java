package io.ghekeeper.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads secrets when they are needed, so that one that was changed in its file is taken without a restart. */
final class SecretText {
    private static final int LONGEST = 4096;
    private static final int LAST_PORT = 65_535;

    private SecretText() {}

    /** @throws DeliveryException where its file holds none */
    @SuppressWarnings("MissingSummary")
    static String of(Secret secret) {
        if (secret instanceof Secret.Given given) {
            return given.text();
        }
        Path file = ((Secret.InFile) secret).file();
        String text = new String(content(file), StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
        if (text.isBlank()) {
            throw wrong(file, "is empty");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw wrong(file, "holds more than one line");
        }
        return text;
    }

    private static byte[] content(Path file) {
        // Kubernetes mounts secrets as symbolic links, which are followed here.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw wrong(file, "is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) {
                throw wrong(file, "is larger than " + LONGEST + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw wrong(file, "is not there");
        } catch (IOException e) {
            throw wrong(file, "cannot be read");
        }
    }

    /** @throws DeliveryException where the text is not the address of a web server */
    @SuppressWarnings("MissingSummary")
    static URI url(Secret secret) {
        String where = secret instanceof Secret.InFile inFile ? inFile.file().toString() : "the configuration";
        try {
            URI url = new URI(of(secret).strip());
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getPort() <= LAST_PORT) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Its message would hold the address.
        }
        throw new DeliveryException(
                DeliveryException.RetryChance.STAYS, "what " + where + " holds is no http or https URL without a user");
    }

    /** Enough to recognize the URL. */
    static String place(URI url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static DeliveryException wrong(Path file, String what) {
        return new DeliveryException(DeliveryException.RetryChance.STAYS, file + " " + what);
    }
}
