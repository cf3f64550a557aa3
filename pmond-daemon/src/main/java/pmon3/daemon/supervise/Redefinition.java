package pmon3.daemon.supervise;

import pmon3.model.ProcessDefinition;

/** A definition that replaces a process's own, and whom it then belongs to. */
public record Redefinition(ProcessDefinition definition, Owner owner) {}
