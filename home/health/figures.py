"""Figures for those who watch, as data, by coarse kinds. Apps provide theirs (`provides_figures`)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


@dataclass(frozen=True)
class Figure:
    name: str
    help: str
    read: Callable[[], Mapping[str, float]]  # by kind; {"": value} of one that has no kinds
    of_staff: bool = True  # needs tables that the public host's user does not read


class Gauges(Collector):
    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield each figure; one that cannot be read is left out, and holds up no other."""
        for figure in self.figures:
            try:
                values = figure.read()
            except Exception:  # noqa: S112 - the database is away: monitoring sees that the figure is missing
                continue
            yield gauge(figure, values)


def gauge(figure: Figure, values: Mapping[str, float]) -> GaugeMetricFamily:
    labels = [] if "" in values else ["kind"]
    made = GaugeMetricFamily(f"letters_site_{figure.name}", figure.help, labels=labels)
    for kind, value in values.items():
        made.add_metric([kind] if labels else [], value)
    return made
