package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.ipc.Reply;
import pmon3.model.DependencyOrder;

/** dgraph: the order in which init would start everything; nothing is started. */
final class StartOrderCommand {
    private StartOrderCommand() {}

    static void run(Context context, boolean processConfigOnly) {
        List<ManagedProcess> fleet = context.fleet();
        ProcessConfig config = context.configs().readWhole(context, fleet);
        DependencyOrder.Order order = DependencyOrder.startOrder(nodes(config, fleet, processConfigOnly));
        context.answer().send(new Reply.OrderStart());
        order.dependent().forEach(node -> context.answer().send(new Reply.Ordered(node.name(), true)));
        order.independent().forEach(node -> context.answer().send(new Reply.Ordered(node.name(), false)));
    }

    /** Of a process that both name, the process config's dependencies and the database's id. */
    private static List<DependencyOrder.Node> nodes(
            ProcessConfig config, List<ManagedProcess> fleet, boolean processConfigOnly) {
        Map<String, DependencyOrder.Node> known = new LinkedHashMap<>();
        fleet.forEach(process -> known.put(process.name(), process.node()));
        List<DependencyOrder.Node> nodes = new ArrayList<>();
        for (ProcessConfig.Entry entry : config.entries()) {
            DependencyOrder.Node stored = known.remove(entry.name());
            nodes.add(
                    stored == null
                            ? entry.node()
                            : new DependencyOrder.Node(stored.id(), entry.name(), entry.dependencies()));
        }
        if (!processConfigOnly) {
            nodes.addAll(known.values());
        }
        return nodes;
    }
}
