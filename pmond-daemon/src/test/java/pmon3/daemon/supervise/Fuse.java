package pmon3.daemon.supervise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Kills a pmond between two things that it does: when so many calls through its doors have begun or ended. */
final class Fuse {
    /** pmond is dead. Not an exception: nothing of it may go on. */
    static final class Burnt extends Error {
        private static final long serialVersionUID = 1;

        Burnt() {
            super("killed", null, false, false);
        }
    }

    private int left;

    /** @param steps how many more; 0: as many as there are */
    void set(int steps) {
        left = steps;
    }

    void burn() {
        if (left > 0 && --left == 0) {
            throw new Burnt();
        }
    }

    /** The same door, with this fuse in it. */
    <T> T in(Class<T> door, T real) {
        return door.cast(Proxy.newProxyInstance(door.getClassLoader(), new Class<?>[] {door}, (self, method, with) -> {
            burn();
            try {
                return method.invoke(real, with);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                burn();
            }
        }));
    }
}
