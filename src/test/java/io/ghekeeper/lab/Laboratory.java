package io.ghekeeper.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a deployment leans on, for tests that are not written in Java: an appliance, a second one to restore to, a KMS and
 * the stand-in engine. The program's argument: an empty folder. On standard output it says where everything is, as
 * assignments that bash can read, and ends with a line {@code ready}; then it does what lines on standard input say, answers
 * each with a line, and ends with that input.
 *
 * <p>{@code authorize FILE} lets the public key in that file into both appliances.
 */
public final class Laboratory {
    private Laboratory() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (FakeAppliance appliance = FakeAppliance.start(folder.resolve("appliance"));
                FakeAppliance target = FakeAppliance.start(folder.resolve("target"), "127.0.0.2", appliance.port());
                FakeKms kms = FakeKms.start()) {
            target.files().uuid(UUID.randomUUID().toString());
            say("APPLIANCE", appliance.host());
            say("APPLIANCE_FILES", appliance.root());
            say("TARGET", target.host());
            say("TARGET_FILES", target.root());
            say("PORT", appliance.port());
            say("KMS_ENDPOINT", kms.endpoint());
            say("KMS_KEY", FakeKms.KEY_ID);
            say("ENGINE", StandInEngine.install(folder.resolve("backup-utils")));
            System.out.println("ready");
            obey(appliance, target);
        }
        System.exit(0); // the servers have threads of their own
    }

    private static void say(String name, Object value) {
        System.out.println("LAB_" + name + "=" + value);
    }

    private static void obey(FakeAppliance appliance, FakeAppliance target) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            if (!words[0].equals("authorize")) {
                throw new IllegalArgumentException("no such command: " + line);
            }
            String key = Files.readString(Path.of(words[1])).strip();
            appliance.authorize(key);
            target.authorize(key);
            System.out.println("done");
        }
    }
}
