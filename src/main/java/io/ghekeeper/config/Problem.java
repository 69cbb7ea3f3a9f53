package io.ghekeeper.config;

/** One mistake. Its text says where, which key, what stood there and what should. */
record Problem(String key, Place place, String found, String wanted) {
    String text() {
        return place.text() + ": " + key + ": found " + found + ", wanted " + wanted;
    }
}
