package pmon3.daemon.store;

/** The change itself cannot be stored as it is; the database is well and other changes are not affected. */
public final class RefusedChangeException extends StoreException {
    private static final long serialVersionUID = 1L;

    public RefusedChangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
