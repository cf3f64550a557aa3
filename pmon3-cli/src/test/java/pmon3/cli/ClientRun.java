package pmon3.cli;

import pmon3.cli.command.Session;

/** Runs the client in this JVM, with fakes around it. */
public final class ClientRun {
    public final FakeTerminal terminal = new FakeTerminal();
    public final FakeSurroundings surroundings = new FakeSurroundings();
    public final FakePmond pmond = new FakePmond();
    private int status = -1;

    public ClientRun run(String... args) {
        status = Pmon3.run(args, new Session(terminal, surroundings, pmond));
        return this;
    }

    public int status() {
        return status;
    }

    public String out() {
        return terminal.out();
    }

    public String err() {
        return terminal.err();
    }
}
