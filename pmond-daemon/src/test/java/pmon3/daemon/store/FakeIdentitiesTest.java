package pmon3.daemon.store;

class FakeIdentitiesTest extends KeptIdentitiesContract {
    private final FakeIdentities identities = new FakeIdentities();

    @Override
    KeptIdentities identities() {
        return identities;
    }

    @Override
    KeptIdentities reopened() {
        return identities;
    }
}
