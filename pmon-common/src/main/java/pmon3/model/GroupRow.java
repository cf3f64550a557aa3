package pmon3.model;

/** A group as tables show it. */
public record GroupRow(long id, String name) {}
