package pmon3.daemon.store;

import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The database could not be opened, read or written. */
public class StoreException extends PmonException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(ErrorCode.STORE, message, cause);
    }
}
