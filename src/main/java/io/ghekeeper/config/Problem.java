package io.ghekeeper.config;

/** One mistake. Its text says where, which key, what stood there and what should. */
public record Problem(String key, Place place, String found, String wanted) {
    String text() {
        String where = place.text().equals(key) ? key : place.text() + ": " + shownKey();
        return where + ": found " + found + ", wanted " + wanted;
    }

    /** Names come from the file too: one may be empty, long, or a key pasted at the wrong place. */
    private String shownKey() {
        boolean plain = key.equals(ConfigurationReader.WHOLE) || key.matches("[A-Za-z0-9_.-]{1,100}");
        return plain ? key : MaskedValue.quoted(key);
    }
}
