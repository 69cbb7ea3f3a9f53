package io.ghekeeper.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the file and the environment; where both set a key, the environment wins.
 *
 * <p>Fails once, with every problem in the message: {@code CONFIGURATION_INVALID}; or with {@code
 * CONFIGURATION_UNREADABLE} when there is no text to look for problems in.
 */
public final class ConfigurationReader {
    /** The path of the file when the command names none. */
    public static final Path DEFAULT_FILE = Path.of("/etc/ghe-keeper/ghe-keeper.yaml");

    /** Used in place of a key in problems that concern no single key. */
    static final String WHOLE = "the file";

    private final Map<String, String> environment;

    public ConfigurationReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the configuration.
     *
     * @param explicit somebody named the file, so it must exist; otherwise the environment alone may do
     */
    public LoadedConfiguration read(Path file, boolean explicit) {
        Objects.requireNonNull(file);
        Problems problems = new Problems();
        Optional<String> text = ConfigurationFile.read(file, explicit);
        String name = String.valueOf(file.getFileName());
        Place whole = new Place.FileLine(text.isPresent() ? name : file.toString(), 0);
        Settings settings = settings(text, name, whole, problems);
        if (!problems.none()) {
            throw problems.failure();
        }
        return new LoadedConfiguration(Configuration.of(settings), new EffectiveConfiguration(settings));
    }

    /** What a reader would find wrong with a file of this text. */
    public List<Problem> problems(String text) {
        Problems problems = new Problems();
        String name = String.valueOf(DEFAULT_FILE.getFileName());
        settings(Optional.of(text), name, new Place.FileLine(name, 0), problems);
        return problems.all();
    }

    private Settings settings(Optional<String> text, String name, Place whole, Problems problems) {
        Optional<Value> tree = text.flatMap(
                content -> new YamlText(line -> new Place.FileLine(name, line), problems).read(WHOLE, content));
        boolean broken = text.isPresent() && tree.isEmpty();

        Map<Key<?>, Value> written = new HashMap<>();
        tree.ifPresent(root -> written.putAll(new FileKeys(problems).read(root)));
        written.putAll(new Variables(problems).read(environment));
        Settings settings = settings(written, problems);
        if (!broken) {
            // What a file holds that cannot be parsed is unknown; nothing is missing yet.
            required(settings, whole, problems);
            KeySection.check(settings, problems);
            DataSection.check(settings, problems);
            DrillSection.check(settings, problems);
            ArchiveSection.check(settings, problems);
            NativeSection.check(settings, problems);
            NotifySection.check(settings, problems);
        }
        return settings;
    }

    private static Settings settings(Map<Key<?>, Value> written, Problems problems) {
        Settings settings = new Settings();
        Schema.KEYS.forEach(key -> put(settings, key, written.get(key), problems));
        KeySection.complete(settings);
        return settings;
    }

    private static <T> void put(Settings settings, Key<T> key, Value written, Problems problems) {
        boolean nothing = written == null || written instanceof Value.Nothing;
        boolean standard = written == null ? key.hasDefault() : nothing && key.need() == Key.Need.DEFAULTED;
        if (standard) {
            Value value = new YamlText(line -> new Place.Standard(), problems)
                    .read(key.path(), key.sample())
                    .orElseThrow(() -> new IllegalStateException("default of " + key.path()));
            settings.put(key, key.type().read(key.path(), value, problems), value);
        } else if (nothing) {
            Value value = written == null ? new Value.Nothing(new Place.Standard()) : written;
            settings.put(key, Optional.empty(), value);
        } else {
            settings.put(key, key.type().read(key.path(), written, problems), written);
        }
    }

    private static void required(Settings settings, Place file, Problems problems) {
        for (Key<?> key : Schema.KEYS) {
            if (key.need() == Key.Need.REQUIRED && settings.written(key) instanceof Value.Nothing nothing) {
                Place place = nothing.place() instanceof Place.Standard ? file : nothing.place();
                String wanted = "a value there or in " + key.variable() + ", as " + key.sample();
                problems.add(key.path(), place, "nothing", wanted);
            }
        }
    }
}
