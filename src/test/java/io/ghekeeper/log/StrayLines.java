package io.ghekeeper.log;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Says something in each way that a library may choose, and dies of a fault. */
final class StrayLines {
    private StrayLines() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logs.configure(new LogSettings(
                LogSettings.Format.valueOf(arguments[0]), LogSettings.Level.DEBUG, LogSettings.EngineOutput.OFF));
        Logger.getLogger("com.sun.net.httpserver").log(Level.SEVERE, "stray line of java.util.logging");
        System.getLogger("jdk.http").log(System.Logger.Level.ERROR, "stray line of System.Logger");
        LoggerFactory.getLogger("org.example").info("stray line of a library");
        LoggerFactory.getLogger("net.schmizz.sshj").error("stray line of sshj");
        Thread thread = new Thread(
                () -> {
                    throw new IllegalStateException("a fault\nof two lines");
                },
                "faulty");
        thread.start();
        thread.join();
        LoggerFactory.getLogger("io.ghekeeper.test").info("the end");
    }
}
