package pmon3.daemon;

import java.lang.reflect.Proxy;

/**
 * What pmond does on a signal, through {@code sun.misc.Signal} of module jdk.unsupported, by name: javac has no way to let
 * one use of it pass. HotSpot leaves a signal alone that was ignored when pmond was started (nohup), and runs a handler in
 * a thread of its own.
 */
final class Signals {
    private Signals() {}

    /** @param name without SIG: TERM, INT, HUP */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot handle SIG" + name, e);
        }
    }
}
