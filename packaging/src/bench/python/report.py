"""The table and the plot in docs."""

import os
import platform
import statistics

DOCUMENT = "docs/PERFORMANCE.md"
PLOT = "docs/performance.svg"
BEGIN, END = "<!-- measured by packaging/bench -->\n", "<!-- end of what was measured -->\n"
FIGURES = {
    "up_s": ("start until all are up", "s"),
    "replace_ms": ("SIGKILL until the replacement runs", "ms"),
    "ls_ms": ("list command", "ms"),
    "pss_mb": ("Pss of the manager's own processes", "MB"),
    "wakes_per_s": ("wake-ups at rest", "/s"),
    "threads": ("threads", ""),
    "ready_s": ("start until a client can ask", "s"),
}
COLOURS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd", "#8c564b")
PANEL_WIDTH, PANEL_HEIGHT, BAR_HEIGHT = 300, 190, 12


def write(results, names, arguments):
    lines = [BEGIN, f"{_machine()} Rounds of all managers in turns: {arguments.rounds}, "
             f"{arguments.lists} lists and {arguments.kills} kills in each; "
             "median (least to most) of the rounds, in brackets times pmon3's median.\n"]
    sizes = sorted({size for size, _ in results})
    for size in sizes:
        lines += [f"\n**{size} program{'s' if size > 1 else ''}**\n\n", "| | " + " | ".join(names) + " |\n",
                  "|---|" + "---|" * len(names) + "\n"]
        for figure, (text, unit) in FIGURES.items():
            if (size, figure) in results:
                lines.append(f"| {text} | " + " | ".join(_cell(results[size, figure], name, unit) for name in names) + " |\n")
    lines.append(END)
    _replace("".join(lines))
    with open(PLOT, "w", encoding="utf-8") as file:
        file.write(_svg(results, names, sizes))


def _cell(values, name, unit):
    if name not in values:
        return "–"
    middle = statistics.median(values[name])
    spread = f"{_number(middle)} {unit}".strip() + f" ({_number(min(values[name]))} to {_number(max(values[name]))})"
    own = statistics.median(values["pmon3"]) if "pmon3" in values else 0
    return spread if name == "pmon3" or not own else f"{spread} [{_number(middle / own)}]"


def _number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with open("packaging/target/pmon3/lib/java-home", encoding="utf-8") as file:
        with open(file.read().strip() + "/release", encoding="utf-8") as release:
            java = next(line.split("=")[1].strip().strip('"') for line in release if line.startswith("JAVA_RUNTIME_VERSION"))
    return (f"{model}, {os.cpu_count()} processors, {memory_gb:.0f} GB, Linux {platform.release()}, Java {java}, "
            f"load average {os.getloadavg()[0]:.1f}.")


def _replace(text):
    with open(DOCUMENT, encoding="utf-8") as file:
        document = file.read()
    head, _, rest = document.partition(BEGIN)
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write(head + text + rest.partition(END)[2])


def _svg(results, names, sizes):
    shown = [figure for figure in ("up_s", "replace_ms", "ls_ms", "pss_mb") if (sizes[-1], figure) in results]
    panels = [_panel(results, names, sizes, figure, index) for index, figure in enumerate(shown)]
    width, height = 2 * PANEL_WIDTH, (len(shown) + 1) // 2 * _height(names, sizes)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
            f'font-size="10">\n<rect width="100%" height="100%" fill="white"/>\n' + "".join(panels) + "</svg>\n")


def _height(names, sizes):
    return 40 + len(sizes) * (len(names) * BAR_HEIGHT + 18)


def _panel(results, names, sizes, figure, index):
    left, top = index % 2 * PANEL_WIDTH, index // 2 * _height(names, sizes)
    text, unit = FIGURES[figure]
    parts = [f'<text x="{left + 8}" y="{top + 16}" font-weight="bold">{text}, {unit}</text>\n']
    y = top + 30
    for size in sizes:
        parts.append(f'<text x="{left + 8}" y="{y + 8}">{size}</text>\n')
        y += 12
        medians = {name: statistics.median(values) for name, values in results[size, figure].items()}
        longest = max(medians.values())
        for colour, name in zip(COLOURS, names):
            if name in medians:
                bar = max(1, round(150 * medians[name] / longest))
                parts.append(f'<rect x="{left + 75}" y="{y}" width="{bar}" height="{BAR_HEIGHT - 2}" fill="{colour}"/>'
                             f'<text x="{left + 12}" y="{y + 9}">{name}</text>'
                             f'<text x="{left + 79 + bar}" y="{y + 9}">{_number(medians[name])}</text>\n')
            y += BAR_HEIGHT
        y += 6
    return "".join(parts)
