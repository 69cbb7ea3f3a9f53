package io.ghekeeper.config;

/** Where a value came from, in the words in which problems and {@code config show} name it. */
public sealed interface Place {

    /** It is not set. */
    record Standard() implements Place {
        @Override
        public String text() {
            return "default";
        }
    }

    /**
     * A line of the configuration file.
     *
     * @param file the file's name without its folders
     * @param line from 1; 0 where the file as a whole is meant
     */
    record FileLine(String file, int line) implements Place {
        @Override
        public String text() {
            return line == 0 ? file : file + ":" + line;
        }
    }

    /** An environment variable. */
    record Variable(String name) implements Place {
        @Override
        public String text() {
            return name;
        }
    }

    /** {@code default}, {@code ghe-keeper.yaml:12} or {@code GHE_KEEPER_APPLIANCE_HOST}. */
    String text();
}
