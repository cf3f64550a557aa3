package pmon3.daemon.store;

/** The fake keeps the contract. */
class FakeStoreTest extends StoreContract {
    @Override
    ProcessStore create() {
        return new FakeStore();
    }

    @Override
    ProcessStore reopen(ProcessStore closed) {
        return ((FakeStore) closed).restarted();
    }
}
