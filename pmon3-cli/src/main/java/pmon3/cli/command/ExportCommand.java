package pmon3.cli.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;
import pmon3.model.ErrorCode;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;
import pmon3.model.PmonException;

/** {@code export}: all processes as a process config. */
final class ExportCommand implements Command {
    private static final String ORDER = "--order";

    @Override
    public String arguments() {
        return "[json|toml|yaml]";
    }

    @Override
    public String details() {
        return "Without an argument in json. What is written can be used as process_config_file; other users' env-vars are\n"
                + "left out unless you are root or an operator.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 export", "pmon3 export yaml -o name", "pmon3 export toml > process.config.toml"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.FORMATS};
    }

    @Override
    public boolean hasJson() {
        return false;
    }

    @Override
    public void addFlags(CommandSpec spec) {
        spec.addOption(Flags.text("FIELD", "order by this field, ascending (default id)", "-o", ORDER));
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.Export(formatOf(invocation), orderOf(invocation)));
    }

    private static ExportFormat formatOf(Invocation invocation) {
        List<String> words = invocation.typed().arguments();
        if (words.size() > 1) {
            throw new UsageException(invocation.word() + " takes one format, not also " + words.get(1));
        }
        Optional<ExportFormat> format =
                words.isEmpty() ? Optional.of(ExportFormat.JSON) : ExportFormat.ofWord(words.get(0));
        if (format.isEmpty()) {
            throw new PmonException(ErrorCode.USAGE, "accepted formats: json, toml or yaml");
        }
        return format.get();
    }

    private static ExportOrder orderOf(Invocation invocation) {
        Optional<String> typed = invocation.typed().text(ORDER);
        Optional<ExportOrder> order = typed.isEmpty() ? Optional.of(ExportOrder.ID) : ExportOrder.ofWord(typed.get());
        if (order.isEmpty()) {
            throw new UsageException("there is no field '" + typed.get() + "' to order by; there are " + fields(", "));
        }
        return order.get();
    }

    /** All that it can be ordered by. */
    static String fields(String separator) {
        StringBuilder fields = new StringBuilder();
        for (ExportOrder order : ExportOrder.values()) {
            fields.append(fields.length() == 0 ? "" : separator).append(order.word());
        }
        return fields.toString();
    }
}
