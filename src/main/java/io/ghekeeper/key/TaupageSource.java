package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Taupage's document about its instance: the value is the text at {@value #KEY}. */
record TaupageSource(Path file) implements KeySource {
    private static final String KEY = "kms_private_ssh_key";

    /** The earlier Python appliance took what KMS encrypted without the prefix, too; no private key looks like that. */
    private static final Pattern BARE_CIPHERTEXT = Pattern.compile("[A-Za-z0-9+/_\\s-]{100,}={0,2}");

    @Override
    public String read() {
        String document = new FileSource(file).read();
        Object root;
        try {
            root = new Load(LoadSettings.builder()
                            .setMaxAliasesForCollections(20)
                            .build())
                    .loadFromString(document);
        } catch (YamlEngineException e) {
            // Its message cites the document, which may hold secrets.
            throw missing("is no YAML");
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw missing("is no map");
        }
        if (map.get(KEY) instanceof String value) {
            return BARE_CIPHERTEXT.matcher(value.strip()).matches() ? KeyValue.PREFIX + value.strip() : value;
        }
        throw missing(map.containsKey(KEY) ? "has no text at " + KEY : "has no key " + KEY);
    }

    private Failure missing(String why) {
        return new Failure(
                FailureKind.KEY_MISSING,
                file + " " + why,
                "Put the value at " + KEY + " in the Senza definition's TaupageConfig, and deploy anew.");
    }

    @Override
    public String place() {
        return KEY + " in " + file;
    }
}
